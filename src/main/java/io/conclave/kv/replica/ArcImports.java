package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.log.Arc;
import io.conclave.kv.log.LogRecord;
import io.conclave.kv.log.SessionRow;
import io.conclave.kv.ring.Transfer;
import io.conclave.kv.wire.ImportHello;
import io.conclave.kv.wire.ImportRecord;
import io.conclave.kv.wire.ImportRecords;
import io.conclave.kv.wire.ImportRequest;
import io.conclave.kv.wire.ImportResponse;
import io.conclave.kv.znodes.RingZnode;
import io.conclave.kv.znodes.VersionedRing;
import io.vertx.core.Context;
import io.vertx.grpc.server.GrpcServerRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The receiving side of hand-overs: what comes goes through this group's own log and is hidden from clients by the ring
 * until the hand-over is committed. For the log thread.
 *
 * <p>A start of a hand-over purges what an earlier start had brought. Why this can never purge what is ours already: a
 * start is accepted only where it is later than each one seen in this term (by the sender's epoch, then by its count of
 * starts), which makes all earlier streams void at once, and where the ring, read after that, does not say that the
 * hand-over is done. The sender commits only in the epochs of both groups and resolves each commit before its next
 * start; so a commit of an earlier start either came before the ring was read, or cannot come any more: an earlier
 * sender's epoch is over, and the same sender has given it up.
 */
final class ArcImports {

    private final Parts parts;
    /** The last start seen of each group, in this term. */
    private final Map<String, Import> imports = new HashMap<>();

    private PrimaryTerm term;

    ArcImports(Parts parts) {
        this.parts = parts;
    }

    /** One start of a hand-over. */
    private static final class Import {
        private final InboundStream<ImportRequest, ImportResponse> stream;
        private final Transfer transfer;
        private final long epoch;
        private final long attempt;
        private final ArrayDeque<Flush> flushes = new ArrayDeque<>();
        private final long notWritten;
        private boolean ready;

        Import(InboundStream<ImportRequest, ImportResponse> stream, ImportHello hello, long notWritten) {
            this.stream = stream;
            this.transfer = new Transfer(hello.getFromGroup(), hello.getToGroup());
            this.epoch = hello.getFromEpoch();
            this.attempt = hello.getAttempt();
            this.notWritten = notWritten;
        }

        boolean isLaterThan(Import other) {
            return epoch > other.epoch || (epoch == other.epoch && attempt > other.attempt);
        }
    }

    private record Flush(long number, long position) {}

    /** A term begins. */
    void begin(PrimaryTerm begun) {
        term = begun;
        imports.clear();
    }

    /** The term is over. */
    void end() {
        term = null;
        imports.values().forEach(one -> one.stream.refuse(Refusal.notPrimary(parts)));
        imports.clear();
    }

    /** A stream comes in. On its context. */
    void receive(GrpcServerRequest<ImportRequest, ImportResponse> call, Context context) {
        InboundStream<ImportRequest, ImportResponse> stream = new InboundStream<>(call, context);
        call.handler(frame -> {
            stream.took(frame);
            parts.thread().execute(() -> received(stream, frame));
        });
        call.exceptionHandler(e -> stream.lost());
        call.endHandler(end -> stream.lost());
    }

    private void received(InboundStream<ImportRequest, ImportResponse> stream, ImportRequest frame) throws IOException {
        try {
            if (term == null || !term.serves()) {
                stream.refuse(Refusal.notPrimary(parts));
            } else if (frame.getFrameCase() == ImportRequest.FrameCase.HELLO) {
                hello(stream, frame.getHello());
            } else {
                for (Import one : imports.values()) {
                    if (one.stream == stream && one.ready) {
                        more(one, frame);
                        break;
                    }
                }
            }
        } finally {
            stream.done(frame);
        }
    }

    private void hello(InboundStream<ImportRequest, ImportResponse> stream, ImportHello hello) {
        ReplicaOptions self = parts.options();
        if (!hello.getCluster().equals(self.cluster()) || !hello.getToGroup().equals(self.group())) {
            stream.refuse(
                    KvException.of(KvReason.INVALID, Map.of("detail", "the arcs are for group " + hello.getToGroup())));
            return;
        }
        Import start = new Import(stream, hello, term.notWritten());
        Import before = imports.get(hello.getFromGroup());
        if (before != null && !start.isLaterThan(before)) {
            stream.refuse(KvException.of(KvReason.MOVING));
            return;
        }
        imports.put(hello.getFromGroup(), start);
        if (before != null) {
            before.stream.end(null);
        }
        PrimaryTerm now = term;
        new RingZnode(parts.coordination())
                .readInSync()
                .onComplete(read -> now.later(() -> {
                    if (!isCurrent(start)) {
                        return;
                    }
                    if (read.failed()) {
                        stream.refuse(KvException.of(KvReason.LEASE_EXPIRED));
                    } else {
                        accept(start, read.result(), before != null);
                    }
                }));
    }

