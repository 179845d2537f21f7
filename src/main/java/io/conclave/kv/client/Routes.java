package io.conclave.kv.client;

import io.conclave.kv.wire.ClusterView;
import io.conclave.kv.wire.Ring;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The map that a client goes by. A refresh asks all members that are known, and the seeds, at once, and is over with
 * the first answer; the later ones are taken in too. Many calls that want one share one. Thread-safe.
 */
final class Routes {

    private final Set<String> seeds;
    private final Function<String, Future<ClusterView>> ask;
    private final AtomicReference<RouteMap> map = new AtomicReference<>(RouteMap.EMPTY);
    private final AtomicReference<Future<Void>> underWay = new AtomicReference<>();
    private volatile Throwable lastFailure;

    /**
     * Nothing is known yet.
     *
     * @param seeds host:port of members to ask first
     * @param ask asks a member for what it knows
     */
    Routes(List<String> seeds, Function<String, Future<ClusterView>> ask) {
        this.seeds = new LinkedHashSet<>(seeds);
        this.ask = ask;
    }

    RouteMap now() {
        return map.get();
    }

    /** Why no member has told anything at the last refresh; empty where one has. */
    Optional<Throwable> trouble() {
        return Optional.ofNullable(lastFailure);
    }

    /** Takes in who a member says is the one to ask. */
    void learn(Redirect redirect) {
        map.updateAndGet(known -> known.with(redirect));
    }

    /** Takes in a ring that a server has just written, which no member that is asked may know of yet. */
    void learnRing(Ring ring) {
        map.updateAndGet(known ->
                known.with(RouteMap.of(ClusterView.newBuilder().setRing(ring).build())));
    }

    /** Asks the members; fails where none answers, with the last failure. */
    Future<Void> refresh() {
        Promise<Void> promise = Promise.promise();
        Future<Void> current = underWay.compareAndExchange(null, promise.future());
        if (current != null) {
            return current;
        }
        Set<String> addresses = new LinkedHashSet<>(now().addresses());
        addresses.addAll(seeds);
        promise.future().onComplete(done -> underWay.set(null));
        new Round(addresses.size(), promise).ask(addresses);
        return promise.future();
    }

    /** One question to all. */
    private final class Round {

        private final Promise<Void> over;
        private int open;

        Round(int open, Promise<Void> over) {
            this.open = open;
            this.over = over;
        }

        void ask(Set<String> addresses) {
            for (String address : addresses) {
                ask.apply(address).onSuccess(this::told).onFailure(this::failed);
            }
        }

        private void told(ClusterView view) {
            lastFailure = null;
            map.updateAndGet(known -> known.with(RouteMap.of(view)));
            over.tryComplete();
        }

        private synchronized void failed(Throwable failure) {
            open--;
            if (open == 0 && !over.future().isComplete()) {
                lastFailure = failure;
                over.tryFail(failure);
            }
        }
    }
}
