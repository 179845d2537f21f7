package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.log.Batch;
import io.conclave.kv.log.Compaction;
import io.conclave.kv.log.Installation;
import io.conclave.kv.log.KvLog;
import io.conclave.kv.log.LogFigures;
import io.conclave.kv.log.LogRecord;
import io.conclave.kv.log.UnwritableLogException;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.wire.DataStatus;
import io.conclave.kv.wire.ReplicationGrpcService;
import io.conclave.kv.wire.Role;
import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.GroupZnodes;
import io.conclave.kv.znodes.KvCoordination;
import io.conclave.kv.znodes.Lease;
import io.conclave.kv.znodes.LeaseState;
import io.conclave.kv.znodes.MemberState;
import io.conclave.kv.znodes.RingZnode;
import io.conclave.kv.znodes.SessionLease;
import io.conclave.kv.znodes.VersionedRing;
import io.conclave.znodes.Listening;
import io.conclave.znodes.SessionState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.server.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member's part in its group, whatever it is: it waits, follows a primary, receives the whole state, or is primary
 * for a {@linkplain PrimaryTerm term}. What it is belongs to the log thread; reads are answered on the caller's.
 *
 * <p>A member becomes primary where the znodes say so, of the session that it is registered in, in an epoch above all
 * that it has promised; a process that was primary and was started anew is none, also where the znodes still say so. It
 * stops being primary as soon as it hears of a later epoch from anybody, loses the session, or its log fails.
 */
public final class Replica implements Member {

    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
    private static final int MOST_WAITING_WRITES = 20_000;
    private static final long MOST_WAITING_BYTES = 64 << 20;
    private static final int READERS = 4;
    private static final long TICK_MS = 100;
    private static final int TICKS_PER_CHECK = 10;
    private static final long DRAIN_NANOS = 1_000_000_000L;

    private final Parts parts;
    private final KvLog log;
    private final StandbyPart standby;
    private final Turns turns = new Turns();
    private final LongAdder puts = new LongAdder();
    private final Reads reads;
    private final AtomicBoolean tickQueued = new AtomicBoolean();
    private final Promise<String> broken = Promise.promise();
    private final Promise<Void> steppedDown = Promise.promise();
    private final Promise<Void> closed = Promise.promise();
    private final List<Listening> listenings = new ArrayList<>();
    private final ArcImports imports;
    private volatile Serving serving;
    private volatile DataStatus status = DataStatus.getDefaultInstance();
    private volatile boolean ending;
    private long timer;
    /** Of the log thread, as all that follows. */
    private PrimaryTerm term;

    private ArcExport export;
    private Leftovers leftovers;
    private GroupState group;
    private RingState ring;
    private boolean catchingUp;
    private boolean compacting;
    private boolean closing;
    private long closingSince;
    private long ticks;

    private Replica(ReplicaOptions options, Vertx vertx, GrpcClient client, KvCoordination coordination, KvLog log)
            throws IOException {
        this.log = log;
        Context context = vertx.getOrCreateContext();
        String name = "kv-" + options.group() + "-" + options.number();
        WorkerExecutor workers = vertx.createSharedWorkerExecutor(name + "-disk", READERS);
        LogThread thread = new LogThread(name + "-log", turns);
        ChangeHistory history = new ChangeHistory(log.damage().isPresent() ? 0 : log.appliedVersion());
        Replies replies = new Replies(vertx, MOST_WAITING_WRITES, MOST_WAITING_BYTES);
        this.parts = new Parts(options, vertx, context, workers, client, coordination, log, thread, replies, history);
        this.standby = new StandbyPart(options, log, this::applied, turns);
        this.imports = new ArcImports(parts);
        this.reads = new Reads(parts, () -> serving, this::notServing, turns::broken);
    }

    /**
     * Starts a member's part. It is to be reached by the others before it is registered.
     *
     * @param client calls the others
     * @param log the member's own, opened, which may be damaged; closed with the member
     */
    public static Replica start(
            ReplicaOptions options, Vertx vertx, GrpcClient client, KvCoordination coordination, KvLog log)
            throws IOException {
        Replica replica = new Replica(options, vertx, client, coordination, log);
        replica.begin();
        return replica;
    }

