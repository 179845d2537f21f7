package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The search in all logs: of a real ensemble through an election, of the controller, and of what was done. */
class LogSearchPageIT extends BrowserTest {

    @BeforeAll
    static void start() throws Exception {
        launch(AT_REST);
    }

    private void open(String query) {
        page = browser.open(address("logs?view=search" + query), 1440, 900);
    }

    private static JsonNode search(String query) throws Exception {
        return product.getJson("/api/logs/search?" + query);
    }

    private static List<String> messages(JsonNode found) {
        List<String> messages = new ArrayList<>();
        found.get("hits").forEach(hit -> messages.add(hit.get("message").asText()));
        return messages;
    }

    @Test
    void anElectionIsFoundInTheLogsOnceAndToldAsAnEventAndTheOperationThatCausedItIsFoundToo() throws Exception {
        product.awaitHealthyEnsemble();
        String leader =
                product.getJson("/api/overview").get("ensemble").get("leader").asText();
        String took = "q=%22LEADER+ELECTION+TOOK%22+LEADING&node=zk1,zk2,zk3";
        Awaitility.await()
                .untilAsserted(() -> assertThat(search(took).get("hits")).isNotEmpty());
        int before = search(took).get("total").asInt();

        HttpResponse<String> restarted = product.send("POST", "/api/nodes/" + leader + "/restart", null);
        assertThat(restarted.statusCode()).as(restarted.body()).isEqualTo(200);
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        search(took).get("total").asInt())
                .isGreaterThan(before));

        assertThat(messages(search(took)).get(0)).startsWith("LEADING - LEADER ELECTION TOOK - ");
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        messages(search("service=operations&q=node_restart+" + leader)))
                .anyMatch(message -> message.startsWith("node_restart " + leader + ": ok")));
        HttpResponse<String> file = product.get("/api/logs/export?format=text&" + took);
        assertThat(file.body().lines().filter(line -> line.contains("ELECTION TOOK")))
                .hasSizeGreaterThan(before);

        page = browser.open(address(""), 1440, 900);
        Locator told = page.locator(
                        ".feed-row", new Page.LocatorOptions().setHasText("was elected leader; the election took"))
                .first();
        assertThat(told).isVisible(visible());
        told.locator("[data-link=logs]").click();
        assertThat(page.locator(".log-hit").first()).containsText("LEADING - LEADER ELECTION TOOK - ");
        assertThat(page.locator(".log-hit mark").first()).hasText("LEADER ELECTION TOOK");

        // The others lost their leader, which they told with a stack trace.
        open("&find=exception&node=zk1,zk2,zk3");
        page.locator("[data-action=whole]").first().click();
        assertThat(page.locator("[data-action=whole]").first()).hasAttribute("aria-expanded", "true");
    }

    @Test
    void searchIsRepeatedContinuedDownloadedAndGivenUpByItsButtons() {
        open("");
        assertThat(page.locator(".log-hit").first()).isVisible(visible());
        int first = page.locator(".log-hit").count();
        page.locator("[data-action=more]").click();
        page.waitForFunction("first => document.querySelectorAll('.log-hit').length > first", first);
        page.locator("[data-action=again]").click();

        page.locator("[data-find]").fill("leader");
        page.locator("[data-action=find]").click();
        assertThat(page).hasURL(Pattern.compile("find=leader"));
        assertThat(page.locator(".log-hit mark").first()).isVisible(visible());
        Download text = page.waitForDownload(
                () -> page.locator("[data-action=export-text]").click());
        Download lines = page.waitForDownload(
                () -> page.locator("[data-action=export-ndjson]").click());
        assertThat(text.suggestedFilename()).isNotEqualTo(lines.suggestedFilename());

        page.locator("[data-action=reset]").click();
        assertThat(page).not().hasURL(Pattern.compile("find="));
    }

    @Test
    void wordsAreMarkedFacetsNarrowAndWhatStandsAroundIsShown() throws Exception {
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(search("q=leader&node=zk1").get("hits")).isNotEmpty());
        open("&find=leader");
        assertThat(page.locator(".log-hit mark").first()).hasText(Pattern.compile("leader", Pattern.CASE_INSENSITIVE));

        page.locator("[data-facet=node] [data-value=zk1]").click();
        assertThat(page).hasURL(Pattern.compile("node=zk1"));
        assertThat(page.locator(".log-hit:not([data-log-node=zk1])")).hasCount(0);
        page.locator("[data-action=context]").first().click();
        assertThat(page.locator("[data-context] [data-current] mark").first()).isVisible(visible());
        assertThat(page.locator(".log-bar:not([disabled])").first()).isVisible(visible());

        page.goBack();
        assertThat(page.locator("[data-facet=node] [data-value=zk1]")).hasAttribute("aria-pressed", "false");
    }

    @Test
    void whatCannotBeReadIsPointedAtAndWhatIsNotThereIsSaid() {
        open("");
        page.locator("[data-find]").fill("leader AND (zk1");
        page.locator("[data-find]").press("Enter");
        assertThat(page.locator("[data-position='11'] mark")).hasText("(");

        page.locator("[data-find]").fill("nobodyeverwrotethis");
        page.locator("[data-find]").press("Enter");
        assertThat(page.locator(".log-results .placeholder")).isVisible(visible());
        // The page asked for what the server had to refuse.
        browser.complaints().removeIf(complaint -> complaint.contains("400"));
    }

    @Test
    void pageIsInChineseTooAndFitsANarrowScreen() {
        open("&find=leader");
        assertThat(page.locator(".log-hit").first()).isVisible(visible());
        page.getByTitle("Switch the page to Chinese").click();
        page.setViewportSize(360, 740);
        assertThat(page.locator(".logs")).containsText("搜索全部日志");
        page.waitForFunction("() => document.documentElement.scrollWidth <= 360");
    }
}
