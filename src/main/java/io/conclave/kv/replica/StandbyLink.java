package io.conclave.kv.replica;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.conclave.kv.log.EpochStart;
import io.conclave.kv.log.KvLog;
import io.conclave.kv.log.LogCursor;
import io.conclave.kv.log.TooOldException;
import io.conclave.kv.rpc.HostPort;
import io.conclave.kv.wire.ReplicaPosition;
import io.conclave.kv.wire.ReplicateBatches;
import io.conclave.kv.wire.ReplicateBeat;
import io.conclave.kv.wire.ReplicateCatchUp;
import io.conclave.kv.wire.ReplicateHello;
import io.conclave.kv.wire.ReplicateRequest;
import io.conclave.kv.wire.ReplicateResponse;
import io.conclave.kv.wire.ReplicationGrpcClient;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClientRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A primary's connection to one standby, through as many streams as it takes. A stream begins with the standby's
 * epochs, from which the common point of both logs is found; the standby cuts off what it has beyond it. What it lacks
 * is read from the log's file, and once it has all, it gets each batch as it is written, until more is on the way than
 * the window allows: then it is read from the file again. For the log thread.
 */
final class StandbyLink {

    /** What the link has to do with the rest of the term. */
    interface Term {

        /** The primary's epoch. */
        long epoch();

        /** The position up to which all is committed. */
        long committed();

        /** Has something done on the log thread, where the term still lasts. */
        void later(LogThread.Work work);

        /** All up to this position is on the standby's disk, and is the same as in our log. */
        void durableAt(StandbyLink link, long position);

        /** The standby's log is what it was told to be, and ends here: what it said before counts no more. */
        void greetedAt(StandbyLink link, long position);

        /**
         * The standby needs the whole state, with which it may fall back.
         *
         * @return whether nothing rests on it, so that it may
         */
        boolean mayFallBack(StandbyLink link);

        /** The standby follows a later epoch. */
        void fenced(long epoch);
    }

    private static final Logger LOG = LoggerFactory.getLogger(StandbyLink.class);
    private static final long WINDOW_BYTES = 8 << 20;
    private static final int RUN_BYTES = 1 << 20;
    private static final long REOPEN_NANOS = 200_000_000;
    private static final long GIVE_UP_NANOS = 5_000_000_000L;

    private final Parts parts;
    private final KvLog log;
    private final Term term;
    private final int number;
    private final ArrayDeque<Sent> underWay = new ArrayDeque<>();
    private String address;
    private Stream stream;
    private long triedNanos;
    private long heardNanos;
    private long underWayBytes;
    private long durable;
    private long lackingSinceNanos;

    private record Sent(long last, int bytes, long atNanos) {}

    /** One stream of calls. */
    private final class Stream {
        private GrpcClientRequest<ReplicateRequest, ReplicateResponse> request;
        private LogCursor cursor;
        private boolean reading;
        private boolean live;
        private boolean greeted;
        private boolean fallingBack;
        private long sent;

        boolean isCurrent() {
            return stream == this;
        }
    }

    /** A link that is not open. */
    StandbyLink(Parts parts, Term term, int number, String address, long nowNanos) {
        this.parts = parts;
        this.log = parts.log();
        this.term = term;
        this.number = number;
        this.address = address;
        this.heardNanos = nowNanos;
        this.triedNanos = nowNanos - REOPEN_NANOS;
        this.lackingSinceNanos = nowNanos;
    }

    int number() {
        return number;
    }

    /** What the standby is known to have on its disk in this term. */
    long durable() {
        return durable;
    }

    /** Whether it gets each batch as it is written, and lacks no more than is on the way. */
    boolean isLive() {
        return stream != null && stream.live;
    }

    boolean isOpen() {
        return stream != null && stream.greeted;
    }

    /** When the standby was heard last. */
    long heardNanos() {
        return heardNanos;
    }

    /** For how long it has owed an answer; 0 where it owes none. */
    long owingNanos(long nowNanos) {
        return underWay.isEmpty() ? 0 : nowNanos - underWay.peek().atNanos();
    }

    long underWayBytes() {
        return underWayBytes;
    }

