package io.conclave.web.rest;

import io.conclave.bus.ProblemException;
import io.conclave.files.FileContent;
import io.conclave.files.FileTransfer;
import io.conclave.files.StoredFile;
import io.conclave.web.guard.Connections;
import io.conclave.web.state.Startup;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out a file's bytes, piece by piece as fast as they are taken. Browsers are told to save it and never to show
 * it: it came from outside, and beside the page it could speak for the page.
 */
final class DownloadRoute {

    private static final Logger LOG = LoggerFactory.getLogger(DownloadRoute.class);
    private static final int PIECE_BYTES = 128 * 1024;
    private static final long LONGEST_STALL_MS = 30_000;

    private final WorkerExecutor workers;
    private final Startup startup;

    /** @param workers where the disk is read */
    DownloadRoute(Startup startup, WorkerExecutor workers) {
        this.workers = workers;
        this.startup = startup;
    }

    void mount(Router router) {
        router.get(FileRoutes.PATH + "/:fileId/content").handler(this::send);
    }

    private void send(RoutingContext ctx) {
        FileTransfer transfer = startup.transfer().orElseThrow(() -> Questions.starting(ctx));
        new Query(ctx).refuseOthers();
        transfer.open(ctx.pathParam("fileId"))
                .onSuccess(content -> send(ctx, content))
                .onFailure(ctx::fail);
    }

    private void send(RoutingContext ctx, FileContent content) {
        HttpServerResponse response = ctx.response();
        StoredFile file = content.file();
        String etag = '"' + file.sha256() + '"';
        if (response.closed()) {
            close(content.bytes());
            return;
        }
        response.putHeader(HttpHeaders.ETAG, etag).putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        if (etag.equals(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            close(content.bytes());
            response.setStatusCode(304).end();
            return;
        }
        // As they lie: compressing bytes of any kind on their way mostly costs time, and the length would be lost.
        response.putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(file.sizeBytes()))
                .putHeader("Content-Disposition", disposition(file.name()));
        pump(response, content.bytes(), 0, file.sizeBytes())
                .compose(sent -> response.end())
                .onFailure(failure -> abandon(ctx, file, failure))
                .onComplete(ended -> close(content.bytes()));
    }

    private Future<Void> pump(HttpServerResponse response, FileChannel bytes, long from, long size) {
        if (from == size) {
            return Future.succeededFuture();
        }
        return workers.executeBlocking(() -> read(bytes, from, (int) Math.min(PIECE_BYTES, size - from)), false)
                .compose(piece -> response.write(piece)
                        .timeout(LONGEST_STALL_MS, TimeUnit.MILLISECONDS)
                        .compose(written -> pump(response, bytes, from + piece.length(), size)));
    }

    private static Buffer read(FileChannel bytes, long from, int length) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(length);
        while (piece.hasRemaining()) {
            if (bytes.read(piece, from + piece.position()) < 0) {
                throw new EOFException("the file ends at " + (from + piece.position()));
            }
        }
        return Buffer.buffer(piece.array());
    }

    /** Half an answer is out: only the end of the connection can say that the rest will not come. */
    private static void abandon(RoutingContext ctx, StoredFile file, Throwable failure) {
        if (failure instanceof ProblemException || !ctx.response().headWritten()) {
            ctx.fail(failure);
            return;
        }
        if (!ctx.response().closed()) {
            LOG.warn("the download of {} ended early: {}", file.id(), failure.toString());
            Connections.sever(ctx.request().connection());
        }
    }

    private void close(FileChannel bytes) {
        workers.executeBlocking(
                () -> {
                    bytes.close();
                    return null;
                },
                false);
    }

    /**
     * The name for saving it: exact in {@code filename*}, and a plain one for who does not know that.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6266">RFC 6266</a>
     */
    static String disposition(String name) {
        StringBuilder exact = new StringBuilder();
        StringBuilder plain = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            boolean simple =
                    character < 0x80 && (Character.isLetterOrDigit(character) || "-._~".indexOf(character) >= 0);
            exact.append(simple ? String.valueOf(character) : String.format(Locale.ROOT, "%%%02X", octet));
            plain.append(simple ? character : '_');
        }
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + exact;
    }
}
