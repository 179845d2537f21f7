package io.conclave.storage;

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
 * Brings the bytes of a stream to a {@link Taker}: gathered into pieces of {@value #PIECE_BYTES} bytes, handed over in
 * order, and the stream is paused while {@value #WINDOW_BYTES} bytes wait to be taken. So a file of any length costs
 * that much memory.
 *
 * <p>Lives on one context, on which the stream delivers too. From its making on it holds the stream's handlers, so that
 * a sender who goes away before the first byte is noticed.
 */
public final class Inflow {

    /** The longest piece that is handed over. */
    public static final int PIECE_BYTES = 128 << 10;
    /** How many bytes may wait to be taken. */
    public static final int WINDOW_BYTES = 1 << 20;

    private static final int FIRST_PIECE_BYTES = 8 << 10;

    private static final int LEAST_BYTES = 16 << 10;

    private final Vertx vertx;
    private final Context context;
    private final ReadStream<Buffer> stream;
    private final long limit;
    private final long paceMs;
    private final Promise<Void> done = Promise.promise();
    private final Deque<byte[]> spare = new ArrayDeque<>();
    private Taker taker;
    private Future<Void> last = Future.succeededFuture();
    private byte[] piece = new byte[FIRST_PIECE_BYTES];
    private int filled;
    private int waiting;
    private long received;
    private boolean paused = true;
    private boolean finished;
    private boolean waitedForDisk;
    private long paceTimer = -1;
    private Throwable early;

    /**
     * @param context the one on which the stream delivers; the calling one
     * @param limit the most bytes; one more ends it with 413
     * @param paceMs within it some kilobytes have to come, as long as the receiver is not behind
     */
    public Inflow(Vertx vertx, Context context, ReadStream<Buffer> stream, long limit, long paceMs) {
        this.vertx = vertx;
        this.context = context;
        this.stream = stream;
        this.limit = limit;
        this.paceMs = paceMs;
        stream.pause();
        stream.exceptionHandler(this::broken);
        stream.handler(this::take);
        stream.endHandler(ignored -> end());
    }

    /**
     * Lets the stream flow to the taker. To be called on the context.
     *
     * @return completes when all bytes are taken; fails, when nothing of this stream will be handed over any more, with
     *     413 over the limit, 408 for a sender who is too slow, 400 for one who goes away, or what the taker said. The
     *     stream is left paused then.
     */
    public Future<Void> into(Taker target) {
        taker = target;
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
        last = taker.write(full, length);
        last.onComplete(result -> context.runOnContext(ignored -> {
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
            last = taker.write(piece, filled);
        }
        last.onComplete(done);
    }

    private void broken(Throwable cause) {
        early = new Problem(400, "upload_aborted", "the upload ended before its end: " + cause, null, null, null)
                .asException();
        if (taker != null) {
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
        last.onComplete(ignored -> done.fail(cause));
    }

    /** Ends it from our side. */
    public void stop(Problem problem) {
        context.runOnContext(ignored -> {
            early = problem.asException();
            if (taker != null) {
                fail(early);
            }
        });
    }
}