    private void begin() {
        KvCoordination coordination = parts.coordination();
        LogThread thread = parts.thread();
        thread.start();
        GroupZnodes znodes = new GroupZnodes(coordination, parts.options().group());
        listenings.add(znodes.watch(state -> thread.execute(() -> group(state))));
        listenings.add(new RingZnode(coordination).watch(found -> thread.execute(() -> ring(found))));
        listenings.add(coordination.onSession(state -> thread.execute(this::considerPromotion)));
        timer = parts.vertx().setPeriodic(TICK_MS, fired -> {
            if (tickQueued.compareAndSet(false, true)) {
                thread.execute(() -> {
                    tickQueued.set(false);
                    tick();
                });
            }
        });
    }

    /** What the other members call of this one. */
    public Service replication() {
        return ReplicationGrpcService.of(new ReplicationEndpoint(this));
    }

    /**
     * Prepares for being primary, so that this takes less time when it is waited for.
     *
     * @param address host:port of this member's services
     * @param folder for what is written meanwhile; deleted before and after
     * @return completes when it is over, whatever came of it
     */
    public Future<Void> rehearse(String address, Path folder) {
        return Rehearsal.of(parts, address, folder);
    }

    /** Completes, with the reason, where this member can do nothing more and its process has to end. */
    public Future<String> broken() {
        return broken.future();
    }

    /** Whether this member is primary and answers. */
    public boolean isServing() {
        Serving now = serving;
        return now != null && now.lease().isGood();
    }

    // Writes

    @Override
    public Future<WriteResult> write(Write write) {
        if (serving == null) {
            return Future.failedFuture(ending ? KvException.of(KvReason.CLOSING) : notServing());
        }
        WriteCall call = new WriteCall(write, parts.replies().lane());
        if (!parts.replies().admit(call)) {
            return Future.failedFuture(KvException.of(
                    KvReason.OVERLOADED, Map.of("count", parts.replies().waiting())));
        }
        puts.increment();
        parts.thread().submit(call);
        return call.promise().future();
    }

    private KvException notServing() {
        return status.getRole() == Role.PRIMARY ? KvException.of(KvReason.LEASE_EXPIRED) : Refusal.notPrimary(parts);
    }

    // Reads

    @Override
    public Future<ReadResult> read(byte[] key) {
        return reads.read(key);
    }

    @Override
    public Future<ScanPage> scan(ScanQuery query) {
        return reads.scan(query);
    }

    @Override
    public Watch watch(WatchQuery query, WatchSink sink) {
        Context context = parts.vertx().getOrCreateContext();
        Watcher watcher = new Watcher(query, sink, context, parts.thread(), parts.history());
        parts.thread().execute(() -> {
            if (term != null && term.serves()) {
                parts.history().add(watcher, query);
            } else {
                watcher.end(notServing());
            }
        });
        return watcher;
    }

    // Status

    @Override
    public DataStatus status() {
        Serving now = serving;
        return status.toBuilder()
                .setPuts(puts.sum())
                .setGets(reads.count())
                .setLeaseMs(now == null ? 0 : now.lease().remainingNanos() / 1_000_000)
                .build();
    }

    private DataStatus look() throws IOException {
        ReplicaOptions self = parts.options();
        DataStatus.Builder look = DataStatus.newBuilder()
                .setGroup(self.group())
                .setNumber(self.number())
                .setRole(role());
        if (group != null) {
            look.setEpoch(group.epoch());
            look.setInSync(group.inSync().contains(self.number()));
        }
        log.unwritable().ifPresent(why -> look.setReadOnly(String.valueOf(why.getMessage())));
        if (log.damage().isEmpty()) {
            LogFigures figures = log.figures();
            look.setPosition(log.lastPosition())
                    .setCommitted(Math.max(log.appliedPosition(), term == null ? 0 : term.committed()))
                    .setKeys(figures.keys())
                    .setLogBytes(figures.logBytes())
                    .setLiveBytes(figures.liveBytes())
                    .setSyncs(figures.syncs())
                    .setSyncedWrites(figures.syncedRecords())
                    .setCutBytes(figures.cutBytes())
                    .setCompactions(figures.compactions());
        } else {
            look.setReadOnly(log.damage().get().getMessage());
        }
        if (term != null) {
            look.setEpoch(term.epoch());
            look.setInSync(term.inSync().contains(self.number()));
            look.addAllStandbys(term.standbys());
        }
        return look.build();
    }

    private Role role() {
        if (term != null) {
            return Role.PRIMARY;
        }
        if (catchingUp || log.damage().isPresent()) {
            return Role.CATCHING_UP;
        }
        boolean contact = parts.coordination().state() instanceof SessionState.Connected;
        boolean registered =
                group != null && group.members().containsKey(parts.options().number());
        return contact && registered && group.primary().isPresent() ? Role.STANDBY : Role.WAITING;
    }

