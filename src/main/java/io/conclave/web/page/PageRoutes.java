package io.conclave.web.page;

import io.conclave.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Serves the page below {@code /ui/}. Browsers keep its files and ask each time whether they have changed, so that a
 * page is never put together from two versions.
 */
public final class PageRoutes {

    private static final String HOME = "/ui/";

    /** A view that the page itself makes; anything with a dot is a file. */
    private static final Pattern VIEW = Pattern.compile("([A-Za-z0-9_-]+/)*[A-Za-z0-9_-]*");

    private final Map<String, Asset> files;
    private final String policy;

    private PageRoutes(Map<String, Asset> files, String policy) {
        this.files = files;
        this.policy = policy;
    }

    /**
     * Reads the page on a worker.
     *
     * @param policy what browsers let the page load and do
     */
    public static Future<PageRoutes> read(WorkerExecutor workers, String policy) {
        return workers.executeBlocking(() -> new PageRoutes(PageFiles.read(), policy), false);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        for (String path : new String[] {"/", "/ui"}) {
            router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::lead);
        }
        router.route(HOME + "*").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::send);
    }

    private void lead(RoutingContext ctx) {
        if (ctx.normalizedPath().equals(HOME)) {
            send(ctx);
            return;
        }
        ctx.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, HOME)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end();
    }

    private void send(RoutingContext ctx) {
        String name = ctx.normalizedPath().substring(HOME.length());
        Asset asset = files.get(VIEW.matcher(name).matches() ? PageFiles.INDEX : name);
        if (asset == null) {
            throw Problem.notFound("path", ctx.request().path(), null).asException();
        }
        HttpServerResponse response = ctx.response();
        response.putHeader("Content-Security-Policy", policy)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.VARY, "Accept-Encoding")
                .putHeader(HttpHeaders.ETAG, asset.etag());
        if (isKnown(asset.etag(), ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, asset.mediaType());
        String accepted = ctx.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        boolean gzip = asset.gzipped() != null && accepted != null && accepted.contains("gzip");
        var content = gzip ? asset.gzipped() : asset.plain();
        if (gzip) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()));
        if (ctx.request().method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(content);
        }
    }

    private static boolean isKnown(String etag, String known) {
        return known != null && (known.equals("*") || known.contains(etag));
    }
}