    private boolean isCurrent(Import start) {
        return imports.get(start.transfer.from()) == start;
    }

    private void accept(Import start, VersionedRing found, boolean again) throws IOException {
        term.ring(found.ring());
        if (!found.ring().remaining().contains(start.transfer)) {
            start.stream.refuse(KvException.of(KvReason.MOVING));
            return;
        }
        List<Arc> arcs = ArcExport.arcs(found.ring(), start.transfer);
        PrimaryTerm now = term;
        parts.workers()
                .executeBlocking(
                        () -> again
                                || !parts.log()
                                        .scanArcs(arcs, new byte[0], 1, 1)
                                        .rows()
                                        .isEmpty(),
                        false)
                .onComplete(looked -> now.later(() -> {
                    if (!isCurrent(start)) {
                        return;
                    }
                    if (looked.failed()) {
                        start.stream.refuse(KvException.of(KvReason.MOVING));
                        return;
                    }
                    if (looked.result()) {
                        term.putImported(new LogRecord.Purge(arcs));
                    }
                    start.ready = true;
                    start.stream.answer(ImportResponse.newBuilder()
                            .setFlushed(0)
                            .setToEpoch(term.epoch())
                            .build());
                }));
    }

    private void more(Import from, ImportRequest frame) throws IOException {
        if (frame.getFrameCase() == ImportRequest.FrameCase.FLUSH) {
            from.flushes.add(new Flush(frame.getFlush(), term.lastPosition()));
        } else if (frame.getFrameCase() == ImportRequest.FrameCase.RECORDS) {
            records(frame.getRecords());
        }
    }

    private void records(ImportRecords more) throws IOException {
        long floor = more.getVersionFloor();
        for (ImportRecord record : more.getRecordsList()) {
            floor = Math.max(floor, record.getVersion());
        }
        if (floor > term.version()) {
            term.putImported(new LogRecord.VersionFloor(floor));
        }
        for (io.conclave.kv.wire.SessionRow row : more.getSessionsList()) {
            term.putImported(new LogRecord.Session(SessionRows.of(row)));
        }
        for (ImportRecord record : more.getRecordsList()) {
            byte[] key = record.getKey().toByteArray();
            term.putImported(
                    record.hasValue()
                            ? new LogRecord.Put(key, record.getValue().toByteArray(), record.getVersion(), null)
                            : new LogRecord.Delete(key, record.getVersion(), true, null));
        }
    }

    /** Answers flushes of what is committed, and so on disk at all in-sync members. */
    void endOfTurn() throws IOException {
        if (term == null || imports.isEmpty()) {
            return;
        }
        long applied = parts.log().appliedPosition();
        for (Import one : imports.values()) {
            if (one.ready && one.notWritten != term.notWritten()) {
                one.ready = false;
                one.stream.refuse(KvException.of(KvReason.READ_ONLY, Map.of("detail", "there was no room")));
            }
            while (one.ready && !one.flushes.isEmpty() && one.flushes.peek().position() <= applied) {
                one.stream.answer(ImportResponse.newBuilder()
                        .setFlushed(one.flushes.poll().number())
                        .setToEpoch(term.epoch())
                        .build());
            }
        }
    }

    /** Rows as they travel. */
    static final class SessionRows {

        private SessionRows() {}

        static SessionRow of(io.conclave.kv.wire.SessionRow row) {
            return new SessionRow(
                    row.getClient(),
                    row.getFirstIncomplete(),
                    row.getHeardMs(),
                    row.getResultsList().stream()
                            .map(result -> new SessionRow.Result(
                                    result.getNumber(),
                                    result.getKeysList().stream()
                                            .map(key -> new SessionRow.KeyResult(key.getFound(), key.getVersion()))
                                            .toList()))
                            .toList());
        }

        static io.conclave.kv.wire.SessionRow of(SessionRow row) {
            io.conclave.kv.wire.SessionRow.Builder wire = io.conclave.kv.wire.SessionRow.newBuilder()
                    .setClient(row.client())
                    .setFirstIncomplete(row.firstIncomplete())
                    .setHeardMs(row.heardMs());
            for (SessionRow.Result result : row.results()) {
                io.conclave.kv.wire.SessionResult.Builder one =
                        io.conclave.kv.wire.SessionResult.newBuilder().setNumber(result.number());
                result.keys()
                        .forEach(key -> one.addKeys(io.conclave.kv.wire.SessionKey.newBuilder()
                                .setFound(key.found())
                                .setVersion(key.version())));
                wire.addResults(one);
            }
            return wire.build();
        }
    }
}
