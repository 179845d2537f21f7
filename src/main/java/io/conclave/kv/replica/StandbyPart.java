package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.log.AppliedRecords;
import io.conclave.kv.log.KvLog;
import io.conclave.kv.log.MalformedBatchException;
import io.conclave.kv.log.UnwritableLogException;
import io.conclave.kv.wire.EpochStart;
import io.conclave.kv.wire.ReplicaPosition;
import io.conclave.kv.wire.ReplicateBatches;
import io.conclave.kv.wire.ReplicateHello;
import io.conclave.kv.wire.ReplicateRequest;
import io.conclave.kv.wire.ReplicateResponse;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a member does while it follows: takes the batches of the newest primary that it has heard of, and of no older
 * one. For the log thread.
 *
 * <p>Why an old primary gets nothing acknowledged: before a member answers the first message of an epoch, it has put
 * that epoch on its disk as a promise, and from then on it answers each frame of a lower epoch with nothing but
 * {@code fenced}. The next primary itself is such a member, and is in the in-sync set of the old one, whose every
 * commit needs its word. So no commit of the old primary comes after the promise of the new one, and what came before
 * it is on the new one's disk.
 *
 * <p>What is cut off was never committed: a standby cuts its log back to the last position that it shares with a
 * primary of its promised epoch, and that primary has all that was ever committed. A cut below what this member knows
 * to be committed would prove a fault, so it is refused and the member is broken.
 */
final class StandbyPart {

    /** What following has to do with the rest of the member. */
    interface Member {

        /** A primary of this epoch, not below any that was promised, was heard: whoever is of a lower one is none. */
        void follow(long epoch) throws IOException;

        /** The primary says that this member has to ask for the whole state. */
        void catchUp(long epoch);

        /** Whether the whole state is being received. */
        boolean isCatchingUp();

        /** What must never be has happened. */
        void broken(String detail);
    }

    private static final Logger LOG = LoggerFactory.getLogger(StandbyPart.class);

    private final ReplicaOptions options;
    private final KvLog log;
    private final AppliedRecords applied;
    private final Member member;
    private InboundStream<ReplicateRequest, ReplicateResponse> current;
    private long committed;
    private boolean owesAnswer;

    StandbyPart(ReplicaOptions options, KvLog log, AppliedRecords applied, Member member) {
        this.options = options;
        this.log = log;
        this.applied = applied;
        this.member = member;
    }

    /** Whether a primary's stream is open. */
    boolean isFollowing() {
        return current != null;
    }

    /** The position up to which the primary has said that all is committed. */
    long committed() {
        return committed;
    }

    /** A frame came in. */
    void received(InboundStream<ReplicateRequest, ReplicateResponse> from, ReplicateRequest frame) throws IOException {
        try {
            if (frame.getFrameCase() == ReplicateRequest.FrameCase.HELLO) {
                hello(from, frame.getHello());
            } else if (from == current) {
                follow(from, frame);
            }
        } catch (MalformedBatchException | UnwritableLogException e) {
            LOG.warn("the stream of epoch {} cannot be followed: {}", from.epoch(), e.getMessage());
            end(from, KvException.of(KvReason.READ_ONLY, Map.of("detail", String.valueOf(e.getMessage()))));
        } finally {
            from.done(frame);
        }
    }

    private void hello(InboundStream<ReplicateRequest, ReplicateResponse> from, ReplicateHello hello)
            throws IOException {
        if (!hello.getCluster().equals(options.cluster()) || !hello.getGroup().equals(options.group())) {
            from.refuse(KvException.of(
                    KvReason.INVALID,
                    Map.of(
                            "detail",
                            "this is a member of group " + options.group() + " in cluster " + options.cluster())));
            return;
        }
        if (hello.getEpoch() < log.promisedEpoch()) {
            from.end(fenced());
            return;
        }
        if (log.damage().isEmpty() && log.unwritable().isPresent() && !log.probe()) {
            from.refuse(KvException.of(
                    KvReason.READ_ONLY, Map.of("detail", log.unwritable().get().getMessage())));
            return;
        }
        member.follow(hello.getEpoch());
        if (!promised(from, hello.getEpoch())) {
            return;
        }
        if (current != null && current != from) {
            current.end(null);
        }
        current = from;
        from.of(hello.getEpoch());
        from.answer(ReplicateResponse.newBuilder().setPosition(position()).build());
    }