    /** For how many ms it has lacked any record. */
    long lackingMs(long nowNanos, long last) {
        if (durable >= last) {
            lackingSinceNanos = nowNanos;
        }
        return (nowNanos - lackingSinceNanos) / 1_000_000;
    }

    /** We ourselves stood still: its silence says nothing. */
    void forgive(long nowNanos) {
        heardNanos = nowNanos;
        ArrayDeque<Sent> again = new ArrayDeque<>(underWay.size());
        underWay.forEach(sent -> again.add(new Sent(sent.last(), sent.bytes(), nowNanos)));
        underWay.clear();
        underWay.addAll(again);
    }

    /** The standby is reached elsewhere from now on. */
    void movedTo(String elsewhere) {
        if (!elsewhere.equals(address)) {
            address = elsewhere;
            close();
            triedNanos -= REOPEN_NANOS;
        }
    }

    /** Time goes on: opens the link where it is not, and tells the standby that we are there. */
    void tick(long nowNanos) {
        if (stream != null && nowNanos - heardNanos > GIVE_UP_NANOS && nowNanos - triedNanos > GIVE_UP_NANOS) {
            close();
        }
        if (stream == null && nowNanos - triedNanos >= REOPEN_NANOS) {
            triedNanos = nowNanos;
            open();
        } else if (stream != null && stream.fallingBack) {
            fallBack(stream);
        } else if (stream != null && stream.greeted) {
            write(
                    stream,
                    ReplicateRequest.newBuilder()
                            .setBeat(ReplicateBeat.newBuilder()
                                    .setEpoch(term.epoch())
                                    .setCommitted(term.committed()))
                            .build());
        }
    }

    private void open() {
        Stream opening = new Stream();
        stream = opening;
        SocketAddress to = HostPort.parse(address);
        parts.context().runOnContext(now -> parts.client()
                .request(to, ReplicationGrpcClient.Replicate)
                .onSuccess(request -> opened(opening, request))
                .onFailure(e -> lost(opening, e)));
    }

    /** On the context. */
    private void opened(Stream opening, GrpcClientRequest<ReplicateRequest, ReplicateResponse> request) {
        request.exceptionHandler(e -> lost(opening, e));
        request.response()
                .onSuccess(response -> {
                    response.exceptionHandler(e -> lost(opening, e));
                    response.endHandler(end -> lost(opening, null));
                    response.handler(answer -> term.later(() -> answered(opening, answer)));
                })
                .onFailure(e -> lost(opening, e));
        ReplicaOptions self = parts.options();
        request.write(ReplicateRequest.newBuilder()
                .setHello(ReplicateHello.newBuilder()
                        .setCluster(self.cluster())
                        .setGroup(self.group())
                        .setPrimary(self.number())
                        .setEpoch(term.epoch()))
                .build());
        term.later(() -> {
            if (opening.isCurrent()) {
                opening.request = request;
            } else {
                parts.context().runOnContext(now -> request.cancel());
            }
        });
    }

    private void lost(Stream over, Throwable why) {
        term.later(() -> {
            if (over.isCurrent()) {
                LOG.debug("the stream to member {} ended: {}", number, why == null ? "by it" : why.toString());
                close();
            }
        });
    }

    /** Ends the stream. */
    void close() {
        Stream over = stream;
        stream = null;
        underWay.clear();
        underWayBytes = 0;
        if (over == null) {
            return;
        }
        if (over.cursor != null && !over.reading) {
            closeCursor(over.cursor);
        }
        if (over.request != null) {
            parts.context().runOnContext(now -> over.request.cancel());
        }
    }

    private static void closeCursor(LogCursor cursor) {
        try {
            cursor.close();
        } catch (IOException e) {
            LOG.debug("a cursor could not be closed: {}", e.toString());
        }
    }

    private void answered(Stream from, ReplicateResponse answer) throws IOException {
        if (!from.isCurrent()) {
            return;
        }
        heardNanos = System.nanoTime();
        switch (answer.getAnswerCase()) {
            case POSITION -> greeted(from, answer.getPosition());
            case DURABLE -> durable(from, answer.getDurable());
            case FENCED -> term.fenced(answer.getFenced());
            default -> close();
        }
    }

