package io.conclave.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule by itself. */
class PlannerTest {

    private static List<String> moves(Plan plan) {
        return plan.moves().stream()
                .map(move -> move.name() + ":" + move.from() + ">" + move.to())
                .toList();
    }

    @Test
    void newestFileGoesFromTheFullestNodeToTheLeastLoaded() {
        Plan plan = Cluster.holding(3, 9, 1).plan();

        assertThat(moves(plan)).containsExactly("file-12:zk2>zk3");
        assertThat(plan.reason()).isEqualTo(PlanReason.MIGRATE);
        assertThat(plan.sourceNode()).isEqualTo("zk2");
        assertThat(plan.targetNode()).isEqualTo("zk3");
        assertThat(plan.delta()).isEqualTo(8);
        assertThat(plan.message())
                .isEqualTo("zk2 has 8 files more than zk3, at or over the threshold of 5 files:"
                        + " next is file-12, from zk2 to zk3.");
        assertThat(plan.candidate().verdict().code()).isEqualTo(FileVerdictCode.NEWEST);
    }

    @Test
    void tiesBreakByName() {
        assertThat(moves(Cluster.holding(0, 7, 0, 7).plan())).containsExactly("file-7:zk2>zk1");
    }

    @ParameterizedTest
    @CsvSource({"4, BELOW_THRESHOLD", "5, MIGRATE", "6, MIGRATE"})
    void moveNeedsADifferenceOfTheThreshold(int held, PlanReason reason) {
        assertThat(Cluster.holding(held, 0).plan().reason()).isEqualTo(reason);
    }

    @Test
    void differenceThatAMoveWouldOnlyTurnRoundMovesNothing() {
        Plan plan = Cluster.holding(1, 0).threshold(1).plan();

        assertThat(plan.shouldMigrate()).isFalse();
        assertThat(plan.reason()).isEqualTo(PlanReason.NO_CANDIDATE);
        assertThat(plan.candidate().verdict().code()).isEqualTo(FileVerdictCode.WOULD_NOT_NARROW);
        assertThat(plan.candidate().verdict().rule()).isEqualTo(4);
    }

    @Test
    void drainedNodeMovesItsLastFileEvenBelowTheThreshold() {
        Plan plan = Cluster.holding(9, 1, 9).drained("zk2").plan();

        assertThat(moves(plan)).containsExactly("file-10:zk2>zk1");
        assertThat(plan.reason()).isEqualTo(PlanReason.DRAIN);
        assertThat(plan.message()).isEqualTo("zk2 is drained and still has 1 file: next is file-10, to zk1.");
    }

    @Test
    void fullestOfSeveralDrainedNodesGoesFirst() {
        Plan plan = Cluster.holding(50, 1, 3, 0).drained("zk2").drained("zk3").plan();

        assertThat(plan.sourceNode()).isEqualTo("zk3");
        assertThat(plan.targetNode()).isEqualTo("zk4");
    }

    @Test
    void emptyDrainedNodeIsNeitherSourceNorTarget() {
        Plan plan = Cluster.holding(8, 0, 2).drained("zk2").plan();

        assertThat(moves(plan)).containsExactly("file-8:zk1>zk3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DOWN", "HUNG", "UNKNOWN", "NOT_CONFIGURED"})
    void nodeThatIsNotUpIsNoTarget(String standing) {
        Plan plan = Cluster.holding(9, 0, 2)
                .standing("zk2", Standing.valueOf(standing))
                .plan();

        assertThat(plan.targetNode()).isEqualTo("zk3");
        assertThat(plan.verdicts().get(1).code()).isEqualTo(VerdictCode.NODE_DOWN);
    }

    @Test
    void filesAreTakenOffADeadNodeSinceItsDiskIsStillThere() {
        assertThat(moves(Cluster.holding(9, 0, 2).standing("zk1", Standing.DOWN).plan()))
                .containsExactly("file-9:zk1>zk2");
    }

    @Test
    void nodeWhoseStorageDoesNotAnswerIsNeitherSourceNorTarget() {
        Plan plan = Cluster.holding(9, 6, 1, 0)
                .withoutStorage("zk1")
                .withoutStorage("zk4")
                .plan();

        assertThat(moves(plan)).containsExactly("file-15:zk2>zk3");
    }

    @Test
    void whenEveryNodeIsDrainedNothingMoves() {
        Plan plan = Cluster.holding(9, 0).drained("zk1").drained("zk2").plan();

        assertThat(plan.reason()).isEqualTo(PlanReason.ALL_DRAINED);
        assertThat(plan.moves()).isEmpty();
        assertThat(plan.verdicts())
                .extracting(NodeVerdict::code)
                .containsExactly(VerdictCode.DRAINED, VerdictCode.DRAINED_EMPTY);
    }

    @Test
    void withoutFilesNothingMoves() {
        assertThat(new Cluster(3).plan().reason()).isEqualTo(PlanReason.NO_FILES);
        assertThat(new Cluster(3).verdict("zk2").code()).isEqualTo(VerdictCode.READY);
    }

