package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import io.conclave.testing.CsvText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks on their way and the audit trail, with real servers that stop and start. */
class OperationsPageIT extends BrowserTest {

    @BeforeAll
    static void start() throws Exception {
        launch(AT_REST);
        for (int i = 0; i < 3; i++) {
            product.send("POST", "/api/nodes/zk1/drain", "{\"reason\":\"disk <b>swap</b>\"}");
            product.send("POST", "/api/nodes/zk1/undrain", null);
        }
    }

    @BeforeEach
    void open() {
        product.awaitHealthyEnsemble();
        page = pageAt("operations");
        assertThat(rows("drain").first()).isVisible(visible());
    }

    @Test
    void rowOfAStopTellsWhenTheEnsembleSettledAndOpensByKeyboardToWhatChanged() throws Exception {
        String follower = follower();
        try {
            product.send("POST", "/api/nodes/" + follower + "/stop", null);
            Locator row = rows("node_stop").first();
            assertThat(row).containsText(Pattern.compile("took .* m?s"), contained());
            assertThat(row).containsText(Pattern.compile("settled .* m?s after"), contained());

            row.locator("button").first().focus();
            page.keyboard().press("Enter");

            Locator table = row.locator(".difference");
            assertThat(table.locator("tr[data-figure=role]")).containsText("Down", contained());
            assertThat(table.locator("tr[data-figure='quorum.up'] .changed").first())
                    .containsText(Pattern.compile("2.*▼.*−1 less"));
            assertThat(table.locator("tr[data-figure='quorum.voters']")).hasCount(0);
            row.locator("input[type=checkbox]").check();
            assertThat(table.locator("tr[data-figure='quorum.voters']")).hasCount(1);

            row.locator("button").first().focus();
            page.keyboard().press("Enter");
            assertThat(row.locator(".operation-detail")).hasCount(0);
        } finally {
            product.send("POST", "/api/nodes/" + follower + "/start", null);
        }
        assertThat(rows("node_start").first()).containsText(Pattern.compile("settled .* m?s after"), contained());
    }

    @Test
    void filtersNarrowTheRowsAndWhatIsExported() throws Exception {
        filter("action", "drain");
        filter("node", "zk1");
        assertThat(page.locator("[data-operation]")).hasCount(3, counted());
        assertThat(rows("drain").first()).containsText("disk <b>swap</b>");

        Download download = page.waitForDownload(
                () -> page.locator("[data-action=export-csv]").click());
        assertThat(download.suggestedFilename()).matches("conclave-operations-\\d{8}T\\d{6}Z\\.csv");
        List<List<String>> lines = CsvText.parse(Files.readString(download.path()));
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).startsWith("id", "timestamp");

