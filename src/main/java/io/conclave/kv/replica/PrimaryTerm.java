package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.log.AppliedRecords;
import io.conclave.kv.log.Batch;
import io.conclave.kv.log.BatchEncoder;
import io.conclave.kv.log.KvLog;
import io.conclave.kv.log.LogRecord;
import io.conclave.kv.log.UnwritableLogException;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.ring.Transfer;
import io.conclave.kv.wire.StandbyProgress;
import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.GroupZnodes;
import io.conclave.kv.znodes.Lease;
import io.conclave.kv.znodes.RingZnode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term of a primary, from its promotion to the moment when it is one no more. For the log thread.
 *
 * <p>The way of a write: judged by all that is in the log (see {@link WriteJudge}), put into the turn's batch, written,
 * sent to the standbys, synced; once all whose word is needed have it on disk it is committed, applied, and answered.
 * All answers wait in one line in the order of the positions that they rest on, also those of writes that changed
 * nothing.
 *
 * <p>What holds at every moment:
 *
 * <ul>
 *   <li>An epoch has one primary, in one process: the term begins only with an epoch above all that this member has
 *       promised, and promises it first. So a record is known by its epoch and position, also after a crash.
 *   <li>Nothing is served before the term's first record is committed, and with it all that was in the log before: of
 *       that it cannot be told what was acknowledged. Nor before the ring was read after the promotion: an arc that the
 *       primary before handed over, which it could until then and not after, is known to be gone.
 *   <li>Nothing is acknowledged while the lease is not good. A write that is committed waits then; where the term ends,
 *       its outcome is unknown: it stays in the log, and the next primary decides.
 *   <li>Writes that the log did not take, since there was no room, were never sent to anybody, and are refused.
 * </ul>
 */
final class PrimaryTerm implements InSyncSet.Term, StandbyLink.Term {

    /** What a term has to do with the rest of the member. */
    interface Member {

        /** What readers may rely on from now on; null: nothing. */
        void serving(Serving serving);

        /** The term is over. */
        void over(PrimaryTerm term, String detail);
    }

    private static final Logger LOG = LoggerFactory.getLogger(PrimaryTerm.class);
    private static final int BATCH_BYTES = 1 << 20;
    private static final int BATCH_RECORDS = 4_096;

    private final Parts parts;
    private final KvLog log;
    private final Replies replies;
    private final Member member;
    private final long epoch;
    private final Lease lease;
    private final CommitTracker tracker;
    private final InSyncSet inSync;
    private final PendingState pending = new PendingState();
    private final WriteJudge judge;
    private final BatchEncoder encoder = new BatchEncoder();
    private final BatchPacing pacing = new BatchPacing();
    private final Standbys standbys;
    private final AnswerLine answers;
    private final List<WriteCall> held = new ArrayList<>();
    private final List<AppliedRecords> taps = new ArrayList<>();
    private final ArrayDeque<Unapplied> unapplied = new ArrayDeque<>();
    private GroupState group;
    private Ownership ownership;
    /** The highest version that was given before the batch. */
    private long batchVersion;

    private boolean batchBegun;
    private long firstPosition;
    private long lastMs;
    private long notWritten;
    private boolean ringKnown;
    private boolean serves;
    private boolean closing;
    private boolean over;

    /** Records that are in the log and not applied, of so many writes. */
    private record Unapplied(long last, List<LogRecord> records, int writes, long begunNanos) {}

    /**
     * A term that is about to begin.
     *
     * @param promoted the state that makes this member primary
     * @param ring the newest ring that was seen
     */
    PrimaryTerm(Parts parts, GroupState promoted, RingState ring, Lease lease, Member member) throws IOException {
        this.parts = parts;
        this.log = parts.log();
        this.replies = parts.replies();
        this.member = member;
        this.epoch = promoted.epoch();
        this.group = promoted;
        this.lease = lease;
        int self = parts.options().number();
        this.tracker = new CommitTracker(new HashSet<>(promoted.inSync()), log.appliedPosition());
        GroupZnodes znodes = new GroupZnodes(parts.coordination(), promoted.group());
        this.inSync = new InSyncSet(znodes, promoted, self, tracker, this);
        this.standbys = new Standbys(parts, this, promoted, inSync, tracker, lease);
        this.answers = new AnswerLine(replies);
        this.judge = new WriteJudge(log, pending);
        this.batchVersion = judge.version();
        this.ownership = Ownership.of(promoted.group(), ring);
    }

