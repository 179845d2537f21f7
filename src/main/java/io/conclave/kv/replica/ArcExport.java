package io.conclave.kv.replica;

import com.google.protobuf.UnsafeByteOperations;
import io.conclave.kv.log.AppliedRecords;
import io.conclave.kv.log.Arc;
import io.conclave.kv.log.Batch;
import io.conclave.kv.log.KvLog;
import io.conclave.kv.log.LogRecord;
import io.conclave.kv.log.RequestIdentity;
import io.conclave.kv.log.ScanPage;
import io.conclave.kv.log.SessionRow;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.ring.Transfer;
import io.conclave.kv.rpc.HostPort;
import io.conclave.kv.wire.ImportHello;
import io.conclave.kv.wire.ImportRecord;
import io.conclave.kv.wire.ImportRecords;
import io.conclave.kv.wire.ImportRequest;
import io.conclave.kv.wire.ImportResponse;
import io.conclave.kv.wire.ReplicationGrpcClient;
import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.MemberState;
import io.conclave.kv.znodes.RingZnode;
import io.conclave.kv.znodes.VersionedRing;
import io.conclave.kv.znodes.Written;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClientRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The giving side of hand-overs, one after the other: copies the keys of the arcs while they are read and written, then
 * sends each change as it is applied; when little is on the way, writes to the arcs wait, the last changes are sent,
 * and once all is committed at the receiver the ring is changed. For the log thread.
 *
 * <p>Why a key has one owner and loses nothing. Writes to the arcs wait from the freeze on, and what was begun before
 * is applied, and so sent, before the last flush. From before the commit is asked for until its outcome is known
 * nothing is read here either: the receiver may own the arcs from any moment in between. The commit checks the epochs
 * of both groups in the same step: neither the receiver that said that it has all, nor this primary, was followed by
 * another one that knows nothing of it. Where the commit was not done the arcs are ours as before, and all begins anew.
 * What is read for the copy is sent only where it is the key's version at the moment of sending, on this thread, as
 * changes are: so a key's versions reach the receiver in their order, and a key that was deleted does not come back.
 */
final class ArcExport {

    private static final Logger LOG = LoggerFactory.getLogger(ArcExport.class);
    private static final long RETRY_NANOS = 300_000_000;
    private static final long FREEZE_NANOS = 500_000_000;
    private static final long COMMIT_WITHIN_NANOS = 400_000_000;
    private static final long WINDOW_BYTES = 4 << 20;
    private static final long SMALL_BYTES = 64 << 10;
    private static final int PAGE_ROWS = 500;
    private static final int PAGE_BYTES = 512 << 10;
    private static final int FRAME_BYTES = 512 << 10;
    private static final int ROWS_A_FRAME = 200;

    private enum Stage {
        IDLE,
        GREETING,
        COPYING,
        TAILING,
        DRAINING,
        FLUSHING,
        COMMITTING
    }

    private final PrimaryTerm term;
    private final Parts parts;
    private final KvLog log;
    private final AppliedRecords tap = this::applied;
    private final ArrayDeque<Sent> underWay = new ArrayDeque<>();
    private final Set<Long> clients = new HashSet<>();
    private Stage stage = Stage.IDLE;
    private Transfer transfer;
    private List<Arc> arcs;
    private Stream stream;
    private byte[] copied;
    private boolean reading;
    private ImportRecords.Builder outgoing = ImportRecords.newBuilder();
    private long outgoingBytes;
    private long underWayBytes;
    private long attempts;
    private long flushes;
    private long lastFlush;
    private long toEpoch;
    private long frozenAt;
    private long frozenPosition;
    private long notBefore = System.nanoTime();

    private record Sent(long flush, long bytes) {}

    private static final class Stream {
        private GrpcClientRequest<ImportRequest, ImportResponse> request;
    }

    ArcExport(PrimaryTerm term, Parts parts) {
        this.term = term;
        this.parts = parts;
        this.log = parts.log();
    }

    /** A hand-over's arcs as the log knows them. */
    static List<Arc> arcs(RingState ring, Transfer transfer) {
        return ring.arcs(transfer).stream()
                .map(arc -> new Arc(arc.after(), arc.upTo()))
                .toList();
    }

    /** Time goes on: begins the next hand-over, and gives up one that stands still. */
    void tick() throws IOException {
        long now = System.nanoTime();
        if (stage == Stage.IDLE) {
            if (now - notBefore >= 0 && term.serves() && term.lease().isGood()) {
                next();
            }
        } else if (stage == Stage.GREETING) {
            if (now - notBefore > 10 * RETRY_NANOS) {
                restart("the receiver is silent");
            }
        } else if (stage == Stage.COPYING || stage == Stage.TAILING) {
            goOn();
        } else if ((stage == Stage.DRAINING || stage == Stage.FLUSHING) && now - frozenAt > FREEZE_NANOS) {
            LOG.info("the hand-over {} goes on unfrozen: the last changes took too long", transfer);
            term.thaw();
            stage = Stage.TAILING;
            notBefore = now + RETRY_NANOS;
        }
    }