    @Test
    void whenNoNodeCanTakeFilesTheReasonSaysSo() {
        assertThat(Cluster.holding(9, 0)
                        .standing("zk1", Standing.DOWN)
                        .standing("zk2", Standing.HUNG)
                        .plan()
                        .reason())
                .isEqualTo(PlanReason.NO_TARGET);
        assertThat(Cluster.holding(9, 0).standing("zk2", Standing.DOWN).plan().reason())
                .isEqualTo(PlanReason.SINGLE_TARGET);
        assertThat(Cluster.holding(9).plan().reason()).isEqualTo(PlanReason.SINGLE_TARGET);
        assertThat(Cluster.holding(9, 0)
                        .drained("zk1")
                        .withoutStorage("zk2")
                        .plan()
                        .reason())
                .isEqualTo(PlanReason.STORAGE_UNAVAILABLE);
        assertThat(Cluster.holding(9, 0).withoutStorage("zk1").plan().message())
                .isEqualTo("The storage of zk1 takes no files: its agent does not answer.");
    }

    @Test
    void filesOnTheirWayAreNoCandidates() {
        Cluster cluster = Cluster.holding(6, 0);
        String newest = cluster.plan().candidate().id();
        cluster.index.depart(newest);

        assertThat(cluster.plan().candidate().name()).isEqualTo("file-5");

        cluster.index.arrive(newest);
        assertThat(cluster.plan().candidate().id()).isEqualTo(newest);
    }

    @Test
    void candidateThatHasNoRoomGivesWayToTheNewestThatHas() {
        Cluster cluster = new Cluster(2).add("zk1", 6, 100).add("zk1", 2, 5_000).room("zk2", 1_000);

        Plan plan = cluster.plan();

        assertThat(moves(plan)).containsExactly("file-6:zk1>zk2");
        assertThat(plan.candidate().verdict().code()).isEqualTo(FileVerdictCode.NEWEST_THAT_DOES);
        assertThat(plan.candidate().verdict().sentence()).contains("2 newer ones do not");
    }

    @Test
    void nextNodeTakesWhatTheLeastLoadedHasNoRoomFor() {
        Plan plan = Cluster.holding(9, 0, 2).room("zk2", 10).plan();

        assertThat(moves(plan)).containsExactly("file-9:zk1>zk3");
        assertThat(plan.verdicts())
                .extracting(NodeVerdict::code)
                .containsExactly(VerdictCode.SOURCE_FULLEST, VerdictCode.NO_ROOM, VerdictCode.TARGET_FIRST_THAT_DOES);
    }

    @Test
    void fullTargetIsTheReasonAndSaysHowMuchRoomIsMissing() {
        Plan plan =
                new Cluster(2).add("zk1", 6, 3_000_000).room("zk2", 1_800_000).plan();

        assertThat(plan.reason()).isEqualTo(PlanReason.TARGET_FULL);
        assertThat(plan.message()).isEqualTo("zk2 has 1.8 MB of room left, file-6 needs 3 MB.");
        assertThat(plan.verdicts().get(1))
                .satisfies(verdict -> assertThat(verdict.measured()).isEqualTo(1_800_000))
                .satisfies(verdict -> assertThat(verdict.limit()).isEqualTo(3_000_000))
                .satisfies(verdict -> assertThat(verdict.counterfactual())
                        .isEqualTo("would be the target if it had 1.2 MB more room"));
        assertThat(plan.candidate().verdict().counterfactual()).isEqualTo("would move if zk2 had 1.2 MB more room");
    }

    @Test
    void filesOfOnePlanShareTheRoomOfTheirTarget() {
        Plan plan = Cluster.holding(20, 0).room("zk2", 350).batch(0).plan();

        assertThat(plan.moves()).hasSize(3);
    }

    @Test
    void autoPlansAsManyMovesAsBalanceNeedsAndOneByOneGetsThereToo() {
        Cluster auto = Cluster.holding(30, 0, 0).batch(0);
        Cluster single = Cluster.holding(30, 0, 0).batch(1);

        Plan plan = auto.plan();
        auto.carryOut(plan);
        List<String> steps = new ArrayList<>();
        for (Plan each = single.plan(); each.shouldMigrate(); each = single.plan()) {
            steps.addAll(moves(each));
            single.carryOut(each);
        }

        assertThat(plan.moves()).hasSizeGreaterThan(15);
        assertThat(auto.plan().reason()).isEqualTo(PlanReason.BELOW_THRESHOLD);
        assertThat(moves(plan)).isNotEmpty();
        assertThat(single.index.counts()).isEqualTo(auto.index.counts());
        assertThat(steps).hasSameSizeAs(plan.moves());
    }

    @Test
    void batchIsTheMostThatAPlanMoves() {
        assertThat(Cluster.holding(30, 0).batch(4).plan().moves()).hasSize(4);
        assertThat(Cluster.holding(30, 0).batch(4).plan().message())
                .contains("next is file-30 and 3 more, from zk1 to zk2.");
    }

    @Test
    void planOfAMillionDrainedFilesIsBounded() {
        assertThat(Cluster.holding(2 * Planner.MOST_MOVES, 0)
                        .drained("zk1")
                        .batch(0)
                        .plan()
                        .moves())
                .hasSize(Planner.MOST_MOVES);
    }
}