    /** Begins: promises the epoch, and writes its first record. */
    void begin() throws IOException {
        log.promise(epoch);
        writeEpoch();
        readRing();
        registered(group);
    }

    /** The first record of the term; tried again where there is no room for it. */
    private void writeEpoch() throws IOException {
        long before = log.lastPosition();
        put(new LogRecord.Epoch(epoch, parts.options().number()));
        finishBatch();
        firstPosition = log.lastPosition() > before ? before + 1 : Long.MAX_VALUE;
    }

    private void readRing() {
        new RingZnode(parts.coordination())
                .readInSync()
                .onComplete(read -> later(() -> {
                    if (read.succeeded()) {
                        ringKnown = true;
                        ring(read.result().ring());
                    } else {
                        LOG.debug(
                                "the ring cannot be read yet: {}", read.cause().toString());
                        parts.vertx().setTimer(200, fired -> later(this::readRing));
                    }
                }));
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public long committed() {
        return tracker.committed();
    }

    /** Whether it answers, but for the lease. */
    boolean serves() {
        return serves;
    }

    Lease lease() {
        return lease;
    }

    Parts parts() {
        return parts;
    }

    RingState ring() {
        return ownership.ring();
    }

    @Override
    public void later(LogThread.Work work) {
        parts.thread().execute(() -> {
            if (!over) {
                work.run();
            }
        });
    }

    // Writes

    /** Takes a write on its way, or refuses it. */
    void accept(WriteCall call) throws IOException {
        Optional<KvException> refusal = refusal(call);
        if (refusal.isPresent()) {
            replies.fail(call, refusal.get());
            return;
        }
        switch (ownership.of(call.write().writes())) {
            case OURS -> judge(call);
            case OTHERS -> replies.fail(call, Refusal.notOwner(parts, ownership.ring(), call.write()));
            default -> held.add(call);
        }
    }

    /** Whether writes that wait are to wait on, so that more go together. */
    LogThread.Hold hold(int writes) {
        if (closing || !serves) {
            return LogThread.Hold.NONE;
        }
        Unapplied oldest = unapplied.peek();
        OptionalLong underWay = oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.begunNanos());
        return pacing.hold(writes, underWay, System.nanoTime());
    }

    private Optional<KvException> refusal(WriteCall call) {
        if (closing) {
            return Optional.of(KvException.of(KvReason.CLOSING));
        }
        if (!serves || !lease.isGood()) {
            return Optional.of(KvException.of(KvReason.LEASE_EXPIRED));
        }
        if (!isOnEnough()) {
            return Optional.of(notEnough());
        }
        Optional<UnwritableLogException> unwritable = log.unwritable();
        if (unwritable.isPresent()) {
            return Optional.of(readOnly(unwritable.get()));
        }
        if (System.nanoTime() - call.write().deadlineNanos() > 0) {
            return Optional.of(KvException.of(KvReason.OVERLOADED, Map.of("count", replies.waiting())));
        }
        return Optional.empty();
    }

    private KvException notEnough() {
        return KvException.of(
                KvReason.NOT_ENOUGH_IN_SYNC,
                Map.of(
                        "group", group.group(),
                        "count", inSync.members().size(),
                        "needed", parts.options().minInSync()));
    }

    private static KvException readOnly(UnwritableLogException why) {
        return KvException.of(KvReason.READ_ONLY, Map.of("detail", String.valueOf(why.getMessage())));
    }