    private void next() throws IOException {
        RingState ring = term.ring();
        String self = parts.options().group();
        Optional<Transfer> first =
                ring.remaining().stream().filter(one -> one.from().equals(self)).findFirst();
        if (first.isEmpty()) {
            return;
        }
        transfer = first.get();
        arcs = arcs(ring, transfer);
        Optional<MemberState> to = parts.coordination()
                .cluster()
                .current()
                .map(cluster -> cluster.groups().get(transfer.to()))
                .flatMap(GroupState::livePrimary);
        notBefore = System.nanoTime() + RETRY_NANOS;
        if (to.isPresent()) {
            LOG.info("the hand-over {} begins", transfer);
            stage = Stage.GREETING;
            open(HostPort.parse(to.get().address()), ring.version());
        }
    }

    private void open(SocketAddress to, long ringVersion) {
        Stream opening = new Stream();
        stream = opening;
        ImportRequest hello = ImportRequest.newBuilder()
                .setHello(ImportHello.newBuilder()
                        .setCluster(parts.options().cluster())
                        .setFromGroup(transfer.from())
                        .setToGroup(transfer.to())
                        .setFromEpoch(term.epoch())
                        .setRingVersion(ringVersion)
                        .setAttempt(++attempts))
                .build();
        parts.context().runOnContext(now -> parts.client()
                .request(to, ReplicationGrpcClient.ImportArcs)
                .onSuccess(request -> opened(opening, request, hello))
                .onFailure(e -> lost(opening, e)));
    }

    private void opened(Stream opening, GrpcClientRequest<ImportRequest, ImportResponse> request, ImportRequest hello) {
        request.exceptionHandler(e -> lost(opening, e));
        request.response()
                .onSuccess(response -> {
                    response.exceptionHandler(e -> lost(opening, e));
                    response.endHandler(end -> lost(opening, null));
                    response.handler(answer -> term.later(() -> answered(opening, answer)));
                })
                .onFailure(e -> lost(opening, e));
        request.write(hello);
        term.later(() -> {
            opening.request = request;
            if (opening != stream) {
                parts.context().runOnContext(now -> request.cancel());
            }
        });
    }

    private void lost(Stream over, Throwable why) {
        term.later(() -> {
            if (over == stream) {
                restart(why == null ? "the receiver ended it" : why.toString());
            }
        });
    }

    /** From the start again, unless the commit was asked for: its outcome decides then. */
    private void restart(String why) throws IOException {
        if (stage == Stage.COMMITTING) {
            return;
        }
        LOG.info("the hand-over {} begins anew: {}", transfer, why);
        boolean frozen = stage == Stage.DRAINING || stage == Stage.FLUSHING;
        stop();
        if (frozen) {
            term.thaw();
        }
    }

    private void stop() {
        stage = Stage.IDLE;
        notBefore = System.nanoTime() + RETRY_NANOS;
        term.untap(tap);
        underWay.clear();
        underWayBytes = 0;
        outgoing = ImportRecords.newBuilder();
        outgoingBytes = 0;
        clients.clear();
        Stream over = stream;
        stream = null;
        if (over != null && over.request != null) {
            parts.context().runOnContext(now -> over.request.cancel());
        }
    }

    /** The term is over. */
    void end() {
        stop();
    }

    private void answered(Stream from, ImportResponse answer) throws IOException {
        if (from != stream) {
            return;
        }
        if (stage == Stage.GREETING) {
            toEpoch = answer.getToEpoch();
            term.tap(tap);
            sendRows(log.sessions().rows());
            copied = new byte[0];
            stage = Stage.COPYING;
        }
        while (!underWay.isEmpty() && underWay.peek().flush() <= answer.getFlushed()) {
            underWayBytes -= underWay.poll().bytes();
        }
        if (answer.getToEpoch() != toEpoch) {
            restart("the receiver is in another epoch");
        } else if (stage == Stage.FLUSHING && answer.getFlushed() >= lastFlush) {
            allIsThere();
        } else {
            goOn();
        }
    }

    private void goOn() throws IOException {
        if (stage == Stage.COPYING && !reading && underWayBytes < WINDOW_BYTES) {
            reading = true;
            Stream to = stream;
            byte[] after = copied;
            List<Arc> of = arcs;
            parts.workers()
                    .executeBlocking(() -> log.scanArcs(of, after, PAGE_ROWS, PAGE_BYTES), false)
                    .onComplete(read -> term.later(() -> {
                        reading = false;
                        if (to != stream) {
                            return;
                        }
                        if (read.succeeded()) {
                            copy(read.result());
                        } else {
                            restart(String.valueOf(read.cause()));
                        }
                    }));
        } else if (stage == Stage.TAILING
                && underWayBytes <= SMALL_BYTES
                && System.nanoTime() - notBefore >= 0
                && term.lease().isGood()) {
            frozenAt = System.nanoTime();
            term.freeze(transfer);
            frozenPosition = term.lastPosition();
            stage = Stage.DRAINING;
        }
    }

