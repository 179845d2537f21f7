package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.FilePayload;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.Signals;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlRoomPageIT extends BrowserTest {

    /** A page that was loaded anew would have forgotten it. */
    private static final String MARK = "window.markOfThisLoad";

    @BeforeAll
    static void start() throws Exception {
        launch(Map.of("AUTO_SCHEDULER_ENABLED", "false"));
    }

    @BeforeEach
    void open() {
        product.awaitHealthyEnsemble();
        page = pageAt("");
        healthyNodes(3);
        page.evaluate(MARK + " = true");
    }

    @AfterEach
    void pageWasNotLoadedAnew() {
        assertThat(page.evaluate(MARK)).as("the page was not loaded anew").isEqualTo(true);
    }

    @Test
    void whoLeadsAndWhetherOneMoreMayFailAreThereAtOnce() {
        Locator summary = page.locator(".summary");

        assertThat(page.locator("[data-role=leader]")).hasCount(1);
        assertThat(summary).containsText(Pattern.compile("zk[123] leads"));
        assertThat(summary).containsText("3 of 3 up, can lose 1.");
    }

    @Test
    void everyNodesReasonEachMoveAndWhatWasDoneAreOnTheirPages() throws Exception {
        product.send("POST", "/api/demo/stress", "{\"node\":\"zk1\",\"files\":12,\"trigger_scheduler\":true}");

        go("workload");
        assertThat(page.locator(".verdicts li")).hasCount(3, counted());
        assertThat(page.locator("[data-step=done]").first()).isVisible(visible());

        go("operations");
        assertThat(page.locator("[data-operation=workload]").first()).isVisible(visible());
        assertThat(page.locator("[data-task]").first()).isVisible(visible());
    }

    @Test
    void killOfTheLeaderArrivesWithoutReload() throws Exception {
        String leader = page.locator("[data-role=leader]").getAttribute("data-node");

        Signals.send("KILL", Signals.serverOf(product.pid(), leader).pid());

        assertThat(node(leader)).hasAttribute("data-health", "down", attribute());
        assertThat(page.locator("[data-role=leader]")).hasCount(1, counted());
        assertThat(page.locator("[data-role=leader]")).not().hasAttribute("data-node", leader);
        assertThat(page.locator(".summary")).containsText("No, not one more");
        assertThat(page.locator("[data-event=leader_changed]").first()).isVisible();

        node(leader).locator("[data-action=start]").click();
        assertThat(page.locator("dialog[open]"))
                .containsText("Then 3 of 3 are up, 2 are needed: the ensemble can lose 1.", contained());
        page.locator("dialog [data-action=confirm]").click();
        healthyNodes(3);
        assertThat(page.locator(".summary")).containsText("3 of 3 up, can lose 1.");
    }

    @Test
    void stopThatWouldCostTheQuorumShowsTheArithmeticAndNeedsTheNodesName() throws Exception {
        node("zk1").locator("[data-action=stop]").click();
        assertThat(page.locator("dialog [data-guard=keeps_quorum], dialog [data-guard=keeps_quorum_elects]"))
                .containsText("Of 3 voters 3 are in sync; without zk1 2 stay, and 2 are needed", contained());
        page.locator("dialog [data-action=confirm]").click();
        assertThat(node("zk1")).hasAttribute("data-health", "down", attribute());

        node("zk2").locator("[data-action=stop]").click();
        assertThat(page.locator("dialog [data-guard=loses_quorum]"))
                .containsText("without zk2 1 would stay", contained());
        page.locator("dialog input[name=node]").fill("zk3");
        page.locator("dialog input[name=reason]").fill("to see what happens");
        page.locator("dialog [data-action=confirm]").click();
        assertThat(page.locator("dialog[open]")).hasCount(1);
        page.locator("dialog input[name=node]").fill("zk2");
        page.locator("dialog [data-action=confirm]").click();
        assertThat(node("zk2")).hasAttribute("data-health", "down", attribute());
        assertThat(page.locator("[data-event=quorum_lost]").first()).isVisible();

        node("zk1").locator("[data-action=start]").click();
        page.locator("dialog [data-action=confirm]").click();
        node("zk2").locator("[data-action=start]").click();
        page.locator("dialog [data-action=confirm]").click();
        healthyNodes(3);
    }

    @Test
    void buttonsAreHiddenAndEveryActionIsForbiddenWhereDockerControlIsSwitchedOff(@TempDir Path other)
            throws Exception {
        String nodes = StreamSupport.stream(product.getJson("/api/nodes").spliterator(), false)
                .map(node -> node.get("id").asText() + "=" + node.get("host").asText() + ":" + node.get("port"))
                .collect(Collectors.joining(","));
        Map<String, String> environment = Map.of(
                "ZK_NODES", nodes,
                "NODE_CONTROL", "docker",
                "DOCKER_CONTROL_ENABLED", "false",
                "ZK_FILE_ROOT", "/other/files",
                "DEMO_WORKLOAD_ENABLED", "false");
        try (RunningProduct off = RunningProduct.launch(other, environment, "serve")) {
            off.awaitHealthyEnsemble();
            Page offPage = browser.open(off.base().resolve("/ui/").toString(), 1440, 1000);

            assertThat(offPage.locator("[data-control=refused]"))
                    .containsText("DOCKER_CONTROL_ENABLED is false", contained());
            assertThat(offPage.locator("[data-action=drain]")).hasCount(3);
            assertThat(offPage.locator("[data-action=stop], [data-action=restart], [data-action=log], "
                            + "[data-action=rolling-restart]"))
                    .hasCount(0);
            for (String action : List.of("start", "stop", "restart", "kill", "pause", "resume")) {
                HttpResponse<String> answer = off.send("POST", "/api/nodes/zk1/" + action, "{}");
                assertThat(answer.statusCode()).isEqualTo(403);
                assertThat(answer.body()).contains("control_disabled").contains("DOCKER_CONTROL_ENABLED is false");
            }
            offPage.context().close();
        }
    }

    @Test
    void rollingRestartIsWatchedServerByServer() {
        page.locator("[data-action=rolling-restart]").click();
        page.locator("dialog [data-action=confirm]").click();

        assertThat(page.locator("[data-rolling=running]")).isVisible(visible());
        assertThat(page.locator("[data-rolling=ok]")).isVisible(new IsVisibleOptions().setTimeout(3 * LIMIT_MS));
        assertThat(page.locator(".rolling-step[data-phase=done]")).hasCount(3);
        healthyNodes(3);
        go("operations");
        assertThat(page.locator("[data-operation=rolling_restart]").first()).isVisible();
    }

    @Test
    void logOfAServerIsShownAndGoesOnWhileItIsLookedAt() {
        node("zk1").locator("[data-action=log]").click();
        Locator lines = page.locator(".log-line");
        assertThat(lines.first()).isVisible(visible());
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog[open]")).hasCount(0);

        String follower = page.locator("[data-role=follower]").first().getAttribute("data-node");
        node(follower).locator("[data-action=log]").click();
        assertThat(lines.first()).isVisible(visible());
        Locator starts = lines.filter(new Locator.FilterOptions().setHasText("Starting quorum peer"));
        int before = starts.count();
        page.evaluate("node => fetch(`/api/nodes/${node}/restart`, {method: 'POST'})", follower);
        assertThat(starts.nth(before)).isVisible(visible());
        page.keyboard().press("Escape");
        healthyNodes(3);
    }

    @Test
    void drainIsAskedForWithItsReasonShownAndTakenBack() {
        node("zk2").locator("[data-action=drain]").click();
        page.locator("dialog input[name=reason]").fill("disk <b>swap</b>");
        page.locator("dialog [data-action=confirm]").click();

        assertThat(node("zk2")).containsText("disk <b>swap</b>", contained());
        go("operations");
        assertThat(page.locator("[data-operation=drain]").first()).isVisible();

        go("overview");
        node("zk2").locator("[data-action=undrain]").click();
        page.locator("dialog [data-action=confirm]").click();
        assertThat(node("zk2").locator("[data-action=drain]")).isVisible();
    }

    @Test
    void pileOnOneNodeIsEvenedOutByThePlanThatIsShown() {
        go("workload");
        Locator workload = page.locator("[data-action=workload]");
        workload.click();
        assertThat(notices()).containsText("Demo traffic is off", contained());
        try {
            page.locator("[data-make=stress]").click();
            page.locator(".maker [data-field=node] select").selectOption("zk1");
            page.locator("[data-action=make]").click();
            // Until all of the pile is there the plan goes on changing, and one that changed is not run.
            assertThat(page.locator("[data-made='12']")).containsText("zk1 12", contained());
            assertThat(page.locator("[data-verdict=source_fullest]")).containsText("zk1", contained());
            int moved = page.locator("[data-step=done]").count();
            approvePlan();

            assertThat(page.locator("[data-step=done]").nth(moved)).isVisible(visible());
        } finally {
            workload.click();
        }
    }

    @Test
    void uploadTellsWhereTheFileWentAndWhy() {
        go("workload");
        page.locator("input[type=file]")
                .setInputFiles(new FilePayload(
                        "<img src=x onerror=alert(1)>.txt", "text/plain", "hello".getBytes(StandardCharsets.UTF_8)));

        Locator row = page.locator(".upload").first();
        assertThat(row).hasAttribute("data-phase", "done", attribute());
        assertThat(row).containsText("<img src=x onerror=alert(1)>.txt");
        assertThat(row).containsText(Pattern.compile("least loaded"));
    }

    @Test
    void refusedUploadSaysWhatIsAllowed() {
        // Chromium itself notes every answer of 400 and above.
        forgive("400 \\(Bad Request\\)");
        go("workload");
        page.locator("input[type=file]")
                .setInputFiles(new FilePayload(
                        "x".repeat(260) + ".txt", "text/plain", "hello".getBytes(StandardCharsets.UTF_8)));

        Locator row = page.locator(".upload").first();
        assertThat(row).hasAttribute("data-phase", "failed", attribute());
        assertThat(row).containsText("255");
    }

    @Test
    void everyTextComesInChineseTooAndTheChoiceIsRemembered() {
        page.getByTitle("Switch the page to Chinese").click();

        assertThat(page.locator(".summary")).containsText("谁是领导者？");
        Page another = page.context().newPage();
        another.navigate(page.url());
        assertThat(another.locator(".summary")).containsText("谁是领导者？");
        go("workload");
        assertThat(page.locator(".verdicts li").first()).containsText(Pattern.compile("[\\u4e00-\\u9fff]"));
    }

    @Test
    void narrowScreenHasNothingToScrollSideways() {
        page.setViewportSize(360, 800);

        // The chart follows a moment after the layout.
        page.waitForFunction("() => document.documentElement.scrollWidth <= 360");
    }

    @Test
    void frozenControllerIsToldAsOldAndComesBackByItself() throws Exception {
        forgiveThatTheServerIsAway();
        Signals.send("STOP", product.pid());
        try {
            assertThat(page.locator(".banner")).isVisible(new IsVisibleOptions().setTimeout(30_000));
            assertThat(page.locator("main")).hasClass(Pattern.compile("is-stale"));
        } finally {
            Signals.send("CONT", product.pid());
        }
        assertThat(page.locator(".link-state")).hasAttribute("data-phase", "live", attribute());
        assertThat(page.locator(".banner")).hasCount(0);
    }

    @Test
    void everythingCanBeReachedAndDoneByKeyboard() {
        node("zk3").locator("[data-action=drain]").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("dialog[open]")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog[open]")).hasCount(0);
        assertThat(node("zk3").locator("[data-action=drain]")).isVisible();
    }

    private void healthyNodes(int count) {
        assertThat(page.locator("[data-node][data-health=healthy]")).hasCount(count, counted());
    }

    /** Turns to a page as a viewer does, which loads nothing anew. */
    private void go(String name) {
        page.locator("[data-page=" + name + "]").click();
        assertThat(page.locator("[data-page=" + name + "]")).hasAttribute("aria-current", "page");
    }

    private Locator node(String id) {
        return page.locator("[data-node=" + id + "]");
    }

    /** Runs the plan that is shown, and the new one where the page says that a tick still under way changed it. */
    private void approvePlan() {
        Locator moved = notices().getByText(Pattern.compile("\\d files? moved"));
        Locator changed = page.getByText("The plan had changed");
        do {
            page.locator("[data-action=run-plan]").click();
            assertThat(moved.or(changed)).isVisible(visible());
        } while (changed.isVisible());
    }

    private Locator notices() {
        return page.locator(".notices");
    }
}
