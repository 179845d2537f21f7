package io.conclave.web.rest;

import io.conclave.bus.Bus;
import io.conclave.scheduler.AskPlan;
import io.conclave.scheduler.AskScheduler;
import io.conclave.scheduler.ListDecisions;
import io.conclave.scheduler.ReplayDecision;
import io.conclave.scheduler.SchedulerTopics;
import io.conclave.web.command.Commands;
import io.vertx.ext.web.Router;

/** The scheduler: its plan, its rounds, its settings and its past decisions. */
final class SchedulerRoutes {

    private static final String PATH = "/api/scheduler";
    private static final int USUAL_DECISIONS = 50;
    private static final int MOST_DECISIONS = 200;

    private final Bus bus;
    private final Questions questions;
    private final JsonBody body;

    SchedulerRoutes(Bus bus, Questions questions, JsonBody body) {
        this.bus = bus;
        this.questions = questions;
        this.body = body;
    }

    void mount(Router router) {
        router.get(PATH + "/diagnostics").handler(questions.query(SchedulerTopics.DIAGNOSTICS, query -> new AskPlan()));
        router.post(PATH + "/run").handler(body::handle).handler(questions.command(Commands.RUN_SCHEDULER, 200));
        router.get(PATH + "/settings").handler(questions.query(SchedulerTopics.SETTINGS, query -> new AskScheduler()));
        router.put(PATH + "/settings").handler(body::handle).handler(questions.command(Commands.CHANGE_SCHEDULER, 200));
        router.post(PATH + "/what-if").handler(body::handle).handler(questions.command(Commands.WHAT_IF, 200));
        router.get(PATH + "/decisions")
                .handler(questions.query(
                        SchedulerTopics.DECISIONS,
                        query -> new ListDecisions(
                                query.number("limit", USUAL_DECISIONS, MOST_DECISIONS), query.number("before"))));
        router.get(PATH + "/decisions/:planId/replay").handler(ctx -> {
            new Query(ctx).refuseOthers();
            questions.answer(
                    ctx, 200, bus.request(SchedulerTopics.REPLAY, new ReplayDecision(ctx.pathParam("planId"))));
        });
    }
}
