package io.conclave.web.guard;

import io.conclave.config.GrafanaSettings;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * What browsers are told of every answer: to believe its media type, to show it in no foreign frame, to say nothing of
 * it to other sites, and to run only what is ours. Nothing inline and no {@code eval} is permitted anywhere.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy 3</a>
 */
public final class SecurityHeaders {

    /** What the page may load and do, frames left out. */
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** What anything else may: nothing, also where a browser is led to show it. */
    private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

    private SecurityHeaders() {}

    /** What the page may load and do: in a frame it may show the Grafana of the settings and nothing else. */
    public static String pagePolicy(Optional<GrafanaSettings> grafana) {
        return PAGE_POLICY
                + grafana.map(framed -> "; frame-src " + framed.origin()).orElse("");
    }

    /** Adds the headers to the answer that is to come. */
    public static void handle(RoutingContext ctx) {
        MultiMap headers = ctx.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Content-Security-Policy", DATA_POLICY);
        ctx.next();
    }
}