    private void judge(WriteCall call) throws IOException {
        if (encoder.length() > BATCH_BYTES || encoder.count() > BATCH_RECORDS) {
            finishBatch();
        }
        WriteJudge.Judgement judgement = judge.judge(call.write());
        if (judgement instanceof WriteJudge.Writes writes) {
            for (LogRecord record : writes.records()) {
                put(record);
            }
            answers.add(call, writes.result(), null);
        } else {
            WriteResult result = judgement instanceof WriteJudge.Answers answers ? answers.result() : null;
            KvException why = judgement instanceof WriteJudge.Refuses refuses ? refuses.why() : null;
            answers.add(call, result, why);
        }
    }

    /** Adds a record to the turn's batch. */
    void put(LogRecord record) throws IOException {
        if (!batchBegun) {
            batchBegun = true;
            lastMs = Math.max(lastMs, System.currentTimeMillis());
            encoder.begin(log.lastPosition() + 1, epoch, lastMs);
        }
        encoder.add(record);
        pending.added(record);
    }

    /** Adds a record of an arc that is being received: its version is another group's, and no higher than the floor. */
    void putImported(LogRecord record) throws IOException {
        if (encoder.length() > BATCH_BYTES || encoder.count() > BATCH_RECORDS) {
            finishBatch();
        }
        if (record instanceof LogRecord.VersionFloor floor) {
            judge.raise(floor.version());
        }
        put(record);
    }

    /** The highest version that was given. */
    long version() {
        return judge.version();
    }

    /** How many batches the log did not take. */
    long notWritten() {
        return notWritten;
    }

    /** The position of the last record, with those of the turn's batch. */
    long lastPosition() throws IOException {
        return log.lastPosition() + (batchBegun ? encoder.count() : 0);
    }

    /** Writes the batch and sends it; it is not durable yet. */
    private void finishBatch() throws IOException {
        if (batchBegun) {
            Batch batch = encoder.finish();
            batchBegun = false;
            try {
                log.append(batch);
            } catch (UnwritableLogException e) {
                notWritten(e);
                return;
            }
            unapplied.add(new Unapplied(batch.lastPosition(), batch.records(), answers.inBatch(), System.nanoTime()));
            standbys.ship(batch);
        }
        long position = log.lastPosition();
        answers.written(position);
        batchVersion = judge.version();
        encoder.begin(position + 1, epoch, lastMs);
    }

    /** The batch is not in the log, so what was judged by it is void too. */
    private void notWritten(UnwritableLogException why) throws IOException {
        notWritten++;
        LOG.warn("group {} takes no writes: {}", group.group(), why.getMessage());
        answers.notWritten(readOnly(why));
        judge.resetTo(batchVersion);
        pending.clear();
        unapplied.forEach(batch -> batch.records().forEach(pending::added));
        encoder.begin(log.lastPosition() + 1, epoch, lastMs);
        if (why.isForGood()) {
            end("the log takes no writes any more: " + why.getMessage());
        }
    }

    /** Writes, sends and syncs the turn's batch; commits, applies and answers what can be. */
    void endOfTurn() throws IOException {
        finishBatch();
        if (over) {
            return;
        }
        try {
            log.sync();
        } catch (UnwritableLogException e) {
            end("a sync failed: " + e.getMessage());
            return;
        }
        tracker.durable(parts.options().number(), log.durablePosition());
        advance();
    }

    private void advance() throws IOException {
        long committed = tracker.committed();
        if (committed > log.appliedPosition()) {
            log.apply(committed, this::applied);
            serveWhereReady();
            parts.history().tell();
        }
        answers.answer(committed, lease, this::isOnEnough);
    }

    private boolean isOnEnough() {
        return inSync.members().size() >= parts.options().minInSync();
    }

    private void applied(long position, Batch batch, LogRecord record) {
        pending.applied(record);
        parts.history().applied(record);
        for (int i = 0; i < taps.size(); i++) {
            taps.get(i).applied(position, batch, record);
        }
        if (!unapplied.isEmpty() && unapplied.peek().last() <= position) {
            Unapplied done = unapplied.poll();
            pacing.committed(done.writes(), done.begunNanos(), System.nanoTime());
        }
    }

    private void serveWhereReady() throws IOException {
        if (!serves && ringKnown && log.appliedPosition() >= firstPosition) {
            serves = true;
            standbys.serve();
        }
        publish();
    }

