package io.conclave.agent;

import io.conclave.bus.Problem;
import io.conclave.config.AgentSettings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.regex.Pattern;

/** Looks at who asks before anything looks at what: the token where there is one, else whether the name is ours. */
final class AgentGate {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");
    private static final String BEARER = "bearer ";

    private final AgentSettings settings;

    AgentGate(AgentSettings settings) {
        this.settings = settings;
    }

    /**
     * Lets a request in.
     *
     * @throws io.conclave.bus.ProblemException 401 without the token; 421 for a foreign name, under which a page in a
     *     browser of this machine could have come (DNS rebinding)
     */
    void requireWelcome(HttpServerRequest request) {
        if (settings.token().isPresent()) {
            requireToken(
                    request.getHeader(HttpHeaders.AUTHORIZATION),
                    settings.token().get());
        } else if (LOOPBACK.matcher(settings.host()).matches()
                && (request.authority() == null
                        || !LOOPBACK.matcher(request.authority().host().toLowerCase(Locale.ROOT))
                                .matches())) {
            throw new Problem(421, "foreign_host", "this name is not ours", "Host", null, "localhost or 127.0.0.1")
                    .asException();
        }
    }

    private static void requireToken(String given, String token) {
        boolean bearer = given != null && given.toLowerCase(Locale.ROOT).startsWith(BEARER);
        if (!bearer || !isSame(given.substring(BEARER.length()).strip(), token)) {
            throw new Problem(
                            401,
                            bearer ? "wrong_token" : "missing_token",
                            bearer ? "this is not the token" : "the agent wants its token",
                            "Authorization",
                            null,
                            "Bearer and the CONCLAVE_TOKEN that the agent was started with")
                    .asException();
        }
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
