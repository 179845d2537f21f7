package io.conclave.cli;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Features that run together: each is deployed after those that it asks, and all are taken down in reverse order. What
 * is asked for is done in the order of asking, one thing at a time; from any thread.
 */
final class Deployments {

    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);
    private static final long DEPLOY_SECONDS = 60;
    private static final long UNDEPLOY_SECONDS = 2;

    private final Vertx vertx;
    private final Deque<String> deployed = new ArrayDeque<>();
    private Future<Void> last = Future.succeededFuture();

    Deployments(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Deploys features one after another; where one fails, those before it stay until {@link #end}. */
    synchronized Future<Void> begin(List<Supplier<Deployable>> features) {
        last = last.transform(before -> {
            Future<Void> ready = Future.succeededFuture();
            for (Supplier<Deployable> feature : features) {
                ready = ready.compose(done -> deploy(feature.get()));
            }
            return ready;
        });
        return last;
    }

    private Future<Void> deploy(Deployable feature) {
        // One that comes up after its time is taken down with the others.
        return vertx.deployVerticle(feature)
                .onSuccess(this::note)
                .timeout(DEPLOY_SECONDS, TimeUnit.SECONDS)
                .mapEmpty();
    }

    private synchronized void note(String id) {
        deployed.push(id);
    }

    /** Takes all down; never fails, and takes two seconds a feature at the most. */
    synchronized Future<Void> end() {
        last = last.transform(before -> endNext());
        return last;
    }

    private Future<Void> endNext() {
        String next;
        synchronized (this) {
            next = deployed.poll();
        }
        if (next == null) {
            return Future.succeededFuture();
        }
        return vertx.undeploy(next)
                .timeout(UNDEPLOY_SECONDS, TimeUnit.SECONDS)
                .onFailure(failure -> LOG.warn("a feature did not end in order: {}", failure.toString()))
                .transform(ended -> endNext());
    }
}
