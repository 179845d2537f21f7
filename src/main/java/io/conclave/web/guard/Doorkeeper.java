package io.conclave.web.guard;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.config.HttpSettings;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks at who asks, before anything looks at what. Three questions:
 *
 * <ul>
 *   <li>Was it meant for us? Without a token, on a loopback address, the name in {@code Host} must be one of this
 *       machine's own: a foreign name that resolves to 127.0.0.1 makes any web page ours (DNS rebinding).
 *   <li>Does another site's page send it? The {@code Origin} of what changes something or opens a stream must be our
 *       own (RFC 6454), since a browser adds its user's cookies and network place to whatever a page asks for.
 *   <li>Does the caller hold the token, where one is set: as bearer (RFC 6750), or by a session?
 * </ul>
 */
public final class Doorkeeper {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");
    private static final String BEARER = "bearer ";

    private final HttpSettings settings;
    private final Sessions sessions;

    public Doorkeeper(HttpSettings settings, Sessions sessions) {
        this.settings = settings;
        this.sessions = sessions;
    }

    /** Lets a request in, or fails it with 400, 401, 403 or 421. */
    public void handle(RoutingContext ctx) {
        try {
            requireOwnName(ctx.request());
            requireOwnOrigin(ctx);
            authority(ctx).grantTo(ctx);
        } catch (ProblemException refused) {
            ctx.fail(refused);
            return;
        }
        ctx.next();
    }

    private void requireOwnName(HttpServerRequest request) {
        HostAndPort name = request.authority();
        if (name == null) {
            throw new Problem(
                            400,
                            "missing_host",
                            "the request does not say for whom it is",
                            "Host",
                            request.getHeader(HttpHeaders.HOST),
                            "host or host:port")
                    .asException();
        }
        String host = name.host().toLowerCase(Locale.ROOT);
        if (settings.token().isEmpty()
                && LOOPBACK.matcher(settings.host()).matches()
                && !LOOPBACK.matcher(host).matches()) {
            throw new Problem(421, "foreign_host", "this name is not ours", "Host", host, "localhost or 127.0.0.1")
                    .asException();
        }
    }

    private static void requireOwnOrigin(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean matters =
                !SAFE.contains(request.method()) || ctx.normalizedPath().startsWith("/eventbus");
        if (origin == null || !matters) {
            return;
        }
        String own = request.authority().toString();
        if (!origin.equalsIgnoreCase("http://" + own) && !origin.equalsIgnoreCase("https://" + own)) {
            throw new Problem(
                            403,
                            "foreign_origin",
                            "pages of other sites may not do this",
                            "Origin",
                            origin,
                            "http://" + own)
                    .asException();
        }
    }

    private Authority authority(RoutingContext ctx) {
        if (settings.token().isEmpty() || isOpen(ctx.normalizedPath())) {
            return Authority.ALWAYS;
        }
        String given = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (given != null && given.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            if (isToken(given.substring(BEARER.length()).strip())) {
                return Authority.ALWAYS;
            }
            throw unauthorised(ctx, "wrong_token", "this is not the token");
        }
        Cookie cookie = ctx.request().getCookie(cookieName(ctx));
        if (cookie != null && sessions.holds(cookie.getValue())) {
            String session = cookie.getValue();
            return () -> sessions.holds(session);
        }
        throw unauthorised(ctx, "token_required", "this needs the token that the server was started with");
    }

    /** What tells nothing of the ensemble and changes nothing: the page's own files, health, and the way in. */
    private static boolean isOpen(String path) {
        return path.equals("/")
                || path.equals("/ui")
                || path.startsWith("/ui/")
                || path.startsWith("/health/")
                || path.equals("/api/session")
                || path.equals("/api/openapi.yaml");
    }

    private static ProblemException unauthorised(RoutingContext ctx, String code, String detail) {
        ctx.response().putHeader("WWW-Authenticate", "Bearer realm=\"conclave\"");
        return new Problem(401, code, detail, "Authorization", null, "Bearer <CONCLAVE_TOKEN>").asException();
    }

    /** Whether this is the token, where one is set; takes as long for every text of its length. */
    public boolean isToken(String given) {
        return settings.token()
                .filter(token -> MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    /** Whether everybody is let in. */
    public boolean isOpenToAll() {
        return settings.token().isEmpty();
    }

    /**
     * What the session's cookie is called here. It holds the port, since browsers share cookies over the ports of a
     * host (RFC 6265, section 8.5) and a second controller beside this one has its own sessions.
     */
    public static String cookieName(RoutingContext ctx) {
        return "conclave_session_" + ctx.request().localAddress().port();
    }
}
