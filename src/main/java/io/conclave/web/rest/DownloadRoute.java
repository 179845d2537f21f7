package io.conclave.web.rest;

import io.conclave.bus.ProblemException;
import io.conclave.files.FileContent;
import io.conclave.files.FileTransfer;
import io.conclave.files.StoredFile;
import io.conclave.storage.StoredBytes;
import io.conclave.web.guard.Connections;
import io.conclave.web.state.Startup;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
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
    private static final long LONGEST_STALL_MS = 30_000;

    private final Startup startup;

    DownloadRoute(Startup startup) {
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
            content.bytes().close();
            return;
        }
        response.putHeader(HttpHeaders.ETAG, etag).putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        if (etag.equals(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            content.bytes().close();
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
                .onComplete(ended -> content.bytes().close());
    }

    private static Future<Void> pump(HttpServerResponse response, StoredBytes bytes, long from, long size) {
        if (from == size) {
            return Future.succeededFuture();
        }
        return bytes.next().timeout(LONGEST_STALL_MS, TimeUnit.MILLISECONDS).compose(piece -> {
            if (piece.length() == 0 || from + piece.length() > size) {
                return Future.failedFuture(new IOException("it is not " + size + " bytes long"));
            }
            return response.write(piece)
                    .timeout(LONGEST_STALL_MS, TimeUnit.MILLISECONDS)
                    .compose(written -> pump(response, bytes, from + piece.length(), size));
        });
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