    private void greeted(Stream from, ReplicaPosition at) throws IOException {
        long common = 0;
        if (!at.getDamaged()) {
            List<EpochStart> theirs = at.getEpochsList().stream()
                    .map(start -> new EpochStart(start.getEpoch(), start.getFirstPosition()))
                    .toList();
            common = CommonPoint.of(log.epochs(), log.lastPosition(), theirs, at.getPosition());
        }
        if (at.getDamaged() || common < log.basePosition()) {
            LOG.info(
                    "member {} of group {} needs the whole state",
                    number,
                    parts.options().group());
            fallBack(from);
            return;
        }
        from.greeted = true;
        from.sent = common;
        durable = 0;
        term.greetedAt(this, 0);
        send(from, ByteString.EMPTY, common);
        goOn(from);
    }

    /** What the standby has may go only once nobody relies on it. */
    private void fallBack(Stream from) {
        from.fallingBack = true;
        durable = 0;
        if (term.mayFallBack(this)) {
            write(
                    from,
                    ReplicateRequest.newBuilder()
                            .setCatchUp(ReplicateCatchUp.newBuilder().setEpoch(term.epoch()))
                            .build());
        }
    }

    private void durable(Stream from, long position) throws IOException {
        while (!underWay.isEmpty() && underWay.peek().last() <= position) {
            underWayBytes -= underWay.poll().bytes();
        }
        durable = Math.max(durable, Math.min(position, from.sent));
        term.durableAt(this, durable);
        goOn(from);
    }

    /** A batch was written. */
    void ship(ByteString batch, long last) {
        Stream to = stream;
        if (to == null || !to.live) {
            return;
        }
        if (underWayBytes + batch.size() > WINDOW_BYTES) {
            to.live = false;
            return;
        }
        send(to, batch, last);
    }

    /** Reads on for a standby that does not have all yet. */
    private void goOn(Stream to) throws IOException {
        if (!to.greeted || to.live || to.reading || underWayBytes >= WINDOW_BYTES) {
            return;
        }
        if (to.sent == log.lastPosition()) {
            to.live = true;
            return;
        }
        if (to.cursor == null || to.cursor.position() != to.sent) {
            if (to.cursor != null) {
                closeCursor(to.cursor);
            }
            to.cursor = log.cursor(to.sent);
        }
        to.reading = true;
        LogCursor cursor = to.cursor;
        parts.workers()
                .executeBlocking(() -> cursor.next(RUN_BYTES), false)
                .onComplete(read -> term.later(() -> {
                    to.reading = false;
                    if (!to.isCurrent()) {
                        closeCursor(cursor);
                    } else if (read.succeeded()) {
                        readOn(to, read.result());
                    } else {
                        unreadable(to, read.cause());
                    }
                }));
    }

    private void readOn(Stream to, LogCursor.Run run) throws IOException {
        if (!run.isEmpty()) {
            send(to, UnsafeByteOperations.unsafeWrap(run.bytes()), run.last());
        }
        goOn(to);
    }

    private void unreadable(Stream to, Throwable why) {
        if (why instanceof TooOldException) {
            fallBack(to);
        } else {
            LOG.warn("the log cannot be read on for member {}: {}", number, why.toString());
            close();
        }
    }

    private void send(Stream to, ByteString batches, long last) {
        long after = to.sent;
        to.sent = last;
        underWay.add(new Sent(last, batches.size(), System.nanoTime()));
        underWayBytes += batches.size();
        write(
                to,
                ReplicateRequest.newBuilder()
                        .setBatches(ReplicateBatches.newBuilder()
                                .setEpoch(term.epoch())
                                .setAfter(after)
                                .setBatches(batches)
                                .setCommitted(term.committed())
                                .setLast(last))
                        .build());
    }

    private void write(Stream to, ReplicateRequest frame) {
        GrpcClientRequest<ReplicateRequest, ReplicateResponse> request = to.request;
        if (request != null) {
            parts.context().runOnContext(now -> request.write(frame));
        }
    }
}
