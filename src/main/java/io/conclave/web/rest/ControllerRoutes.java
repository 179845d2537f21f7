package io.conclave.web.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.controllers.AdoptCoordination;
import io.conclave.controllers.ControllersTopics;
import io.conclave.controllers.StepDown;
import io.conclave.web.command.Callers;
import io.conclave.web.state.Leadership;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The controllers: who acts, and what can be asked of the one that is called. */
final class ControllerRoutes {

    private static final String PATH = "/api/controllers";

    private final Bus bus;
    private final Leadership leadership;
    private final Questions questions;
    private final JsonBody body;

    ControllerRoutes(Bus bus, Leadership leadership, Questions questions, JsonBody body) {
        this.bus = bus;
        this.leadership = leadership;
        this.questions = questions;
        this.body = body;
    }

    void mount(Router router) {
        router.get(PATH).handler(ctx -> {
            new Query(ctx).refuseOthers();
            Questions.json(ctx, 200, leadership.state());
        });
        router.post(PATH + "/step-down").handler(body::handle).handler(this::stepDown);
        router.post(PATH + "/adopt-coordination").handler(body::handle).handler(this::adopt);
    }

    private void stepDown(RoutingContext ctx) {
        new Query(ctx).refuseOthers();
        JsonNode given = JsonBody.of(ctx);
        Epoch asked = given.isObject() ? Json.decode(given, Epoch.class) : new Epoch(null);
        questions.answer(ctx, 200, bus.request(ControllersTopics.STEP_DOWN, new StepDown(asked.epoch(), Callers.REST)));
    }

    private void adopt(RoutingContext ctx) {
        new Query(ctx).refuseOthers();
        Adoption asked = Json.decode(JsonBody.of(ctx), Adoption.class);
        questions.answer(
                ctx, 200, bus.request(ControllersTopics.ADOPT, new AdoptCoordination(asked.reason(), Callers.REST)));
    }

    /** @param epoch of whoever takes over, or null */
    private record Epoch(Long epoch) {}

    /** @param reason why that is right */
    private record Adoption(String reason) {}
}
