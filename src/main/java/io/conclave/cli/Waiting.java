package io.conclave.cli;

import io.conclave.bus.Bus;
import io.conclave.bus.Subscription;
import io.conclave.controllers.ControllersState;
import io.conclave.controllers.ControllersTopics;
import io.conclave.web.WebVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * What a controller does while it does not act: it answers out of the database, and where nobody has acted for a while
 * it looks at the servers itself, since that is when people look at its page.
 */
final class Waiting {

    /** Longer than an election. */
    private static final long PATIENCE_MS = 3_000;

    private final Vertx vertx;
    private final Bus bus;
    private final Features features;
    private final WebVerticle web;
    private final Deployments reading;
    private final Deployments watching;
    private Subscription subscription;
    private long timer = -1;
    private boolean watches;

    Waiting(Vertx vertx, Bus bus, Features features, WebVerticle web) {
        this.vertx = vertx;
        this.bus = bus;
        this.features = features;
        this.web = web;
        this.reading = new Deployments(vertx);
        this.watching = new Deployments(vertx);
    }

    /** Begins to wait. */
    synchronized Future<Void> begin() {
        subscription = bus.subscribe(ControllersTopics.STATE, message -> learn(message.body()));
        awaitActive();
        return reading.begin(features.reading()).compose(ready -> web.readsReady());
    }

    private synchronized void learn(ControllersState state) {
        if (subscription == null) {
            return;
        }
        if (state.active() == null) {
            awaitActive();
        } else {
            watchNoMore();
        }
    }

    private void awaitActive() {
        if (timer < 0 && !watches) {
            timer = vertx.setTimer(PATIENCE_MS, due -> watch());
        }
    }

    private synchronized void watch() {
        timer = -1;
        if (subscription != null) {
            watches = true;
            watching.begin(features.watching());
        }
    }

    private Future<Void> watchNoMore() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
        if (!watches) {
            return Future.succeededFuture();
        }
        watches = false;
        return watching.end().compose(ended -> web.featuresGone());
    }

    /** Ends it; never fails. */
    synchronized Future<Void> end() {
        if (subscription != null) {
            subscription.cancel();
            subscription = null;
        }
        return Future.join(watchNoMore(), reading.end()).transform(ended -> Future.succeededFuture());
    }
}
