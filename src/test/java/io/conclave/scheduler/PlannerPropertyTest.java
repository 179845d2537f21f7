package io.conclave.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** What holds for every cluster. A cluster is grown from a seed, which a failing run prints and shrinks. */
class PlannerPropertyTest {

    private static final List<String> STRATEGIES =
            List.of("file-count", "bytes", "weighted", "latency", "consistent-hash");

    @Provide
    Arbitrary<Cluster> clusters() {
        return Arbitraries.longs().map(seed -> grown(new Random(seed), true));
    }

    @Provide
    Arbitrary<Cluster> roomyClusters() {
        return Arbitraries.longs().map(seed -> grown(new Random(seed), false));
    }

    private static Cluster grown(Random random, boolean scarceRoom) {
        int size = 1 + random.nextInt(6);
        Cluster cluster = new Cluster(size);
        cluster.strategy(STRATEGIES.get(random.nextInt(STRATEGIES.size())));
        cluster.threshold(1 + random.nextInt(random.nextBoolean() ? 8 : 3_000));
        cluster.batch(random.nextInt(4));
        for (int number = 1; number <= size; number++) {
            String node = "zk" + number;
            cluster.weighing(node, 1 + random.nextInt(3), random.nextBoolean() ? null : 1.0 + random.nextInt(8));
            int files = random.nextInt(4) == 0 ? 0 : random.nextInt(30);
            for (int file = 0; file < files; file++) {
                cluster.add(node, random.nextInt(random.nextInt(4) == 0 ? 5_000 : 50));
            }
            switch (random.nextInt(8)) {
                case 0 -> cluster.drained(node);
                case 1 -> cluster.standing(node, Standing.values()[random.nextInt(Standing.values().length)]);
                case 2 -> cluster.withoutStorage(node);
                case 3 -> cluster.drained(node).standing(node, Standing.DOWN);
                default -> {
                    // As it is: up, not drained.
                }
            }
            if (scarceRoom && random.nextInt(3) == 0) {
                cluster.room(node, random.nextInt(6_000));
            }
        }
        return cluster;
    }

    /** Carries plans out until none moves anything; more rounds than this cannot be needed. */
    private static Plan settle(Cluster cluster, Consumer<Plan> eachBefore) {
        Plan plan = cluster.plan();
        for (int rounds = 0; plan.shouldMigrate(); rounds++) {
            assertThat(rounds).as("rounds").isLessThan(2_000);
            eachBefore.accept(plan);
            cluster.carryOut(plan);
            plan = cluster.plan();
        }
        return plan;
    }

    @Property(tries = 400)
    void itConverges(@ForAll("clusters") Cluster cluster) {
        Plan last = settle(cluster, plan -> {});

        assertThat(last.moves()).isEmpty();
    }

    @Property(tries = 400)
    void itNeverOscillates(@ForAll("clusters") Cluster cluster) {
        Set<String> states = new HashSet<>();
        settle(cluster, plan -> assertThat(states.add(cluster.index.counts().toString() + plan.candidate()))
                .as("a state that was not there before")
                .isTrue());
    }

    @Property(tries = 400)
    void everyBalancingMoveLowersTheSpread(@ForAll("clusters") Cluster cluster) {
        cluster.batch(1);
        double[] before = {Double.POSITIVE_INFINITY};
        settle(cluster, plan -> {
            assertThat(cluster.spread()).isLessThan(before[0]);
            before[0] = plan.reason() == PlanReason.MIGRATE ? cluster.spread() : Double.POSITIVE_INFINITY;
            if (plan.reason() == PlanReason.MIGRATE) {
                assertThat(plan.delta()).isGreaterThanOrEqualTo(plan.threshold());
            }
        });
    }

    @Property(tries = 400)
    void drainedDeadAndUnreachableNodesAreNeverTargets(@ForAll("clusters") Cluster cluster) {
        settle(cluster, plan -> assertThat(plan.moves()).allSatisfy(move -> {
            assertThat(cluster.mayTake(move.to())).as(move.to()).isTrue();
            assertThat(move.to()).isNotEqualTo(move.from());
        }));
    }

    @Property(tries = 400)
    void drainedNodeEmptiesWhereAnyOtherCanTakeFiles(@ForAll("roomyClusters") Cluster cluster) {
        settle(cluster, plan -> {});

        List<NodeInputs> nodes = cluster.inputs().nodes();
        boolean anyTarget = nodes.stream().anyMatch(node -> cluster.mayTake(node.node()));
        for (NodeInputs node : nodes) {
            if (anyTarget && node.drained() && node.storage()) {
                assertThat(node.files()).as(node.node()).isZero();
            }
        }
    }

    @Property(tries = 400)
    void noDifferenceOfTheThresholdIsLeftBetweenNodesOfEqualFiles(@ForAll("roomyClusters") Cluster cluster) {
        Plan last = settle(cluster.strategy("file-count"), plan -> {});

        if (last.reason() == PlanReason.BELOW_THRESHOLD) {
            assertThat(last.delta()).isLessThan(last.threshold());
        } else {
            assertThat(last.delta()).isLessThanOrEqualTo(1);
        }
    }

    @Property(tries = 400)
    void sameInputsGiveTheSamePlanAlsoWhenTheyWereStored(@ForAll("clusters") Cluster cluster) {
        PlannedPlan planned = cluster.planned();
        PlanInputs stored = Json.decode(planned.inputs().canonical(), PlanInputs.class);

        PlannedPlan again = new Planner(new Strategies()).plan(stored, stored);

        assertThat(cluster.planned()).isEqualTo(planned);
        assertThat(again).isEqualTo(planned);
        assertThat(again.inputs().canonical()).isEqualTo(planned.inputs().canonical());
    }

    @Property(tries = 400)
    void planDependsOnNothingButTheFilesThatItNames(@ForAll("clusters") Cluster cluster) {
        PlannedPlan planned = cluster.planned();

        assertThat(planned.inputs().nodes())
                .allSatisfy(node -> assertThat(node.newest().size())
                        .isLessThanOrEqualTo(
                                Simulation.LOOKED_AT + planned.plan().moves().size() + 1));
    }

    @Property(tries = 400)
    void thresholdThatIsNamedIsTheExactOne(@ForAll("roomyClusters") Cluster cluster) {
        Plan plan = cluster.plan();
        if (plan.reason() != PlanReason.BELOW_THRESHOLD) {
            return;
        }
        String said =
                plan.candidate() == null ? null : plan.candidate().verdict().counterfactual();
        if (said == null || !said.contains("the threshold were")) {
            return;
        }
        int named = Integer.parseInt(said.replaceAll("\\D", ""));
        assertThat(cluster.threshold(named).plan().shouldMigrate()).isTrue();
        assertThat(cluster.threshold(named + 1).plan().shouldMigrate()).isFalse();
    }

    @Property
    void roomIsRoundedDownByASixteenthAtTheMost(@ForAll @LongRange(min = 0) long room) {
        long quantised = NodeInputs.quantised(room);

        assertThat(quantised).isLessThanOrEqualTo(room);
        assertThat((double) quantised).isGreaterThanOrEqualTo(room * (15.0 / 16) - 1);
        assertThat(NodeInputs.quantised(quantised)).isEqualTo(quantised);
    }
}
