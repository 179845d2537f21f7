package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import io.conclave.testing.RunningProduct;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The servers' own logs on the page: live, searched, and around a moment, with real servers that write them. */
class LogsPageIT extends BrowserTest {

    private static final String JOINED = "Peer state changed: following - broadcast";

    @BeforeAll
    static void start() throws Exception {
        launch(AT_REST);
    }

    @BeforeEach
    void settle() {
        product.awaitHealthyEnsemble();
    }

    @Test
    void linesOfARestartedServerComeByThemselvesAndAreFoundByTheSearch() throws Exception {
        String follower = follower();
        open("?node=" + follower + "&only=1&q=" + JOINED.replace(" ", "+"));
        assertThat(page.locator("[data-tail=live]")).isVisible(visible());
        int before = found();

        product.send("POST", "/api/nodes/" + follower + "/restart", null);

        awaitFound(before + 1);
        assertThat(entries().last()).containsText(JOINED);
        assertThat(entries().last()).hasAttribute("data-log-node", follower);
        assertThat(entries().last().locator("mark")).hasText(JOINED);
    }

    @Test
    void allServersAreMergedByTimeAndOneCanBeChosenAndTheBackButtonUndoesIt() {
        open("");
        Awaitility.await().untilAsserted(() -> assertThat(times()).isNotEmpty());
        assertThat(times()).isSorted();

        page.locator("select[data-filter=node]").selectOption("zk2");
        assertThat(page).hasURL(Pattern.compile("node=zk2"));
        assertThat(page.locator("[data-log-node=zk1], [data-log-node=zk3]")).hasCount(0);
        assertThat(page.locator("[data-log-node=zk2]").first()).isVisible(visible());

        page.locator("select[data-filter=level]").selectOption("WARN");
        assertThat(page.locator("[data-level=INFO]")).hasCount(0);
        page.goBack();
        assertThat(page.locator("[data-level=INFO]").first()).isVisible(visible());
        page.goBack();
        assertThat(page.locator("select[data-filter=node]")).hasValue("");
    }

    @Test
    void searchMarksWhatItFindsAndEnterGoesFromOneToTheNext() {
        open("?node=zk1");
        page.locator("[data-search]").fill("ELECTION");
        assertThat(page).hasURL(Pattern.compile("q=ELECTION"));
        Awaitility.await().untilAsserted(() -> assertThat(found()).isGreaterThan(1));

        page.locator("[data-search]").press("Enter");
        assertThat(page.locator(".log-outcome")).hasText(Pattern.compile("1 of \\d+"));
        assertThat(page.locator("[data-current] mark").first())
                .hasText(Pattern.compile("election", Pattern.CASE_INSENSITIVE));
        page.locator("[data-search]").press("Enter");
        assertThat(page.locator(".log-outcome")).hasText(Pattern.compile("2 of \\d+"));
        page.locator("[data-search]").press("Shift+Enter");
        assertThat(page.locator(".log-outcome")).hasText(Pattern.compile("1 of \\d+"));
        page.locator("[data-search]").press("Shift+Enter");
        assertThat(page.locator(".log-outcome")).hasText(found() + " of " + found());
    }

    @Test
    void patternsAreUnderstoodAndOneThatTakesForEverIsGivenUpWithoutThePageStandingStill() {
        open("?node=zk1&q=" + encode("/my(id|sid)|zxid:0x[0-9a-f]+/i"));
        Awaitility.await().untilAsserted(() -> assertThat(found()).isPositive());

        page.locator("[data-search]").fill("/([/");
        assertThat(page.locator(".log-outcome")).containsText("cannot be read", contained());

        page.locator("[data-search]").fill("/(.*.*.*.*.*)*<never>/");
        assertThat(page.locator(".log-outcome")).containsText("takes too long", contained());
        page.locator("[data-search]").fill("election");
        Awaitility.await().untilAsserted(() -> assertThat(found()).isPositive());
    }

    @Test
    void whatComesWhilePausedWaitsAndIsCountedUntilItIsResumed() throws Exception {
        String follower = follower();
        open("?node=" + follower);
        assertThat(entries().first()).isVisible(visible());
        page.locator("[data-action=pause]").click();
        assertThat(page.locator("[data-tail=held]")).isVisible();
        String lines = page.locator("[data-lines]").getAttribute("data-lines");

        product.send("POST", "/api/nodes/" + follower + "/restart", null);

        assertThat(page.locator("[data-action=to-end]")).hasText(Pattern.compile("\\d+ new lines?"), texted());
        assertThat(page.locator("[data-lines]")).hasAttribute("data-lines", lines);
        page.locator("[data-action=to-end]").click();
        assertThat(page.locator("[data-tail=live]")).isVisible();
        assertThat(page.locator("[data-lines]")).not().hasAttribute("data-lines", lines);
    }

    @Test
    void linkToAMomentShowsAndMarksTheLinesAroundIt() throws Exception {
        String follower = follower();
        product.send("POST", "/api/nodes/" + follower + "/restart", null);
        product.awaitHealthyEnsemble();
        JsonNode operation = product.getJson("/api/operations?action=node_restart&node=" + follower)
                .get("operations")
                .get(0);

        open("?node=" + follower + "&at=" + operation.get("timestamp").asText());

        assertThat(page.locator("[data-moment]")).isInViewport();
        assertThat(page.locator("[data-reach=reached]")).containsText("30 seconds", contained());
        assertThat(page.locator("[data-near]").first()).isVisible(visible());
        page.locator("[data-action=live]").click();
        assertThat(page.locator("[data-moment]")).hasCount(0);
        assertThat(page).not().hasURL(Pattern.compile("at="));
        assertThat(page.locator("[data-tail=live]")).isVisible();
    }

