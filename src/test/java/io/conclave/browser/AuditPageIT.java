package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import io.conclave.testing.Browser;
import io.conclave.testing.CsvText;
import io.conclave.testing.RunningProduct;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit trail on the page, with real servers that stop and start. */
class AuditPageIT {

    private static final double LIMIT_MS = 20_000;

    @TempDir
    static Path folder;

    private static Browser browser;
    private static RunningProduct product;

    private Page page;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        product = RunningProduct.demo(
                folder, Map.of("AUTO_SCHEDULER_ENABLED", "false", "DEMO_WORKLOAD_ENABLED", "false"));
        for (int i = 0; i < 3; i++) {
            product.send("POST", "/api/nodes/zk1/drain", "{\"reason\":\"disk <b>swap</b>\"}");
            product.send("POST", "/api/nodes/zk1/undrain", null);
        }
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        product.awaitHealthyEnsemble();
        browser.complaints().clear();
        page = browser.open(product.base().resolve("/ui/").toString(), 1440, 1000);
        assertThat(rows("drain").first()).isVisible(new IsVisibleOptions().setTimeout(LIMIT_MS));
    }

    @AfterEach
    void consoleStayedClean() {
        assertThat(browser.complaints()).isEmpty();
        page.context().close();
    }

    @Test
    void rowOfAStopTellsWhenTheEnsembleSettledAndOpensByKeyboardToWhatChanged() throws Exception {
        String follower =
                page.locator("[data-node][data-role=follower]").first().getAttribute("data-node");
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
                    .containsText(Pattern.compile("2.*−1"));
            assertThat(table.locator("tr[data-figure='quorum.voters']")).hasCount(0);
            row.locator("input[type=checkbox]").check();
            assertThat(table.locator("tr[data-figure='quorum.voters']")).hasCount(1);

            page.keyboard().press("Shift+Tab");
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
                .isVisible(new IsVisibleOptions().setTimeout(LIMIT_MS));

        page.getByTitle("Switch the page to Chinese").click();
        page.setViewportSize(390, 844);

        assertThat(page.locator(".operation-detail")).containsText("恢复稳定");
        assertThat(page.locator(".operations")).containsText("导出 CSV");
        page.waitForFunction("document.documentElement.scrollWidth <= 390");
    }

    private Locator rows(String action) {
        return page.locator("[data-operation=" + action + "]");
    }

    private void filter(String field, String value) {
        page.locator("[data-filter=" + field + "]").selectOption(value);
    }

    private static ContainsTextOptions contained() {
        return new ContainsTextOptions().setTimeout(LIMIT_MS);
    }

    private static HasCountOptions counted() {
        return new HasCountOptions().setTimeout(LIMIT_MS);
    }
}