    private void publish() {
        if (serves && !over) {
            member.serving(new Serving(epoch, lease, ownership));
        }
    }

    // Arcs that change hands

    /** A newer ring was seen. */
    void ring(RingState ring) throws IOException {
        if (ring.version() > ownership.ring().version()) {
            ownership = new Ownership(ownership.group(), ring, ownership.leaving(), ownership.readable());
        }
        parts.history().ring(ownership.ring().version());
        serveWhereReady();
        release();
    }

    /** From now on writes to these arcs wait. */
    void freeze(Transfer transfer) {
        ownership = new Ownership(ownership.group(), ownership.ring(), transfer, true);
        publish();
    }

    /** From now on nothing is read from the arcs that are frozen. */
    void closeFrozen() {
        ownership = new Ownership(ownership.group(), ownership.ring(), ownership.leaving(), false);
        publish();
    }

    /** The arcs that are frozen belong to whom the ring says. */
    void thaw() throws IOException {
        ownership = Ownership.of(ownership.group(), ownership.ring());
        publish();
        release();
    }

    /** Judges writes anew that waited for an arc. */
    private void release() throws IOException {
        if (ownership.leaving() != null) {
            return;
        }
        List<WriteCall> again = List.copyOf(held);
        held.clear();
        for (WriteCall call : again) {
            accept(call);
        }
    }

    /** Is told of each record as it is applied. */
    void tap(AppliedRecords tap) {
        taps.add(tap);
    }

    void untap(AppliedRecords tap) {
        taps.remove(tap);
    }

    // Standbys

    /** The group's registrations have changed. */
    void registered(GroupState state) {
        group = state;
        standbys.registered(state);
    }

    @Override
    public void durableAt(StandbyLink link, long position) {
        standbys.durableAt(link, position);
    }

    @Override
    public void greetedAt(StandbyLink link, long position) {
        tracker.restart(link.number(), position);
    }

    @Override
    public boolean mayFallBack(StandbyLink link) {
        return standbys.mayFallBack(link);
    }

    /** Whether a member may ask for the whole state: nothing may rest on what it has. */
    boolean mayFallBack(int number) {
        return standbys.mayFallBack(number);
    }

    @Override
    public void fenced(long later) {
        end("a standby follows epoch " + later);
    }

    /** Takes out who does not keep up, lets in who does, and gives up what waits for too long. */
    void tick() throws IOException {
        long now = System.nanoTime();
        standbys.tick(now);
        expire(now);
        if (log.unwritable().isPresent()) {
            log.probe();
        }
        if (firstPosition == Long.MAX_VALUE && log.unwritable().isEmpty() && !over) {
            writeEpoch();
        }
    }

    private void expire(long now) {
        answers.expire(now);
        held.removeIf(call -> {
            boolean late = now - call.write().deadlineNanos() > 0;
            if (late) {
                replies.fail(call, KvException.of(KvReason.MOVING));
            }
            return late;
        });
    }

    @Override
    public void inSyncChanged() {
        LOG.info("the in-sync set of group {} is {}", group.group(), inSync.members());
    }

    /** The in-sync members, as far as is known. */
    List<Integer> inSync() {
        return inSync.members();
    }

    /** What is known of the standbys. */
    List<StandbyProgress> standbys() throws IOException {
        return standbys.progress();
    }

    // The end

    /** Takes no more writes. */
    void close() {
        closing = true;
        held.forEach(call -> replies.fail(call, KvException.of(KvReason.CLOSING)));
        held.clear();
    }

    /** Whether all that was begun is answered. */
    boolean isDrained() {
        return answers.isEmpty();
    }

    @Override
    public void over(String detail) {
        end(detail);
    }

    /** Ends the term at once: what was begun has an unknown outcome. */
    void end(String detail) {
        if (over) {
            return;
        }
        over = true;
        lease.close();
        member.serving(null);
        answers.end(Refusal.unknown("epoch " + epoch + " of this primary is over"));
        held.forEach(call -> replies.fail(call, KvException.of(KvReason.LEASE_EXPIRED)));
        held.clear();
        standbys.close();
        replies.send();
        member.over(this, detail);
    }
}