    private void copy(ScanPage page) throws IOException {
        for (ScanPage.Row row : page.rows()) {
            copied = row.key();
            if (log.version(row.key()) == row.version()) {
                send(row.key(), row.value(), row.version());
            }
        }
        sendOutgoing();
        if (!page.more()) {
            stage = Stage.TAILING;
        }
        goOn();
    }

    private void applied(long position, Batch batch, LogRecord record) {
        if (record instanceof LogRecord.Put put) {
            changed(put.key(), put.value(), put.version(), put.request());
        } else if (record instanceof LogRecord.Delete delete) {
            changed(delete.key(), null, delete.version(), delete.request());
        }
    }

    private void changed(byte[] key, byte[] value, long version, RequestIdentity request) {
        if (request != null) {
            clients.add(request.client());
        }
        long place = Arc.place(key);
        for (Arc arc : arcs) {
            if (arc.contains(place)) {
                send(key, value, version);
                return;
            }
        }
    }

    private void send(byte[] key, byte[] value, long version) {
        ImportRecord.Builder record = ImportRecord.newBuilder()
                .setKey(UnsafeByteOperations.unsafeWrap(key))
                .setVersion(version);
        if (value != null) {
            record.setValue(UnsafeByteOperations.unsafeWrap(value));
        }
        outgoing.addRecords(record);
        outgoingBytes += key.length + (value == null ? 0 : value.length) + 20;
        if (outgoingBytes >= FRAME_BYTES) {
            sendOutgoing();
        }
    }

    private void sendRows(List<SessionRow> rows) {
        for (SessionRow row : rows) {
            outgoing.addSessions(ArcImports.SessionRows.of(row));
            outgoingBytes += 50 + 40L * row.results().size();
            if (outgoing.getSessionsCount() >= ROWS_A_FRAME || outgoingBytes >= FRAME_BYTES) {
                sendOutgoing();
            }
        }
        sendOutgoing();
    }

    private void sendOutgoing() {
        if (outgoing.getRecordsCount() + outgoing.getSessionsCount() == 0) {
            return;
        }
        write(ImportRequest.newBuilder().setRecords(outgoing).build());
        outgoing = ImportRecords.newBuilder();
        flush(outgoingBytes);
        outgoingBytes = 0;
    }

    private void flush(long bytes) {
        flushes++;
        underWay.add(new Sent(flushes, bytes));
        underWayBytes += bytes;
        write(ImportRequest.newBuilder().setFlush(flushes).build());
    }

    private void write(ImportRequest frame) {
        GrpcClientRequest<ImportRequest, ImportResponse> request = stream.request;
        parts.context().runOnContext(now -> request.write(frame));
    }

    /** Sends what was applied in this turn; when all of the frozen arcs was, the last of it. */
    void endOfTurn() throws IOException {
        if (stage == Stage.IDLE || stage == Stage.GREETING || stage == Stage.COMMITTING) {
            return;
        }
        sendOutgoing();
        if (stage == Stage.DRAINING && log.appliedPosition() >= frozenPosition) {
            sendRows(log.sessions().rows().stream()
                    .filter(row -> clients.contains(row.client()))
                    .toList());
            write(ImportRequest.newBuilder()
                    .setRecords(ImportRecords.newBuilder().setVersionFloor(term.version()))
                    .build());
            flush(0);
            lastFlush = flushes;
            stage = Stage.FLUSHING;
        }
    }

    private void allIsThere() throws IOException {
        if (System.nanoTime() - frozenAt > COMMIT_WITHIN_NANOS || !term.lease().isGood()) {
            term.thaw();
            stage = Stage.TAILING;
            notBefore = System.nanoTime() + RETRY_NANOS;
            return;
        }
        stage = Stage.COMMITTING;
        term.closeFrozen();
        new RingZnode(parts.coordination())
                .commitHandover(transfer, term.epoch(), toEpoch)
                .onComplete(done -> term.later(() -> {
                    if (done.succeeded() && done.result() instanceof Written.Done<VersionedRing> written) {
                        resolved(written.now());
                    } else {
                        LOG.info("whether the hand-over {} was done is looked up: {}", transfer, done);
                        resolve();
                    }
                }));
    }

    private void resolve() {
        new RingZnode(parts.coordination())
                .readInSync()
                .onComplete(read -> term.later(() -> {
                    if (read.succeeded()) {
                        resolved(read.result());
                    } else {
                        parts.vertx().setTimer(RETRY_NANOS / 1_000_000, fired -> term.later(this::resolve));
                    }
                }));
    }

    private void resolved(VersionedRing now) throws IOException {
        LOG.info("after the hand-over {} there is {}", transfer, now.ring());
        stop();
        term.ring(now.ring());
        term.thaw();
        notBefore = System.nanoTime();
        if (now.ring().done().contains(transfer) || !isOurs(now.ring())) {
            term.put(new LogRecord.Purge(arcs));
        }
    }

    /** Whether the arcs are still this group's. */
    private boolean isOurs(RingState ring) {
        return ring.owner(arcs.get(0).to()).equals(Optional.of(parts.options().group()));
    }
}
