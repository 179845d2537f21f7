package io.conclave.scheduler;

import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.store.Database;
import io.conclave.store.DecisionRow;
import io.conclave.store.Tx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores decisions with their inputs, so that they can be read and reached again. Of plans that follow each other
 * quickly the newest of each second is stored; those that are run are stored always. The last {@value #KEPT} are kept.
 */
final class DecisionLog {

    static final int KEPT = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);
    private static final Duration LEAST_GAP = Duration.ofSeconds(1);
    private static final int LARGEST_PAGE = 200;

    private final Vertx vertx;
    private final Database database;
    private final Planner planner;
    private PlannedPlan waiting;
    private String lastId;

    DecisionLog(Vertx vertx, Database database, Planner planner) {
        this.vertx = vertx;
        this.database = database;
        this.planner = planner;
    }

    /** Takes note of a plan that is stored soon, unless another one comes before. */
    void note(PlannedPlan planned) {
        if (planned.plan().id().equals(lastId)) {
            return;
        }
        if (waiting == null) {
            vertx.setTimer(LEAST_GAP.toMillis(), timer -> storeWaiting());
        }
        waiting = planned;
    }

    private void storeWaiting() {
        PlannedPlan planned = waiting;
        waiting = null;
        store(planned).onFailure(failure -> LOG.warn("a decision was not stored: {}", failure.toString()));
    }

    /** Stores a plan, once for each name. */
    Future<Void> store(PlannedPlan planned) {
        Plan plan = planned.plan();
        if (plan.id().equals(lastId)) {
            return Future.succeededFuture();
        }
        return database.<Void>write(tx -> {
                    if (tx.decisions().find(plan.id()).isEmpty()) {
                        tx.decisions()
                                .insert(
                                        plan.id(),
                                        plan.inputHash(),
                                        planned.inputs().canonical(),
                                        Json.encode(plan),
                                        plan.createdAt());
                        tx.decisions().trim(KEPT);
                    }
                    return null;
                })
                .onSuccess(stored -> lastId = plan.id());
    }

    /** A page, newest first. */
    Future<DecisionPage> page(ListDecisions question) {
        if (question.limit() < 1 || question.limit() > LARGEST_PAGE) {
            throw Problem.invalid("limit", question.limit(), "from 1 to " + LARGEST_PAGE)
                    .asException();
        }
        return database.read(tx -> {
            List<DecisionRow> rows = tx.decisions().page(question.limit() + 1, question.before());
            boolean more = rows.size() > question.limit();
            List<DecisionRow> shown = more ? rows.subList(0, question.limit()) : rows;
            return new DecisionPage(
                    shown.stream().map(row -> decision(tx, row)).toList(),
                    more ? shown.get(shown.size() - 1).id() : null);
        });
    }

    /** A stored decision; 404 where there is none of this name. */
    Future<Decision> find(String planId) {
        return database.read(
                        tx -> tx.decisions().find(Objects.toString(planId, "")).map(row -> decision(tx, row)))
                .map(found -> found.orElseThrow(
                        () -> Problem.notFound("planId", planId, "one of the last " + KEPT + " decisions")
                                .asException()));
    }

    /** Plans once more from a decision's stored inputs. */
    Future<Replay> replay(ReplayDecision question) {
        return find(question.planId()).map(decision -> {
            PlanInputs inputs = Json.decode(decision.inputs(), PlanInputs.class);
            Plan plan = planner.plan(inputs, inputs)
                    .named(decision.planId(), decision.at())
                    .plan();
            boolean same = Json.parse(Json.encode(plan)).equals(decision.plan());
            return new Replay(decision, plan, same);
        });
    }

    private static Decision decision(Tx tx, DecisionRow row) {
        Map<String, Integer> states = tx.migrations().states(row.planId());
        int moved = states.getOrDefault("done", 0);
        int failed = states.getOrDefault("failed", 0);
        int all = states.values().stream().mapToInt(Integer::intValue).sum();
        return new Decision(
                row.planId(),
                row.createdAt(),
                row.inputHash(),
                Json.parse(row.inputs()),
                Json.parse(row.plan()),
                new DecisionOutcome(moved, failed, all - moved - failed));
    }
}
