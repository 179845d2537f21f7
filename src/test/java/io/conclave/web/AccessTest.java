package io.conclave.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in, without and with a token. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {

    private static final String TOKEN = "correct horse battery staple";
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private RunningEdge open;
    private RunningEdge locked;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        open = RunningEdge.open(folder);
        locked = RunningEdge.withToken(folder, TOKEN);
    }

    @AfterAll
    void stop() {
        open.close();
        locked.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1.evil.example", "file://"})
    void pageOfAnotherOriginMayChangeNothingAndOpenNoStream(String origin) throws Exception {
        HttpResponse<String> post = open.send("POST", "/api/demo/tick", null, "Origin", origin);
        String upgrade = open.exchange("GET /eventbus/websocket HTTP/1.1\r\nHost: 127.0.0.1:" + open.port + "\r\n"
                + "Origin: " + origin + "\r\nConnection: close\r\n\r\n");

        assertThat(post.statusCode()).isEqualTo(403);
        assertThat(Json.parse(post.body()).get("code").asText()).isEqualTo("foreign_origin");
        assertThat(upgrade).startsWith("HTTP/1.1 403");
    }

    @Test
    void ourOwnPageMay() throws Exception {
        assertThat(open.send("POST", "/api/demo/tick", null, "Origin", "http://127.0.0.1:" + open.port)
                        .statusCode())
                .isEqualTo(200);
        assertThat(open.exchangeHead("GET /eventbus/websocket HTTP/1.1\r\nHost: 127.0.0.1:" + open.port + "\r\nOrigin: "
                        + "http://127.0.0.1:" + open.port + "\r\n" + UPGRADE + "\r\n"))
                .startsWith("HTTP/1.1 101");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080,200",
        "127.0.0.1,200",
        "127.8.8.8:1,200",
        "[::1]:8080,200",
        "LOCALHOST,200",
        "evil.example,421",
        "127.0.0.1.evil.example,421",
        "localhost.evil.example:8080,421"
    })
    void foreignNameThatResolvesToThisMachineIsRefused(String host, int status) throws Exception {
        assertThat(open.exchange("GET /api/overview HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/overview",
                "GET /api/files",
                "GET /metrics",
                "POST /api/demo/tick",
                "GET /eventbus/websocket",
                "GET /eventbus/info",
                "GET /nothing",
                "GET /ui/../api/overview",
                "GET /api/session/../overview"
            })
    void withoutTheTokenNothingIsTold(String call) throws Exception {
        String response = locked.exchange(call + " HTTP/1.1\r\nHost: any.example\r\nConnection: close\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 401").containsIgnoringCase("www-authenticate: Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/", "/health/live", "/health/ready", "/api/openapi.yaml"})
    void whatTellsNothingNeedsNoToken(String path) throws Exception {
        assertThat(locked.get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"Bearer ,200", "bearer ,200", "Basic ,401", "Bearer x,401"})
    void tokenIsABearerToken(String before, int status) throws Exception {
        assertThat(locked.send("GET", "/api/overview", null, "Authorization", before.stripLeading() + " " + TOKEN)
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void browserGetsACookieForTheTokenAndTheStreamOpensWithItUntilItIsGivenUp() throws Exception {
        HttpResponse<String> wrong = locked.send("POST", "/api/session", "{\"token\":\"guess\"}");
        HttpResponse<String> right = locked.send("POST", "/api/session", "{\"token\":\"" + TOKEN + "\"}");
        String cookie = right.headers().firstValue("Set-Cookie").orElseThrow();
        String sent = cookie.substring(0, cookie.indexOf(';'));

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(right.statusCode()).isEqualTo(204);
        assertThat(cookie)
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict", "Path=/")
                .doesNotContain(TOKEN);
        assertThat(locked.send("GET", "/api/overview", null, "Cookie", sent).statusCode())
                .isEqualTo(200);
        assertThat(locked.exchangeHead("GET /eventbus/websocket HTTP/1.1\r\nHost: a.example\r\nCookie: " + sent + "\r\n"
                        + UPGRADE + "\r\n"))
                .startsWith("HTTP/1.1 101");

        locked.send("DELETE", "/api/session", null, "Cookie", sent);

        assertThat(locked.send("GET", "/api/overview", null, "Cookie", sent).statusCode())
                .isEqualTo(401);
    }
}
