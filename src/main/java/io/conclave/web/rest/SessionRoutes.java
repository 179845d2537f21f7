package io.conclave.web.rest;

import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.web.guard.Doorkeeper;
import io.conclave.web.guard.Sessions;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Lets a browser in that holds the token: it hands it over once and gets a cookie that no script can read. */
final class SessionRoutes {

    private static final String PATH = "/api/session";

    /** What the browser hands over. */
    private record Key(String token) {}

    private final Doorkeeper doorkeeper;
    private final Sessions sessions;
    private final JsonBody body;

    SessionRoutes(Doorkeeper doorkeeper, Sessions sessions, JsonBody body) {
        this.doorkeeper = doorkeeper;
        this.sessions = sessions;
        this.body = body;
    }

    void mount(Router router) {
        router.post(PATH).handler(body::handle).handler(this::open);
        router.delete(PATH).handler(this::end);
    }

    private void open(RoutingContext ctx) {
        new Query(ctx).refuseOthers();
        Key key = Json.decode(JsonBody.of(ctx), Key.class);
        if (!doorkeeper.isOpenToAll()) {
            if (key == null || key.token() == null || !doorkeeper.isToken(key.token())) {
                throw new Problem(401, "wrong_token", "this is not the token", "token", null, null).asException();
            }
            ctx.response().addCookie(cookie(ctx, sessions.open()).setMaxAge(Sessions.LIFETIME.toSeconds()));
        }
        done(ctx);
    }

    private void end(RoutingContext ctx) {
        new Query(ctx).refuseOthers();
        Cookie given = ctx.request().getCookie(Doorkeeper.cookieName(ctx));
        if (given != null) {
            sessions.end(given.getValue());
            ctx.response().addCookie(cookie(ctx, "").setMaxAge(0));
        }
        done(ctx);
    }

    private static Cookie cookie(RoutingContext ctx, String value) {
        return Cookie.cookie(Doorkeeper.cookieName(ctx), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT);
    }

    private static void done(RoutingContext ctx) {
        ctx.response()
                .setStatusCode(204)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end();
    }
}
