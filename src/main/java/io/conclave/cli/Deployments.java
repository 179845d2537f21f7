package io.conclave.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Features that run together. Each begins as soon as those have that it relies on, and ends as soon as those have that
 * rely on it, since whoever waits for a controller's beginning or end waits for the longest of these ways. What is
 * asked for is done in the order of asking, one thing at a time; from any thread.
 */
final class Deployments {

    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);
    private static final Duration DEPLOY_LIMIT = Duration.ofSeconds(60);
    private static final Duration UNDEPLOY_LIMIT = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Duration deployLimit;
    private final Duration undeployLimit;
    /** Each with what it comes to: its deployment, as long as nobody ended it. */
    private final Map<Feature, Future<String>> begun = new IdentityHashMap<>();

    /** Set when what is begun now is to end: what has still waited then is not begun any more. */
    private AtomicBoolean over = new AtomicBoolean();

    private Future<Void> last = Future.succeededFuture();

    Deployments(Vertx vertx) {
        this(vertx, DEPLOY_LIMIT, UNDEPLOY_LIMIT);
    }

    /**
     * @param deployLimit from the beginning until one that is not there yet fails it
     * @param undeployLimit for which the end of each is waited for
     */
    Deployments(Vertx vertx, Duration deployLimit, Duration undeployLimit) {
        this.vertx = vertx;
        this.deployLimit = deployLimit;
        this.undeployLimit = undeployLimit;
    }

    /**
     * Begins features. Where one fails, those that rely on it are not begun, and those that are there stay until
     * {@link #end}.
     *
     * @param features each named after those that it relies on
     */
    synchronized Future<Void> begin(List<Feature> features) {
        last = last.transform(before -> beginAll(features));
        return last;
    }

    private synchronized Future<Void> beginAll(List<Feature> features) {
        AtomicBoolean ended = over;
        List<Future<String>> deployments = new ArrayList<>();
        for (Feature feature : features) {
            Future<String> deployment = Future.all(
                            feature.after().stream().map(this::deployment).toList())
                    .compose(ready -> ended.get()
                            ? Future.failedFuture("the end came before the beginning")
                            : vertx.deployVerticle(feature.make().get()));
            begun.put(feature, deployment);
            deployments.add(deployment.timeout(deployLimit.toMillis(), TimeUnit.MILLISECONDS));
        }
        return Future.join(deployments).mapEmpty();
    }

    private Future<String> deployment(Feature relied) {
        return Objects.requireNonNull(begun.get(relied), "a feature is named before one that it relies on");
    }

    /** Takes all down; never fails, and takes two seconds at the most for each that relies on another. */
    synchronized Future<Void> end() {
        last = last.transform(before -> endAll());
        return last;
    }

    private synchronized Future<Void> endAll() {
        over.set(true);
        over = new AtomicBoolean();
        Map<Feature, Future<String>> deployments = new IdentityHashMap<>(begun);
        begun.clear();
        Map<Feature, Future<Void>> ended = new IdentityHashMap<>();
        deployments.keySet().forEach(feature -> end(feature, deployments, ended));
        return Future.join(List.copyOf(ended.values())).mapEmpty();
    }

    private Future<Void> end(
            Feature feature, Map<Feature, Future<String>> deployments, Map<Feature, Future<Void>> ended) {
        Future<Void> known = ended.get(feature);
        if (known != null) {
            return known;
        }
        Future<Void> own = Future.join(deployments.keySet().stream()
                        .filter(other -> other.after().stream().anyMatch(relied -> relied == feature))
                        .map(other -> end(other, deployments, ended))
                        .toList())
                .transform(others -> takeDown(deployments.get(feature)));
        ended.put(feature, own);
        return own;
    }

    /** One that comes up after its time is taken down all the same, and nobody waits for it. */
    private Future<Void> takeDown(Future<String> deployment) {
        Future<Void> down = deployment.transform(
                came -> came.failed() ? Future.<Void>succeededFuture() : vertx.undeploy(came.result()));
        return down.timeout(undeployLimit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> LOG.warn("a feature did not end in order: {}", failure.toString()))
                .otherwiseEmpty();
    }
}
