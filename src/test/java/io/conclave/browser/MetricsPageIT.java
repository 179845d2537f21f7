package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.sun.net.httpserver.HttpServer;
import io.conclave.testing.Browser;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.UnusedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The metrics page with real servers, and a web server that stands in for Grafana. */
class MetricsPageIT extends BrowserTest {

    private static final int FIGURES = 8;
    private static final int ENOUGH_ROWS = 4;

    private static HttpServer grafana;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        grafana = standIn();
        product = RunningProduct.demo(
                Files.createDirectory(folder.resolve("with")),
                Map.of(
                        "DEMO_WORKLOAD_INTERVAL",
                        "2",
                        "GRAFANA_URL",
                        "http://127.0.0.1:" + grafana.getAddress().getPort() + "/grafana"));
        Awaitility.await("figures of a while")
                .atMost(Duration.ofSeconds(60))
                .until(() -> product.getJson("/api/figures").findValues("atMs").stream()
                        .allMatch(column -> column.size() >= ENOUGH_ROWS));
    }

    private static HttpServer standIn() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            boolean health = path.equals("/grafana/api/health");
            byte[] body = (health ? "{\"database\":\"ok\"}" : "<!doctype html><title>d</title><p>" + path)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", health ? "application/json" : "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    @AfterAll
    static void stopGrafana() {
        if (grafana != null) {
            grafana.stop(0);
        }
    }

    @Test
    void chartsAreFullOfTheLastMinutesAsSoonAsThePageOpens() {
        open(product, "");

        assertThat(page.locator("[data-chart]")).hasCount(FIGURES);
        for (String figure : new String[] {"maxLatency", "connections", "outstanding", "znodes", "received", "sent"}) {
            assertThat(chart(figure).locator("[data-readout] [data-value]")).hasCount(3, counted());
        }
        // Lines, not axes alone: in the place of the first readings the canvas has other colours than those of a grid.
        Awaitility.await("lines on the canvas").atMost(Duration.ofSeconds(20)).until(() -> colours("connections") > 3);
        assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                .isEqualTo(0);
    }

    @Test
    void tableTellsInFiguresWhatTheChartShows() {
        open(product, "");
        Locator znodes = chart("znodes");
        assertThat(znodes.locator("[data-value]")).hasCount(3, counted());

        znodes.locator("[data-act=as-table]").press("Enter");

        assertThat(znodes.locator("table tbody tr")).hasCount(3);
        assertThat(znodes.locator("tr[data-row=zk1] [data-cell=told]")).hasText(Pattern.compile("[0-9,]+"));
        assertThat(znodes.locator("tr[data-row=zk1] [data-cell=most]")).hasText(Pattern.compile("[0-9,]+"));
        assertThat(znodes.locator("canvas")).hasCount(0);
    }

    @Test
    void legendTakesANodeAwayAndBringsItBackByKeyboard() {
        open(product, "");
        Locator key = page.locator("[data-legend=zk2]");

        key.press("Space");
        assertThat(key).hasAttribute("aria-pressed", "false");
        assertThat(page.locator("[data-readout] [data-node=zk2]")).hasCount(0);

        key.press("Space");
        assertThat(page.locator("[data-readout] [data-node=zk2]")).hasCount(FIGURES);
    }

    @Test
    void crosshairGoesThroughAllChartsAndTellsWhatWasThen() {
        open(product, "");
        Locator slider = chart("connections").locator("[role=slider]");

        slider.focus();
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("ArrowLeft");

        assertThat(page.locator("[data-told]")).hasText(Pattern.compile("values at [0-9:]{8}"));
        assertThat(slider).hasAttribute("aria-valuetext", Pattern.compile("[0-9:]{8}, zk1 .*zk3 .*"));
        assertThat(chart("znodes").locator("[data-readout] [data-value]")).hasCount(3, counted());

        page.keyboard().press("Escape");
        assertThat(page.locator("[data-told]")).hasText("newest values");
    }

    @Test
    void addressOfAMomentFreezesTheChartsThereUntilSentBack() {
        Instant moment = Instant.now().minusSeconds(3);
        open(product, "?at=" + moment + "&node=zk2");

        assertThat(page.locator("[data-frozen=kept]")).containsText("zk2", contained());
        assertThat(page.locator("[data-told]")).hasAttribute("data-told", String.valueOf(moment.toEpochMilli()));
        assertThat(page.locator("[data-legend=zk2]")).hasClass(Pattern.compile("in-focus"));

        page.locator("[data-act=live]").click();
        assertThat(page.locator("[data-frozen]")).hasCount(0);
        assertThat(page).hasURL(Pattern.compile(".*/ui/metrics$"));
    }

    @Test
    void momentThatIsNotKeptIsSaidToBe() {
        open(product, "?at=2020-01-01T00:00:00Z");
        assertThat(page.locator("[data-frozen=older]")).containsText("no longer kept", contained());
        page.context().close();

        open(product, "?at=noon");
        assertThat(page.locator("[data-frozen=bad]")).containsText("noon", contained());
    }

    @Test
    void killedNodeLeavesAGapAndAMark() throws Exception {
        open(product, "");
        String victim = product.getJson("/api/overview").at("/ensemble/leader").asText();
        chart("connections").locator("[data-act=as-table]").click();
        try {
            product.send("POST", "/api/nodes/" + victim + "/kill", "{}");

            assertThat(chart("connections").locator("tr[data-row=" + victim + "] [data-cell=told]"))
                    .hasText("not read", texted());
            assertThat(chart("connections").locator("tr[data-row=" + victim + "] [data-cell=gaps]"))
                    .hasText(Pattern.compile("[1-9]"));
            assertThat(page.locator("[data-mark=lead]").first()).isVisible(visible());
            assertThat(page.locator("[data-mark=warn]").first()).containsText("Kill " + victim, contained());
        } finally {
            product.send("POST", "/api/nodes/" + victim + "/start", "{}");
        }
        product.awaitHealthyEnsemble();
        assertThat(chart("connections").locator("tr[data-row=" + victim + "] [data-cell=told]"))
                .hasText(Pattern.compile("[0-9]+"), texted());
    }

    @Test
    void grafanaIsShownInAFrameWithTheThemeOfThePage() {
        open(product, "");
        Locator frame = page.locator("iframe.grafana-frame");
        frame.scrollIntoViewIfNeeded();

        assertThat(frame)
                .hasAttribute(
                        "src",
                        Pattern.compile(
                                "http://127\\.0\\.0\\.1:\\d+/grafana/d/conclave-ensemble\\?kiosk&.*theme=light"),
                        attribute());
        assertThat(frame).hasAttribute("sandbox", Pattern.compile("allow-scripts"));
        assertThat(page.frameLocator("iframe.grafana-frame").locator("p"))
                .hasText("/grafana/d/conclave-ensemble", texted());
    }

    @Test
    void grafanaThatIsAwayIsANoteThatSaysWhatToDo() throws Exception {
        // The page outlives the second product.
        forgiveThatTheServerIsAway();
        try (RunningProduct without = RunningProduct.demo(
                Files.createDirectory(folder.resolve("without")),
                Map.of("GRAFANA_URL", "http://127.0.0.1:" + UnusedPort.any(), "DEMO_WORKLOAD_ENABLED", "false"))) {
            open(without, "");

            assertThat(page.locator("[data-grafana=no_answer]")).containsText("GRAFANA_URL", contained());
            assertThat(page.locator("iframe")).hasCount(0);
        }
    }

    private void open(RunningProduct on, String query) {
        page = browser.open(on.base().resolve("/ui/metrics" + query).toString(), 1440, 1000);
        assertThat(chart("connections").locator("[data-readout]")).isVisible(visible());
    }

    private Locator chart(String figure) {
        return page.locator("[data-chart=" + figure + "]");
    }

    private int colours(String figure) {
        return ((Number) chart(figure)
                        .locator("canvas")
                        .evaluate("canvas => {"
                                + "const { width, height } = canvas;"
                                + "const data = canvas.getContext('2d').getImageData(0, 0, width, height).data;"
                                + "const seen = new Set();"
                                + "for (let i = 0; i < data.length; i += 4) {"
                                + "  if (data[i + 3] === 255) { seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`); }"
                                + "} return seen.size; }"))
                .intValue();
    }
}
