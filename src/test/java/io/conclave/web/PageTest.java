package io.conclave.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.web.guard.SecurityHeaders;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {

    private RunningEdge edge;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        edge = RunningEdge.open(folder);
    }

    @AfterAll
    void stop() {
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ui"})
    void rootLeadsToThePage(String path) throws Exception {
        HttpResponse<String> response = edge.get(path);

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).hasValue("/ui/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/", "/ui/index.html", "/ui/nodes", "/ui/nodes/zk1", "/ui/nodes/"})
    void everyViewIsThePageItself(String path) throws Exception {
        HttpResponse<String> response = edge.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(response.body()).contains("<div id=\"app\">");
    }

    @ParameterizedTest
    @CsvSource({
        "/ui/vendor/vue.js,createApp",
        "/ui/vendor/chart.js,Chart.js",
        "/ui/vendor/vue-router.js,export default VueRouter",
        "/ui/vendor/virtual/index.js,Virtualizer"
    })
    void librariesComeFromTheClassPath(String path, String content) throws Exception {
        HttpResponse<String> response = edge.get(path);

        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/javascript; charset=utf-8");
        assertThat(response.body()).contains(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/none.js",
                "/ui/.git",
                "/ui/js/.hidden",
                "/ui/%2e%2e/openapi.yaml",
                "/ui/..%2f..%2fpom.xml",
                "/ui/%252e%252e/x",
                "/ui/..%5cx",
                "/ui/vendor/../../META-INF/MANIFEST.MF",
                "/webroot/index.html",
                "/META-INF/MANIFEST.MF",
                "/ui/vendor/"
            })
    void nothingElseCanBeReached(String path) throws Exception {
        String response = edge.exchange("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(response).doesNotContain("Manifest-Version", "<project", "openapi: 3");
        if (!path.equals("/ui/vendor/")) {
            assertThat(response).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void policyPermitsOnlyWhatIsOurOwnAndNothingInline() throws Exception {
        String policy =
                edge.get("/ui/").headers().firstValue("Content-Security-Policy").orElseThrow();

        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "*");
        assertThat(policy)
                .as("of Grafana only its origin, and only in a frame")
                .endsWith("; frame-src https://graphs.example:8443")
                .containsOnlyOnce("graphs.example");
        assertThat(SecurityHeaders.pagePolicy(Optional.empty())).doesNotContain("frame-src");
        assertThat(edge.get("/ui/").body())
                .as("inline scripts, styles and handlers would not run")
                .doesNotContainPattern("<script>|<style|\\son[a-z]+=|style=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/", "/api/overview", "/metrics", "/health/live", "/nothing"})
    void everyAnswerCarriesTheSecurityHeaders(String path) throws Exception {
        var headers = edge.get(path).headers();

        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(headers.firstValue("Content-Security-Policy").orElse("")).startsWith("default-src 'none'");
    }

    @Test
    void fileThatHasNotChangedIsNotSentAgain() throws Exception {
        HttpResponse<String> first = edge.get("/ui/vendor/vue.js");
        String etag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = edge.send("GET", "/ui/vendor/vue.js", null, "If-None-Match", etag);
        HttpResponse<String> other = edge.send("GET", "/ui/vendor/vue.js", null, "If-None-Match", "\"other\"");

        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void fileIsCompressedForWhoTakesThat() throws Exception {
        var plain = edge.send("GET", "/ui/vendor/vue.js", null).headers();
        var gzipped = edge.send("GET", "/ui/vendor/vue.js", null, "Accept-Encoding", "gzip")
                .headers();

        assertThat(gzipped.firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(gzipped.firstValueAsLong("Content-Length").orElseThrow())
                .isLessThan(plain.firstValueAsLong("Content-Length").orElseThrow() / 2);
        assertThat(gzipped.firstValue("Vary")).hasValue("Accept-Encoding");
    }
}
