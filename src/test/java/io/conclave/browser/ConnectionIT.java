package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.conclave.bus.Json;
import io.conclave.testing.Browser;
import io.conclave.testing.Relay;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.StreamViewer;
import io.conclave.testing.UnusedPort;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page while its connection breaks, is cut for a while, or the whole controller is started anew. */
class ConnectionIT extends BrowserTest {

    private static final int CUTS = 4;
    private static final int TASKS_A_CUT = 15;

    /** The topics of rows, and what makes a row the same in two places. */
    private static final Map<String, String> ROWS = Map.of(
            "operations", "id",
            "tasks", "id",
            "migrations", "id",
            "elections", "at");

    /** A page that was loaded anew would have forgotten it. */
    private static final String MARK = "window.markOfThisLoad";

    private static int port;

    private Relay relay;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        port = UnusedPort.any();
        product = launch();
    }

    private static RunningProduct launch() throws Exception {
        RunningProduct started = RunningProduct.demo(
                folder,
                Map.of(
                        "HTTP_PORT", "" + port,
                        "AUTO_SCHEDULER_ENABLED", "false",
                        "DEMO_WORKLOAD_ENABLED", "false"));
        Awaitility.await("it takes orders")
                .until(() -> started.send("POST", "/api/tasks", "{}").statusCode() == 201);
        return started;
    }

    @BeforeEach
    void open() throws Exception {
        forgiveThatTheServerIsAway();
        relay = Relay.to(port);
        page = browser.open(relay.base().resolve("/ui/operations").toString(), 1440, 1000);
        awaitLive();
        page.waitForSelector("main .panel-head h2");
        page.evaluate(MARK + " = true");
    }

    @AfterEach
    void close() throws Exception {
        assertThat(page.evaluate(MARK)).as("the page was not loaded anew").isEqualTo(true);
        relay.close();
    }

    @Test
    void cutConnectionIsToldWithTheAgeOfWhatIsShownAndTheNextAttempt() {
        relay.cut();

        assertThat(page.locator(".link-state")).containsText("Reconnecting", contained());
        assertThat(page.locator(".banner")).isVisible(visible());
        assertThat(page.locator(".banner")).containsText(Pattern.compile("as of \\d+(\\.\\d)? s ago"), contained());
        assertThat(page.locator(".banner"))
                .containsText(
                        Pattern.compile("[2-9] attempts failed, the next comes in \\d+(\\.\\d)? s|Attempt [3-9]"),
                        contained());
        assertThat(page.locator("[role=status]", new Page.LocatorOptions().setHasText("The connection is lost.")))
                .hasCount(1);
        assertThat(page.locator("main")).hasClass(Pattern.compile("is-stale"));
        assertThat(page.locator("main .panel-head .chip.warn").first()).containsText("as of");
        assertThat(page.locator("main .panel button.small:enabled", new Page.LocatorOptions().setHasText("New task")))
                .hasCount(0);

        relay.mend();
        page.locator("[data-action=reconnect]:enabled").click();

        awaitLive();
        assertThat(page.locator("main")).not().hasClass(Pattern.compile("is-stale"));
        assertThat(page.locator("[role=status]", new Page.LocatorOptions().setHasText("The connection is back.")))
                .hasCount(1);
    }

    @Test
    void noRowIsMissingOrDoubledAfterCutsInTheMiddleOfTheirComing() throws Exception {
        for (int cut = 0; cut < CUTS; cut++) {
            send("POST", "/api/demo/stress", "{\"node\":\"zk1\",\"files\":6,\"trigger_scheduler\":true}");
            for (int i = 0; i < TASKS_A_CUT; i++) {
                if (i == TASKS_A_CUT / 3) {
                    relay.cut();
                }
                long task =
                        Json.parse(send("POST", "/api/tasks", "{}")).get("id").asLong();
                // Only so many may be under way, so each is taken to its end.
                send("POST", "/api/tasks/" + task + "/advance", null);
                send("POST", "/api/tasks/" + task + "/advance", null);
            }
            send("POST", "/api/nodes/zk2/drain", "{\"reason\":\"cut " + cut + "\"}");
            relay.mend();
            send("POST", "/api/nodes/zk2/undrain", null);
            awaitLive();
        }
        awaitSameRowsAsAnybodyElse();
        List<Long> operations = new ArrayList<>();
        product.getJson("/api/operations?limit=200")
                .get("operations")
                .forEach(row -> operations.add(row.get("id").asLong()));
        List<?> shown = (List<?>) page.evaluate(
                "async () => (await import('/ui/js/core/store.js')).store.operations.map((row) => row.id)");
        assertThat(shown.stream().map(id -> ((Number) id).longValue())).containsExactlyElementsOf(operations);
    }

    @Test
    void controllerThatIsStartedAnewIsFoundAgainByThePageThatStayedOpen() throws Exception {
        send("POST", "/api/tasks", "{}");
        product.kill();
        assertThat(page.locator(".banner")).isVisible(visible());

        product = launch();
        send("POST", "/api/tasks", "{}");

        awaitLive();
        awaitSameRowsAsAnybodyElse();
        assertThat(page.locator(".banner")).hasCount(0);
    }

    private void awaitLive() {
        assertThat(page.locator(".link-state")).hasAttribute("data-phase", "live", attribute());
    }

    /** What the page keeps is what a viewer gets who comes only now, in the same order, each row once. */
    private void awaitSameRowsAsAnybodyElse() {
        try (StreamViewer other = StreamViewer.connect(URI.create("ws://127.0.0.1:" + port))) {
            ROWS.forEach((field, key) -> Awaitility.await(field)
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> {
                        List<String> theirs = new ArrayList<>();
                        other.snapshot("conclave." + field)
                                .get("state")
                                .get("recent")
                                .forEach(row -> theirs.add(0, row.get(key).asText()));
                        assertThat(rows(field, key)).containsExactlyElementsOf(newestOfEach(field, theirs));
                    }));
        }
    }

    /** A row that changed is in the stream as often; the page shows it once, where it came first. */
    private static List<String> newestOfEach(String field, List<String> newestFirst) {
        if (field.equals("elections")) {
            return newestFirst;
        }
        List<String> oldestFirst = new ArrayList<>(newestFirst);
        Collections.reverse(oldestFirst);
        List<String> once = new ArrayList<>(new LinkedHashSet<>(oldestFirst));
        Collections.reverse(once);
        return once;
    }

    private List<String> rows(String field, String key) {
        Object rows = page.evaluate(
                "async ([field, key]) => (await import('/ui/js/core/store.js')).store[field].map((row) => `${row[key]}`)",
                List.of(field, key));
        return ((List<?>) rows).stream().map(String::valueOf).toList();
    }

    /** Straight to the product, beside the relay. */
    private static String send(String method, String path, String body) throws Exception {
        var answer = product.send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }
}