    // What the log thread does

    private void group(GroupState state) throws IOException {
        group = state;
        if (term == null) {
            considerPromotion();
        } else if (state.epoch() > term.epoch()) {
            term.end("the group is in epoch " + state.epoch());
            considerPromotion();
        } else if (state.epoch() == term.epoch()) {
            term.registered(state);
        }
    }

    private void ring(VersionedRing found) throws IOException {
        if (ring == null || found.ring().version() > ring.version()) {
            ring = found.ring();
            if (term != null) {
                term.ring(ring);
            }
        }
    }

    private void considerPromotion() throws IOException {
        if (term != null
                || group == null
                || closing
                || catchingUp
                || log.damage().isPresent()) {
            return;
        }
        Optional<MemberState> primary = group.livePrimary();
        if (primary.isEmpty()
                || primary.get().number() != parts.options().number()
                || !group.inSync().contains(parts.options().number())
                || group.epoch() <= log.promisedEpoch()
                || !(parts.coordination().state() instanceof SessionState.Connected session)
                || session.sessionId() != primary.get().sessionId()) {
            return;
        }
        LOG.info("member {} is primary of group {} in epoch {}", primary.get().number(), group.group(), group.epoch());
        standby.stop();
        long epoch = group.epoch();
        Lease lease = SessionLease.hold(parts.coordination(), group, session, System::nanoTime, state -> parts.thread()
                .execute(() -> leaseIs(epoch, state)));
        RingState known = ring == null ? RingState.settled(0, 1, List.of()) : ring;
        term = new PrimaryTerm(parts, group, known, lease, turns);
        imports.begin(term);
        export = new ArcExport(term, parts);
        leftovers = new Leftovers(term, parts);
        term.begin();
    }

    /** Where it is good again, answers that waited for it are given at the end of the turn. */
    private void leaseIs(long epoch, LeaseState state) {
        if (term != null && term.epoch() == epoch && state instanceof LeaseState.Over ended) {
            term.end(ended.detail());
        }
    }

    private void applied(long position, Batch batch, LogRecord record) {
        parts.history().applied(record);
    }

    private void tick() throws IOException {
        if (term != null) {
            term.tick();
        }
        if (term != null && export != null) {
            export.tick();
            leftovers.tick();
        }
        if (term == null && log.damage().isEmpty() && log.unwritable().isPresent()) {
            log.probe();
        }
        if (++ticks % TICKS_PER_CHECK == 0 && !catchingUp) {
            log.check().ifPresent(turns::broken);
        }
        log.unwritable().filter(UnwritableLogException::isForGood).ifPresent(why -> turns.broken(why.getMessage()));
        compactWhereDue();
        drain();
        status = look();
    }

    private void compactWhereDue() throws IOException {
        if (compacting
                || catchingUp
                || closing
                || log.damage().isPresent()
                || log.unwritable().isPresent()) {
            return;
        }
        if (!log.isCompactionDue()) {
            return;
        }
        compacting = true;
        Compaction compaction = log.compact();
        worker(compaction::copy)
                .compose(copied -> onLogThread(compaction::swap))
                .compose(swapped -> worker(compaction::settle))
                .onFailure(e -> LOG.warn("the log could not be compacted: {}", e.toString()))
                .eventually(() -> onLogThread(compaction::close))
                .onComplete(done -> parts.thread().execute(() -> compacting = false));
    }

    private Future<Void> worker(LogThread.Work work) {
        return parts.workers()
                .executeBlocking(
                        () -> {
                            work.run();
                            return null;
                        },
                        false);
    }

