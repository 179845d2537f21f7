package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The buttons that no other test of the page has a reason to press; {@link EveryButtonTest} says that none is left out.
 */
class ButtonsIT extends BrowserTest {

    /** More than a page of tasks and of the audit trail. */
    private static final int MANY_TASKS = 130;

    @BeforeAll
    static void start() throws Exception {
        var settings = new HashMap<>(AT_REST);
        settings.put("DEMO_WORKLOAD_MAX_TASKS", "200");
        launch(settings);
    }

    @BeforeEach
    void settle() {
        product.awaitHealthyEnsemble();
    }

    @Test
    void followerIsPausedResumedKilledStartedAndRestarted() {
        page = pageAt("");
        String follower =
                page.locator("[data-node][data-role=follower]").first().getAttribute("data-node");
        Locator node = page.locator("[data-node=" + follower + "]");

        node.locator("[data-action=pause]").click();
        confirm();
        assertThat(node).hasAttribute("data-health", "hung", attribute());
        node.locator("[data-action=resume]").click();
        confirm();
        assertThat(node).hasAttribute("data-health", "healthy", attribute());

        node.locator("[data-action=kill]").click();
        confirm();
        assertThat(node).hasAttribute("data-health", "down", attribute());
        node.locator("[data-action=start]").click();
        confirm();
        assertThat(node).hasAttribute("data-health", "healthy", attribute());

        node.locator("[data-action=restart]").click();
        confirm();
        assertThat(page.locator(".feed [data-feed=operation]").first())
                .containsText("Restart " + follower, contained());
        assertThat(node).hasAttribute("data-health", "healthy", attribute());
    }

    @Test
    void rollingRestartThatIsCancelledEndsAfterTheServerUnderWay() {
        page = pageAt("");
        page.locator("[data-action=rolling-restart]").click();
        confirm();
        page.locator("[data-action=cancel-rolling-restart]").click();
        assertThat(page.locator("[data-rolling]"))
                .hasAttribute("data-rolling", "cancelled", new HasAttributeOptions().setTimeout(3 * LIMIT_MS));
        assertThat(page.locator("[data-action=cancel-rolling-restart]")).hasCount(0);
    }

    @Test
    void uploadIsCancelledAndSentAgain() {
        page = pageAt("workload");
        page.route("**/api/files", route -> {
            // Never answered; the page gives it up.
        });
        page.locator("[data-action=upload]")
                .setInputFiles(new FilePayload("again.txt", "text/plain", "hello".getBytes(StandardCharsets.UTF_8)));
        Locator row = page.locator(".upload").first();
        row.locator("[data-action=cancel-upload]").click();
        assertThat(row).hasAttribute("data-phase", "cancelled", attribute());

        page.unroute("**/api/files");
        row.locator("[data-action=retry-upload]").click();
        assertThat(row).hasAttribute("data-phase", "done", attribute());
    }

    @Test
    void hashAndLogLinesAreCopied() throws Exception {
        product.upload("copied.txt", "hello".getBytes(StandardCharsets.UTF_8));
        page = pageAt("workload");
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page.locator("[data-filter=file-name]").fill("copied.txt");
        assertThat(page.locator("[data-file]")).hasCount(1, counted());
        page.locator("[data-action=copy-hash]").click();
        assertThat(page.locator(".notices")).containsText("SHA-256 of copied.txt", contained());
        assertThat(page.evaluate("navigator.clipboard.readText()"))
                .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");

        page.locator("[data-page=logs]").click();
        assertThat(page.locator("[data-log-node]").first()).isVisible(visible());
        page.locator("[data-action=copy]").click();
        page.waitForFunction("async () => (await navigator.clipboard.readText()).includes('myid')");
    }