    @Test
    void momentThatTheLogsDoNotReachIsSaidPlainly() {
        open("?node=zk1&at=" + Instant.now().minus(Duration.ofDays(3)));
        assertThat(page.locator("[data-moment-bar]")).containsText("the moment lies before", contained());
        page.navigate(address("logs?node=zk1&at=" + Instant.now().plus(Duration.ofDays(1))));
        assertThat(page.locator("[data-reach=ahead]")).isVisible(visible());
    }

    @Test
    void clearedLinesAreGoneAndWrappingIsRememberedInTheAddress() {
        open("?node=zk1");
        assertThat(entries().first()).isVisible(visible());
        page.locator("[data-action=wrap]").click();
        assertThat(page).hasURL(Pattern.compile("wrap=0"));
        page.locator("[data-action=clear]").click();
        assertThat(page.locator(".log-none")).isVisible(visible());
    }

    @Test
    void linesAreReadWithTimeZoneLevelClassMessageAndWhatGoesOnWithThem() {
        open("?node=zk1");
        Object parsed = page.evaluate(
                """
                async () => {
                  const { parseLine } = await import('/ui/js/logs/log-line.js');
                  const { LogBook } = await import('/ui/js/logs/log-book.js');
                  const line = parseLine('2026-11-25 18:04:59,770 [myid:1] - WARN  [QuorumPeer[myid=1](plain=[::]:2181):Learner@165] - a: [b] - c');
                  const zoned = parseLine('2026-11-25T18:04:59.7+02:00 ERROR gone');
                  const book = new LogBook(3);
                  book.append([
                    { node: 'b', line: '2026-11-25 18:00:01,000Z INFO one', at: null },
                    { node: 'a', line: '2026-11-25 18:00:00,000Z INFO two', at: null },
                    { node: 'b', line: '\\tat a.Stack(Trace.java)', at: null },
                    { node: 'b', line: '2026-11-25 18:00:03,000Z INFO three', at: null },
                    { node: 'b', line: '2026-11-25 17:00:03,000Z INFO oldest', at: null },
                  ]);
                  return [line.level, line.source, line.message, line.zoneMs, new Date(line.wallMs).toISOString(),
                    zoned.level, zoned.zoneMs, zoned.message, parseLine('\\tat x.Y'),
                    book.records.map((record) => record.message + record.more.length).join(), book.dropped];
                }
                """);
        List<Object> expected = new ArrayList<>(List.of(
                "WARN", "Learner", "a: [b] - c", "none", "2026-11-25T18:04:59.770Z", "ERROR", 7_200_000, "gone"));
        expected.set(3, null);
        expected.add(null);
        expected.addAll(List.of("two0,one1,three0", 1));
        assertThat(parsed).isEqualTo(expected);
    }

    @Test
    void logOfANodesCardLeadsToThePage() {
        page = browser.open(address(""), 1440, 900);
        page.locator("[data-node=zk2] [data-action=log]").click();
        page.locator("dialog [data-link=logs]").click();

        assertThat(page).hasURL(Pattern.compile("/ui/logs\\?node=zk2"));
        assertThat(page.locator("dialog.log-dialog[open]")).hasCount(0);
        assertThat(page.locator("[data-log-node=zk2]").first()).isVisible(visible());
    }

    @Test
    void ensembleWhoseServersCannotBeReachedSaysWhyThereAreNoLogsAndWhatToSet() throws Exception {
        List<String> nodes = new ArrayList<>();
        product.getJson("/api/overview")
                .get("ensemble")
                .get("nodes")
                .forEach(node -> nodes.add(node.get("id").asText() + "="
                        + node.get("host").asText() + ":" + node.get("port").asInt()));
        Path other = Files.createDirectory(folder.resolve("attached"));
        try (RunningProduct attached =
                RunningProduct.launch(other, Map.of("ZK_NODES", String.join(",", nodes)), "serve")) {
            attached.awaitHealthyEnsemble();
            page = browser.open(attached.base().resolve("/ui/logs").toString(), 1440, 900);
            assertThat(page.locator("[data-logs-off]")).containsText("NODE_CONTROL", contained());
            // A page that is left open would complain of the server that ends.
            page.navigate("about:blank");
        }
    }

    @Test
    void pageIsInChineseTooAndFitsANarrowScreen() {
        open("");
        assertThat(entries().first()).isVisible(visible());
        page.getByTitle("Switch the page to Chinese").click();
        page.setViewportSize(360, 740);
        assertThat(page.locator(".logs")).containsText("服务器日志");
        page.waitForFunction("() => document.documentElement.scrollWidth <= 360");
    }

    private static String follower() throws Exception {
        for (JsonNode node : product.getJson("/api/overview").get("ensemble").get("nodes")) {
            if (node.get("role").asText().equals("follower")) {
                return node.get("id").asText();
            }
        }
        throw new AssertionError("nobody follows");
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private void open(String query) {
        page = browser.open(address("logs" + query), 1440, 900);
    }

    private Locator entries() {
        return page.locator("[data-log-node]");
    }

    @SuppressWarnings("unchecked")
    private List<String> times() {
        return (List<String>) entries().locator("time").evaluateAll("all => all.map((one) => one.dateTime)");
    }

    private int found() {
        return Integer.parseInt(page.locator("[data-found]").getAttribute("data-found"));
    }

    private void awaitFound(int least) {
        Awaitility.await().atMost(Duration.ofMillis((long) LIMIT_MS)).untilAsserted(() -> assertThat(found())
                .isGreaterThanOrEqualTo(least));
    }
}
