package io.conclave.cli;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Features that run together, in groups: those of a group begin at once, after the groups that they ask, and all are
 * taken down in reverse order, since a controller that waits for another one's end waits for the slowest of each group.
 * What is asked for is done in the order of asking, one thing at a time; from any thread.
 */
final class Deployments {

    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);
    private static final long DEPLOY_SECONDS = 60;
    private static final long UNDEPLOY_SECONDS = 2;

    private final Vertx vertx;
    private final Deque<List<String>> deployed = new ArrayDeque<>();
    private Future<Void> last = Future.succeededFuture();

    Deployments(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Deploys one group of features after another; where one fails, those that are there stay until {@link #end}. */
    synchronized Future<Void> begin(List<List<Supplier<Deployable>>> groups) {
        last = last.transform(before -> {
            Future<Void> ready = Future.succeededFuture();
            for (List<Supplier<Deployable>> group : groups) {
                ready = ready.compose(done -> deploy(group));
            }
            return ready;
        });
        return last;
    }

    private Future<Void> deploy(List<Supplier<Deployable>> group) {
        // One that comes up after its time is taken down with the others.
        List<String> ids = new CopyOnWriteArrayList<>();
        synchronized (this) {
            deployed.push(ids);
        }
        return Future.join(group.stream()
                        .map(feature -> vertx.deployVerticle(feature.get())
                                .onSuccess(ids::add)
                                .timeout(DEPLOY_SECONDS, TimeUnit.SECONDS))
                        .toList())
                .mapEmpty();
    }

    /** Takes all down; never fails, and takes two seconds a group at the most. */
    synchronized Future<Void> end() {
        last = last.transform(before -> endNext());
        return last;
    }

    private Future<Void> endNext() {
        List<String> next;
        synchronized (this) {
            next = deployed.poll();
        }
        if (next == null) {
            return Future.succeededFuture();
        }
        return Future.join(next.stream()
                        .map(id -> vertx.undeploy(id)
                                .timeout(UNDEPLOY_SECONDS, TimeUnit.SECONDS)
                                .onFailure(
                                        failure -> LOG.warn("a feature did not end in order: {}", failure.toString())))
                        .toList())
                .transform(ended -> endNext());
    }
}