    @Test
    void logsAreSearchedOnwardsAndBackAndReadFurther() {
        page = browser.open("about:blank", 1440, 1000);
        String line = "\"2026-01-02 03:04:05,678 [myid:1] - INFO  [main:Main@1] - one of many\"";
        String lines = String.join(",", Collections.nCopies(1_000, line));
        page.route(
                Pattern.compile("/logs\\?tail=1000$"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"node\":\"zk1\",\"lines\":[" + lines + "]}")));
        page.navigate(address("logs?node=zk1&q=one"));
        Locator outcome = page.locator(".log-outcome");
        assertThat(outcome).hasText(Pattern.compile("1,?000.*"), texted());
        page.locator("[data-action=next]").click();
        assertThat(outcome).hasText(Pattern.compile("1 of 1,?000"), texted());
        page.locator("[data-action=next]").click();
        page.locator("[data-action=previous]").click();
        assertThat(outcome).hasText(Pattern.compile("1 of 1,?000"), texted());

        page.locator("[data-search]").fill("myid");
        page.locator("[data-action=further]").click();
        assertThat(page.locator("[data-action=further]")).hasCount(0, counted());
    }

    @Test
    void olderTasksAndOperationsAreReadOnDemand() throws Exception {
        for (int i = 0; i < MANY_TASKS; i++) {
            product.send("POST", "/api/tasks", "{}");
            product.send("POST", "/api/nodes/zk1/drain", "{}");
            product.send("POST", "/api/nodes/zk1/undrain", null);
        }
        page = pageAt("operations");
        page.locator("[data-action=all-tasks]").click();
        assertThat(page).hasURL(Pattern.compile("tasks=all"));
        page.locator("[data-action=older-tasks]").click();
        assertThat(page.locator("[data-action=older-tasks]")).hasCount(0, counted());
        page.locator("[data-action=all-tasks]").click();

        Locator shown = page.locator("[data-count]").last();
        int before = Integer.parseInt(shown.getAttribute("data-count"));
        page.locator("[data-action=older]").click();
        assertThat(shown).not().hasAttribute("data-count", "" + before, attribute());

        Download json = page.waitForDownload(
                () -> page.locator("[data-action=export-json]").click());
        assertThat(new ObjectMapper().readTree(json.path().toFile()).size()).isGreaterThan(before);
    }

    @Test
    void olderDecisionsAreReadAndOneIsReplayed() throws Exception {
        for (int i = 0; i < 25; i++) {
            product.send("POST", "/api/demo/stress", "{\"node\":\"zk1\",\"files\":12,\"trigger_scheduler\":false}");
            product.send("POST", "/api/scheduler/run", null);
        }
        page = pageAt("workload");
        Locator decisions = page.locator("[data-decision]");
        assertThat(decisions.first()).isVisible(visible());
        int before = decisions.count();
        page.locator("[data-action=older-decisions]").click();
        assertThat(decisions.nth(before)).isVisible(visible());

        decisions.first().locator("[data-action=why-decision]").click();
        assertThat(page.locator("[data-replay=same]")).isVisible(visible());
        page.locator("[data-action=replay]").click();
        assertThat(page.locator("[data-replay=same]")).isVisible(visible());
    }

    @Test
    void settingsAreTakenBackBeforeTheyAreSaved() {
        page = pageAt("workload");
        Locator threshold = page.locator(".settings [name=threshold]");
        assertThat(threshold).isVisible(visible());
        String saved = threshold.inputValue();
        threshold.fill("77");
        page.locator("[data-action=undo-settings]").click();
        assertThat(threshold).hasValue(saved, valued());
    }

    @Test
    void filesThatCouldNotBeReadAreReadAgain() throws Exception {
        forgive("net::ERR_FAILED");
        product.upload("read-again.txt", "hello".getBytes(StandardCharsets.UTF_8));
        page = browser.open("about:blank", 1440, 1000);
        Pattern files = Pattern.compile("/api/files\\?");
        page.route(files, Route::abort);
        page.navigate(address("workload"));
        Locator again = page.locator("[data-action=read-files-again]");
        assertThat(again).isVisible(visible());

        page.unroute(files);
        page.locator("[data-action=read-files-again]").click();
        assertThat(page.locator("[data-file]").first()).isVisible(visible());
        assertThat(again).hasCount(0);
    }

    private void confirm() {
        page.locator("dialog [data-action=confirm]").click();
        assertThat(page.locator("dialog[open]")).hasCount(0, counted());
    }
}
