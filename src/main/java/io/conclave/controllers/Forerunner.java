package io.conclave.controllers;

import io.vertx.core.Future;

/** The controller that was active before. */
@FunctionalInterface
public interface Forerunner {

    /**
     * Asks it to step down, in a short time. Whether it does is not relied on: the raised epoch is what fences it.
     *
     * @param left what it left behind
     * @param epoch of who takes over
     * @return whether it says that it has stepped down; never fails
     */
    Future<Boolean> askToStepDown(Breadcrumb left, long epoch);
}