    /** Where the promise cannot be written, nothing is answered that would rest on it. */
    private boolean promised(InboundStream<ReplicateRequest, ReplicateResponse> from, long epoch) {
        try {
            log.promise(epoch);
            return true;
        } catch (IOException e) {
            LOG.warn("epoch {} cannot be promised: {}", epoch, e.toString());
            from.refuse(KvException.of(KvReason.READ_ONLY, Map.of("detail", String.valueOf(e.getMessage()))));
            return false;
        }
    }

    private ReplicaPosition position() throws IOException {
        ReplicaPosition.Builder position = ReplicaPosition.newBuilder();
        if (log.damage().isPresent() || member.isCatchingUp()) {
            return position.setDamaged(true).build();
        }
        position.setPosition(log.lastPosition());
        log.epochs()
                .forEach(start -> position.addEpochs(
                        EpochStart.newBuilder().setEpoch(start.epoch()).setFirstPosition(start.firstPosition())));
        return position.build();
    }

    private ReplicateResponse fenced() {
        return ReplicateResponse.newBuilder().setFenced(log.promisedEpoch()).build();
    }

    private void follow(InboundStream<ReplicateRequest, ReplicateResponse> from, ReplicateRequest frame)
            throws IOException {
        if (from.epoch() < log.promisedEpoch()) {
            current = null;
            from.end(fenced());
            return;
        }
        switch (frame.getFrameCase()) {
            case BATCHES -> batches(from, frame.getBatches());
            case BEAT -> {
                committed = Math.max(committed, frame.getBeat().getCommitted());
                owesAnswer |= from.isPlaced();
            }
            case CATCH_UP -> member.catchUp(from.epoch());
            default -> end(from, KvException.of(KvReason.INVALID, Map.of("detail", "a frame of no kind")));
        }
    }

    private void batches(InboundStream<ReplicateRequest, ReplicateResponse> from, ReplicateBatches frame)
            throws IOException {
        if (member.isCatchingUp()) {
            return;
        }
        if (!from.isPlaced()) {
            place(from, frame.getAfter());
        }
        if (from != current) {
            return;
        }
        if (frame.getAfter() != log.lastPosition()) {
            end(from, KvException.of(KvReason.INVALID, Map.of("detail", "a gap before " + frame.getAfter())));
            return;
        }
        if (!frame.getBatches().isEmpty()) {
            log.append(frame.getBatches().asReadOnlyByteBuffer());
        }
        committed = Math.max(committed, frame.getCommitted());
        owesAnswer = true;
    }

    /** Cuts off what the primary's log does not have. */
    private void place(InboundStream<ReplicateRequest, ReplicateResponse> from, long common) throws IOException {
        long last = log.lastPosition();
        if (common < log.appliedPosition()) {
            member.broken("the primary of epoch " + from.epoch() + " shares this log up to " + common
                    + " only, but up to " + log.appliedPosition() + " it is committed");
            end(from, KvException.of(KvReason.CORRUPT, Map.of("at", common, "detail", "committed records differ")));
            return;
        }
        if (last > common) {
            LOG.info("records {} to {} were never committed and are cut off", common + 1, last);
            if (log.truncateAfter(common) != common) {
                LOG.warn("position {} is within a batch", common);
                end(from, KvException.of(KvReason.INVALID, Map.of("detail", "the common point is within a batch")));
                return;
            }
        }
        from.place();
    }

    /** Syncs all that came in, says so, and applies what is committed: the primary waits for the first two only. */
    void endOfTurn() throws IOException {
        if (log.damage().isPresent() || member.isCatchingUp()) {
            return;
        }
        log.sync();
        if (current == null || !current.isPlaced()) {
            return;
        }
        if (owesAnswer) {
            owesAnswer = false;
            current.answer(ReplicateResponse.newBuilder()
                    .setDurable(log.durablePosition())
                    .build());
        }
        long upTo = Math.min(committed, log.lastPosition());
        if (upTo > log.appliedPosition()) {
            log.apply(upTo, applied);
        }
    }

    /** The stream ended. */
    void lost(InboundStream<ReplicateRequest, ReplicateResponse> stream) {
        if (stream == current) {
            current = null;
            owesAnswer = false;
        }
    }

    /** Follows nobody any more. */
    void stop() {
        if (current != null) {
            current.end(null);
            current = null;
            owesAnswer = false;
        }
    }

    private void end(InboundStream<ReplicateRequest, ReplicateResponse> stream, KvException why) {
        lost(stream);
        stream.refuse(why);
    }
}
