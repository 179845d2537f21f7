package io.conclave.controllers;

import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Answers for the only controller there is, which acts from its start to its end. */
public final class SingleControllerVerticle extends VerticleBase {

    private final Bus bus;

    public SingleControllerVerticle(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<?> start() {
        bus.serve(ControllersTopics.CURRENT, question -> Future.succeededFuture(ControllersState.alone(bus.self())));
        bus.serve(ControllersTopics.STEP_DOWN, question -> refused());
        bus.serve(ControllersTopics.ADOPT, question -> refused());
        return Future.succeededFuture();
    }

    private static Future<ControllersState> refused() {
        return Future.failedFuture(Problem.conflict(
                        "single_controller", "this is the only controller: it was started without CONTROLLERS_ENABLED")
                .asException());
    }
}
