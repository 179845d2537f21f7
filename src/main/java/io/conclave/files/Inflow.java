package io.conclave.files;

import io.conclave.bus.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Brings the bytes of a stream to a {@link Draft}: gathered into pieces of {@value #PIECE_BYTES} bytes, written in
 * order on a worker, and the stream is paused while {@value #WINDOW_BYTES} bytes wait for the disk. So an upload of any
 * length costs that much memory.
 *
 * <p>Lives on one context, on which the stream delivers too. From its making on it holds the stream's handlers, so that
 * a sender who goes away before the first byte is noticed.
 */
final class Inflow {

    static final int PIECE_BYTES = 128 << 10;
    static final int WINDOW_BYTES = 1 << 20;
    private static final int FIRST_PIECE_BYTES = 8 << 10;

    private static final int LEAST_BYTES = 16 << 10;

    private final Vertx vertx;
    private final Context context;
    private final ReadStream<Buffer> stream;
    private final SerialLane lane;
    private final long limit;
    private final long paceMs;
    private final Promise<Void> done = Promise.promise();
    private final Deque<byte[]> spare = new ArrayDeque<>();
    private Draft draft;
    private byte[] piece = new byte[FIRST_PIECE_BYTES];
    private int filled;
    private int waiting;
    private long received;
    private boolean paused = true;
    private boolean finished;
    private boolean waitedForDisk;
    private long paceTimer = -1;
    private Throwable early;

    /** @param limit the most bytes; one more ends it with 413 */
    Inflow(Vertx vertx, Context context, ReadStream<Buffer> stream, SerialLane lane, long limit, long paceMs) {
        this.vertx = vertx;
        this.context = context;
        this.stream = stream;
        this.lane = lane;
        this.limit = limit;
        this.paceMs = paceMs;
        stream.pause();
        stream.exceptionHandler(this::broken);
        stream.handler(this::take);
        stream.endHandler(ignored -> end());
    }

    /**
     * Lets the stream flow into the draft.
     *
     * @return completes, on a worker, when all bytes are written; fails, when nothing of this stream will be written
     *     any more, with 413 over the limit, 408 for a sender who is too slow, 400 for one who goes away, or what the
     *     disk said. The stream is left paused then.
     */
    Future<Void> into(Draft target) {
        draft = target;
        if (early != null) {
            fail(early);
            return done.future();
        }
        watchPace();
        paused = false;
        stream.resume();
        return done.future();
    }

    private void watchPace() {
        long before = received;
        waitedForDisk = paused;
        paceTimer = vertx.setTimer(paceMs, ignored -> {
            if (!waitedForDisk && received - before < LEAST_BYTES) {
                fail(tooSlow(received - before).asException());
            } else {
                watchPace();
            }
        });
    }

    private Problem tooSlow(long bytes) {
        return new Problem(
                408,
                "upload_stalled",
                bytes + " bytes came in " + paceMs + " ms, " + LEAST_BYTES + " are the least",
                null,
                null,
                null);
    }

    private void take(Buffer bytes) {
        if (finished) {
            return;
        }
        received += bytes.length();
        if (received > limit) {
            fail(Problem.tooLarge("file", limit + " bytes").asException());
            return;
        }
        int from = 0;
        while (from < bytes.length()) {
            int length = Math.min(bytes.length() - from, piece.length - filled);
            bytes.getBytes(from, from + length, piece, filled);
            filled += length;
            from += length;
            if (filled == piece.length) {
                handOver();
            }
        }
    }

    private void handOver() {
        byte[] full = piece;
        int length = filled;
        waiting += length;
        if (!paused && waiting >= WINDOW_BYTES) {
            paused = true;
            waitedForDisk = true;
            stream.pause();
        }
        piece = spare.isEmpty() ? new byte[PIECE_BYTES] : spare.pop();
        filled = 0;
        lane.run(() -> {
                    draft.write(full, length);
                    return null;
                })
                .onComplete(result -> context.runOnContext(ignored -> {
                    if (result.failed()) {
                        fail(result.cause());
                    } else {
                        written(full, length);
                    }
                }));
    }

    private void written(byte[] buffer, int length) {
        waiting -= length;
        if (buffer.length == PIECE_BYTES) {
            spare.push(buffer);
        }
        if (paused && !finished && waiting <= WINDOW_BYTES / 2) {
            paused = false;
            stream.resume();
        }
    }

    private void end() {
        if (finished) {
            return;
        }
        finished = true;
        vertx.cancelTimer(paceTimer);
        if (filled > 0) {
            int length = filled;
            byte[] last = piece;
            lane.run(() -> {
                        draft.write(last, length);
                        return (Void) null;
                    })
                    .onComplete(done);
        } else {
            lane.<Void>run(() -> null).onComplete(done);
        }
    }

    private void broken(Throwable cause) {
        early = new Problem(400, "upload_aborted", "the upload ended before its end: " + cause, null, null, null)
                .asException();
        if (draft != null) {
            fail(early);
        }
    }

    private void fail(Throwable cause) {
        if (finished) {
            return;
        }
        finished = true;
        vertx.cancelTimer(paceTimer);
        stream.pause();
        lane.<Void>run(() -> null).onComplete(ignored -> done.fail(cause));
    }

    /** Ends it from our side. */
    void stop(Problem problem) {
        context.runOnContext(ignored -> {
            early = problem.asException();
            if (draft != null) {
                fail(early);
            }
        });
    }
}
