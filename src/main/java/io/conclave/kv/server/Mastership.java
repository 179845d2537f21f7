package io.conclave.kv.server;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.wire.ChangeRingRequest;
import io.conclave.kv.znodes.ClusterState;
import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.GroupZnodes;
import io.conclave.kv.znodes.KvCoordination;
import io.conclave.kv.znodes.MasterZnodes;
import io.conclave.kv.znodes.ServerRole;
import io.conclave.kv.znodes.VersionedRing;
import io.conclave.kv.znodes.Written;
import io.conclave.znodes.Listening;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of a server for as long as it is master: gives each group a primary as soon as one is missing, and keeps the
 * ring. All of it happens on the coordination thread, one thing at a time for each group; each write holds the versions
 * of what it was decided by, so that a decision by an old look comes to nothing and is made anew.
 */
final class Mastership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Mastership.class);
    private static final long FIRST_RETRY_MS = 50;
    private static final long LAST_RETRY_MS = 1_000;
    /** How often a change of the ring is tried again where the ring changed meanwhile. */
    private static final int CHANGE_TRIES = 5;

    private final ServerRole.Master self;
    private final KvCoordination coordination;
    private final MasterZnodes znodes;
    private final Inspection inspection;
    private final RingKeeping keeping;
    private final Map<String, Care> cares = new HashMap<>();
    private Listening listening;
    private boolean ringBusy;
    private boolean over;

    Mastership(ServerRole.Master self, KvCoordination coordination, Inspection inspection, RingKeeping keeping) {
        this.self = self;
        this.coordination = coordination;
        this.znodes = new MasterZnodes(coordination);
        this.inspection = inspection;
        this.keeping = keeping;
    }

    /** To be called on the coordination thread. */
    void start() {
        LOG.info("server {} is master", self.number());
        listening = coordination.cluster().listen(this::look);
    }

    private void look(ClusterState cluster) {
        if (over) {
            return;
        }
        cluster.groups()
                .forEach((name, group) -> cares.computeIfAbsent(name, Care::new).look(cluster, group));
        keepRing(cluster);
    }

    private void lookAgain() {
        coordination.cluster().current().ifPresent(this::look);
    }

    private void keepRing(ClusterState cluster) {
        if (ringBusy) {
            return;
        }
        boolean damaged = cluster.damage().keySet().stream().anyMatch(path -> path.endsWith("/ring"));
        keeping.next(cluster, damaged).ifPresent(next -> {
            ringBusy = true;
            znodes.writeRing(self, cluster.ring(), next).onComplete(done -> {
                ringBusy = false;
                if (done.succeeded() && done.result() instanceof Written.Done<VersionedRing> written) {
                    LOG.info("the ring is now {}", written.now().ring());
                } else if (!over) {
                    // Where the ring was changed by others their change is told in a moment.
                    coordination.schedule(this::lookAgain, FIRST_RETRY_MS, TimeUnit.MILLISECONDS);
                }
            });
        });
    }

    /** Begins a change of the ring, judged by the ring as it stands when it is asked. */
    Future<RingChange> change(ChangeRingRequest wish) {
        return change(wish, CHANGE_TRIES);
    }

    private Future<RingChange> change(ChangeRingRequest wish, int tries) {
        Optional<ClusterState> cluster = coordination.cluster().current();
        Optional<VersionedRing> ring = cluster.flatMap(ClusterState::ring);
        if (over || ring.isEmpty()) {
            return Future.succeededFuture(new RingChange.Refused("there is no ring yet that could be changed"));
        }
        RingState before = ring.get().ring();
        RingChange judged = RingChange.of(wish, before, RingKeeping.served(cluster.get()));
        if (!(judged instanceof RingChange.Begin begin)) {
            return Future.succeededFuture(judged);
        }
        return znodes.writeRing(self, ring, begin.next()).compose(written -> {
            if (written instanceof Written.Done<VersionedRing>) {
                LOG.info("the ring begins to change: {}", begin.next());
                return Future.succeededFuture(judged);
            }
            if (written instanceof Written.Outdated<VersionedRing> && tries > 1) {
                return delayed(FIRST_RETRY_MS).compose(later -> change(wish, tries - 1));
            }
            return Future.failedFuture(KvException.of(KvReason.OUTCOME_UNKNOWN, Map.of("detail", written.toString())));
        });
    }

    private Future<Void> delayed(long milliseconds) {
        Promise<Void> later = Promise.promise();
        coordination.schedule(later::tryComplete, milliseconds, TimeUnit.MILLISECONDS);
        return later.future();
    }

    @Override
    public void close() {
        over = true;
        if (listening != null) {
            listening.close();
        }
        LOG.info("server {} is master no more", self.number());
    }

    /** What is under way for one group. */
    private final class Care {

        private final String group;
        private boolean busy;
        private long retryMs = FIRST_RETRY_MS;
        /** The epoch that was written last, which the next look may not show yet. */
        private long writtenEpoch;

        private String lastWait = "";
        private boolean met;

        Care(String group) {
            this.group = group;
        }

        void look(ClusterState cluster, GroupState state) {
            if (busy || over || state.epoch() < writtenEpoch) {
                return;
            }
            meet(cluster.clusterId(), state);
            Choice choice = Succession.look(state);
            if (choice instanceof Choice.Ask) {
                busy = true;
                choose(cluster.clusterId(), state)
                        .onComplete(done -> coordination.execute(() -> settled(done.cause())));
            } else if (choice instanceof Choice.Clear) {
                busy = true;
                clear().onComplete(done -> settled(done.cause()));
            }
        }

        /**
         * Asks the members of a group that is well what they will be asked when it is not, so that the way to them, and
         * the code of it, is warm then.
         */
        private void meet(String clusterId, GroupState state) {
            if (!met && state.livePrimary().isPresent()) {
                met = true;
                inspection
                        .ask(clusterId, group, state.liveInSync())
                        .onSuccess(standings -> LOG.debug("group {} stands at {}", group, standings));
            }
        }

        /** The members are asked while the znodes are read anew, so that neither waits for the other. */
        private Future<Void> choose(String clusterId, GroupState seen) {
            Future<Map<Integer, Standing>> asked = inspection.ask(clusterId, group, seen.liveInSync());
            Future<GroupState> read = new GroupZnodes(coordination, group).readInSync();
            return Future.all(asked, read)
                    .compose(both -> here(() -> {
                        GroupState now = read.result();
                        if (!(Succession.look(now) instanceof Choice.Ask)) {
                            return Future.succeededFuture();
                        }
                        Choice choice = Succession.choose(now, asked.result());
                        if (choice instanceof Choice.Promote promote) {
                            return promote(now, promote);
                        }
                        return Future.failedFuture(
                                choice instanceof Choice.Wait wait ? wait.detail() : choice.toString());
                    }));
        }

        private Future<Void> promote(GroupState now, Choice.Promote promote) {
            return znodes.promote(self, now, promote.number(), promote.inSync()).compose(written -> {
                if (!(written instanceof Written.Done<Long> done)) {
                    return Future.failedFuture(written.toString());
                }
                writtenEpoch = done.now();
                LOG.info(
                        "member {} of group {} is primary in epoch {}, in sync are {}",
                        promote.number(),
                        group,
                        done.now(),
                        promote.inSync());
                return Future.succeededFuture();
            });
        }

        private Future<Void> clear() {
            return new GroupZnodes(coordination, group).readInSync().compose(now -> {
                if (!(Succession.look(now) instanceof Choice.Clear)) {
                    return Future.succeededFuture();
                }
                return znodes.clearPrimary(self, now).compose(written -> {
                    if (!(written instanceof Written.Done<Long>)) {
                        return Future.failedFuture(written.toString());
                    }
                    LOG.warn("group {} has no primary: none of its in-sync members {} is there", group, now.inSync());
                    return Future.succeededFuture();
                });
            });
        }

        /** Answers of members arrive on other threads. */
        private Future<Void> here(Supplier<Future<Void>> step) {
            Promise<Void> done = Promise.promise();
            coordination.execute(() -> step.get().onComplete(done));
            return done.future();
        }

        private void settled(Throwable failure) {
            if (failure == null) {
                retryMs = FIRST_RETRY_MS;
                lastWait = "";
                coordination.execute(this::again);
                return;
            }
            if (!lastWait.equals(failure.getMessage())) {
                lastWait = String.valueOf(failure.getMessage());
                LOG.warn("group {} still waits for a primary: {}", group, lastWait);
            }
            coordination.schedule(this::again, retryMs, TimeUnit.MILLISECONDS);
            retryMs = Math.min(2 * retryMs, LAST_RETRY_MS);
        }

        private void again() {
            busy = false;
            lookAgain();
        }
    }
}
