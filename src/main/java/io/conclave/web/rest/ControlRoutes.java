package io.conclave.web.rest;

import io.conclave.bus.Bus;
import io.conclave.control.AskControl;
import io.conclave.control.ControlTopics;
import io.conclave.web.command.Commands;
import io.vertx.ext.web.Router;

/** What this controller may do to the ensemble as a whole. */
final class ControlRoutes {

    private static final String ROLLING = "/api/ensemble/rolling-restart";

    private final Bus bus;
    private final Questions questions;
    private final JsonBody body;

    ControlRoutes(Bus bus, Questions questions, JsonBody body) {
        this.bus = bus;
        this.questions = questions;
        this.body = body;
    }

    void mount(Router router) {
        router.get("/api/control").handler(ctx -> {
            new Query(ctx).refuseOthers();
            questions.answer(ctx, 200, bus.request(ControlTopics.CURRENT, new AskControl()));
        });
        router.post(ROLLING).handler(body::handle).handler(questions.command(Commands.ROLLING_RESTART, 202));
        router.post(ROLLING + "/cancel")
                .handler(body::handle)
                .handler(questions.command(Commands.CANCEL_ROLLING_RESTART, 202));
    }
}