        filter("status", "cancelled");
        assertThat(page.locator(".operations")).containsText("Nothing in the trail is like that", contained());
        filter("status", "");
        filter("action", "");
        assertThat(rows("undrain")).hasCount(3, counted());
        assertThat(rows("drain")).hasCount(3);
    }

    @Test
    void filtersLiveInTheAddressAndTheBackButtonUndoesThem() {
        filter("action", "drain");
        filter("node", "zk1");
        assertThat(page).hasURL(Pattern.compile("action=drain.*node=zk1"));
        assertThat(page.locator("[data-operation]")).hasCount(3, counted());

        page.reload();
        assertThat(page.locator("[data-operation]")).hasCount(3, counted());
        assertThat(page.locator("select[data-filter=action]")).hasValue("drain");

        filter("node", "");
        page.goBack();
        assertThat(page.locator("select[data-filter=node]")).hasValue("zk1");
        page.locator("[data-action=clear-filters]").click();
        assertThat(rows("undrain").first()).isVisible(visible());
        assertThat(page).hasURL(Pattern.compile("/ui/operations$"));
    }

    @Test
    void filtersOfActorAndTimeNarrowTheRowsAndBothExports() throws Exception {
        JsonNode drains =
                product.getJson("/api/operations?action=drain&node=zk1").get("operations");
        String from = drains.get(1).get("timestamp").asText();
        long expected = product.getJson("/api/operations?limit=500&actor=rest&from=" + from)
                .get("operations")
                .size();
        page.navigate(address("operations?actor=rest&from=" + from));
        assertThat(page.locator("[data-count]").last())
                .hasAttribute("data-count", Long.toString(expected), attribute());
        assertThat(page.locator("input[data-filter=from]")).not().hasValue("");

        List<String> exported = CsvText.parse(Files.readString(export("csv"))).stream()
                .skip(1)
                .map(line -> line.get(0))
                .toList();
        JsonNode json = new ObjectMapper().readTree(export("json").toFile());
        assertThat(exported).hasSize((int) expected);
        assertThat(json).hasSize((int) expected).allSatisfy(row -> {
            assertThat(row.get("actor").asText()).isEqualTo("rest");
            assertThat(exported).contains(row.get("id").asText());
            assertThat(Instant.parse(row.get("timestamp").asText())).isAfterOrEqualTo(Instant.parse(from));
        });

        page.locator("[data-span=hour]").click();
        assertThat(rows("drain").first()).isVisible(visible());
    }

    @Test
    void valueThatTheServerRefusesIsNamedWithWhatItAllows() {
        page.navigate(address("operations?action=nonsense"));
        assertThat(page.locator(".operations .remark")).containsText("node_restart", contained());
    }

    @Test
    void linkToAnOperationOpensItWhetherItIsAmongTheRowsOrNot() throws Exception {
        JsonNode drain = product.getJson("/api/operations?action=drain&node=zk1")
                .get("operations")
                .get(0);
        String id = drain.get("id").asText();

        page.navigate(address("operations?id=" + id));
        Locator open = page.locator(".operation-rows [data-operation-id='" + id + "'] .operation-detail");
        assertThat(open).isVisible(visible());
        assertThat(open.locator("[data-link=logs]")).hasAttribute("href", Pattern.compile("/ui/logs\\?at=.*node=zk1"));
        assertThat(open.locator("[data-link=metrics]")).hasAttribute("href", Pattern.compile("/ui/metrics\\?at="));
        assertThat(open.locator("[data-action=why]")).isEnabled();

        page.navigate(address("operations?action=undrain&id=" + id));
        assertThat(page.locator(".far-operation [data-operation-id='" + id + "'] .operation-detail"))
                .isVisible(visible());
        page.navigate(address("operations?id=987654"));
        assertThat(page.locator(".far-operation")).containsText("There is no operation 987654", contained());
    }

    @Test
    void taskGoesFromLaneToLaneAndTheCountsFollow() throws Exception {
        JsonNode before = product.getJson("/api/tasks?limit=1").get("byStatus");
        page.locator("[data-action=add-task]").focus();
        page.keyboard().press("Enter");
        assertThat(lane("queued").locator("[data-count]"))
                .hasText(Long.toString(before.get("queued").asLong() + 1), texted());
        String id = lane("queued").locator("[data-task]").first().getAttribute("data-task");
        assertThat(lane("queued").locator("[data-task='" + id + "']")).containsText("for", contained());

        advance(id);
        assertThat(lane("running").locator("[data-task='" + id + "']")).isVisible(visible());
        assertThat(lane("queued").locator("[data-task='" + id + "']")).hasCount(0);
        advance(id);
        assertThat(lane("done").locator("[data-task='" + id + "']")).isVisible(visible());
        assertThat(lane("done").locator("[data-task='" + id + "'] [data-action=advance]"))
                .hasCount(0);
        assertThat(lane("done").locator("[data-count]"))
                .hasText(Long.toString(before.get("done").asLong() + 1), texted());
    }

    @Test
    void laneShowsAFewAndItsListShowsAll() throws Exception {
        for (int i = 0; i < 8; i++) {
            product.send("POST", "/api/tasks", "{\"payload\":{\"kind\":\"<i>many</i>\"}}");
        }
        assertThat(lane("queued").locator("[data-action=more]")).isVisible(visible());
        assertThat(lane("queued").locator("[data-task]")).hasCount(5);

        lane("queued").locator("[data-action=more]").click();

        assertThat(page).hasURL(Pattern.compile("tasks=queued"));
        long queued = product.getJson("/api/tasks?limit=1")
                .get("byStatus")
                .get("queued")
                .asLong();
        assertThat(page.locator("[data-task-row=queued]")).hasCount((int) queued, counted());
        assertThat(page.locator("[data-task-row]").first()).containsText("<i>many</i>");
        page.locator("[data-status-choice=done]").click();
        assertThat(page.locator("[data-task-row=queued]")).hasCount(0, counted());
        page.goBack();
        assertThat(page.locator("[data-task-row=queued]")).hasCount((int) queued, counted());
    }

    @Test
    void rowThatComesWhileAFilterHoldsIsShownOnlyWhereItFits() throws Exception {
        filter("action", "drain");
        filter("node", "zk2");
        assertThat(page.locator("[data-operation]")).hasCount(0, counted());
        try {
            product.send("POST", "/api/nodes/zk3/drain", "{\"reason\":\"elsewhere\"}");
            product.send("POST", "/api/nodes/zk2/drain", "{\"reason\":\"here\"}");
            assertThat(page.locator("[data-operation]")).hasCount(1, counted());
            assertThat(rows("drain")).containsText("here");
        } finally {
            product.send("POST", "/api/nodes/zk2/undrain", null);
            product.send("POST", "/api/nodes/zk3/undrain", null);
        }
    }

    @Test
    void whatIsNotFollowedSaysSoInsteadOfShowingEmptyFigures() throws Exception {
        product.send("POST", "/api/demo/stress", "{\"node\":\"zk1\",\"files\":1,\"trigger_scheduler\":false}");
        rows("stress").first().locator("button").first().click();

        assertThat(rows("stress").first()).containsText("Only actions on nodes are followed", contained());
        assertThat(rows("stress").first().locator(".difference")).hasCount(0);
    }

    @Test
    void openRowIsInChineseTooAndFitsANarrowScreen() {
        rows("drain").first().locator("button").first().click();
        assertThat(page.locator(".operation-detail .difference, .operation-detail .soft")
                        .first())
                .isVisible(visible());

        page.getByTitle("Switch the page to Chinese").click();
        page.setViewportSize(360, 740);

        assertThat(page.locator(".operation-detail")).containsText("恢复稳定");
        assertThat(page.locator(".operations")).containsText("导出 CSV");
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

    private Path export(String format) {
        return page.waitForDownload(() ->
                        page.locator("[data-action=export-" + format + "]").click())
                .path();
    }

    private Locator lane(String status) {
        return page.locator("[data-lane=" + status + "]");
    }

    private void advance(String id) {
        page.locator("[data-task='" + id + "'] [data-action=advance]").click();
    }

    private Locator rows(String action) {
        return page.locator("[data-operation=" + action + "]");
    }

    private void filter(String field, String value) {
        page.locator("select[data-filter=" + field + "]").selectOption(value);
    }
}