    private Future<Void> onLogThread(LogThread.Work work) {
        Promise<Void> done = Promise.promise();
        parts.thread().execute(() -> {
            try {
                work.run();
                done.complete();
            } catch (IOException | RuntimeException e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    // What the endpoint asks for

    Parts parts() {
        return parts;
    }

    StandbyPart standby() {
        return standby;
    }

    ArcImports imports() {
        return imports;
    }

    /** The term that lasts, where one serves. For the log thread. */
    Optional<PrimaryTerm> servingTerm() {
        return Optional.ofNullable(term).filter(PrimaryTerm::serves);
    }

    // The end

    /**
     * Ends the member's part in order: takes no more writes, answers those that were begun, {@linkplain #steppedDown
     * steps down}, and closes the log.
     */
    public Future<Void> close() {
        ending = true;
        parts.thread().execute(() -> {
            if (!closing) {
                closing = true;
                closingSince = System.nanoTime();
                if (term != null) {
                    term.close();
                }
            }
        });
        return closed.future();
    }

    /**
     * Completes where this member is primary no more and will not be again, while its log is being closed: the moment
     * to take its registration back, so that another member takes over at once.
     */
    public Future<Void> steppedDown() {
        return steppedDown.future();
    }

    private void drain() {
        if (!closing) {
            return;
        }
        boolean drained = term == null || term.isDrained() || System.nanoTime() - closingSince > DRAIN_NANOS;
        if (drained && timer >= 0) {
            parts.vertx().cancelTimer(timer);
            timer = -1;
            if (term != null) {
                term.end("this member is being closed");
            }
            steppedDown.tryComplete();
            standby.stop();
            listenings.forEach(Listening::close);
            Thread closer = new Thread(this::closeLog, "kv-close");
            closer.setDaemon(true);
            closer.start();
        }
    }

    private void closeLog() {
        try {
            parts.thread().end();
            parts.log().close();
        } catch (IOException e) {
            LOG.warn("the log could not be closed in order: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        parts.workers().close().onComplete(done -> closed.tryComplete());
    }

    /** What the parts tell the member of, and what the log thread serves. */
    private final class Turns implements LogThread.Turns, StandbyPart.Member, PrimaryTerm.Member {

        @Override
        public void accept(WriteCall call) throws IOException {
            if (term == null) {
                parts.replies().fail(call, notServing());
            } else {
                term.accept(call);
            }
        }

        @Override
        public LogThread.Hold hold(int writes) {
            return term == null ? LogThread.Hold.NONE : term.hold(writes);
        }

        @Override
        public void endOfTurn() throws IOException {
            if (term != null) {
                term.endOfTurn();
                if (term != null) {
                    export.endOfTurn();
                    imports.endOfTurn();
                }
            } else {
                standby.endOfTurn();
            }
            parts.replies().send();
            if (closing) {
                drain();
            }
        }

        @Override
        public void failed(Throwable failure) {
            LOG.error("the log thread of group {} failed", parts.options().group(), failure);
            broken(String.valueOf(failure.getMessage()));
            parts.replies().send();
        }

        @Override
        public void broken(String detail) {
            if (broken.tryComplete(detail)) {
                LOG.error("this member can do nothing more: {}", detail);
            }
            closing = true;
            closingSince = System.nanoTime() - DRAIN_NANOS;
            if (term != null) {
                term.end(detail);
            }
            standby.stop();
        }

        @Override
        public void follow(long epoch) {
            if (term != null) {
                term.end("epoch " + epoch + " has begun");
            }
        }

        @Override
        public boolean isCatchingUp() {
            return catchingUp;
        }

        @Override
        public void catchUp(long epoch) {
            Optional<MemberState> primary = group == null ? Optional.empty() : group.livePrimary();
            if (catchingUp || closing || compacting || primary.isEmpty() || group.epoch() != epoch) {
                return;
            }
            LOG.info("the whole state is asked for from {}", primary.get().address());
            catchingUp = true;
            CatchUp.from(parts, primary.get().address(), epoch)
                    .onComplete(done -> parts.thread().execute(() -> caughtUp(done.result(), done.cause())));
        }

        private void caughtUp(Installation state, Throwable failure) throws IOException {
            if (state == null) {
                LOG.warn("the whole state did not come: {}", failure.toString());
            } else {
                state.finish();
                parts.history().beginAnew(log.appliedVersion());
                LOG.info("the log begins anew after position {}", log.lastPosition());
            }
            catchingUp = false;
            standby.stop();
            considerPromotion();
        }

        @Override
        public void serving(Serving now) {
            if (serving == null && now != null) {
                LOG.info("group {} is served in epoch {}", parts.options().group(), now.epoch());
            }
            serving = now;
        }

        @Override
        public void over(PrimaryTerm ended, String detail) {
            LOG.info(
                    "epoch {} of group {} is over for this member: {}",
                    ended.epoch(),
                    parts.options().group(),
                    detail);
            imports.end();
            if (export != null) {
                export.end();
            }
            export = null;
            term = null;
            parts.history().endAll(notServing());
        }
    }
}
