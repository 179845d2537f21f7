package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The scheduler's half of the workload page. Nothing moves there but what a test asks for. */
class PlanPageIT extends BrowserTest {

    @BeforeAll
    static void start() throws Exception {
        launch(Map.of("AUTO_SCHEDULER_ENABLED", "false", "DEMO_WORKLOAD_ENABLED", "false", "SCHEDULER_THRESHOLD", "5"));
    }

    /** Every test begins with zk1 so much fuller than the others that files would move. */
    @BeforeEach
    void open() throws Exception {
        product.awaitHealthyEnsemble();
        send("PUT", "/api/scheduler/settings", "{\"interval\":15,\"threshold\":5,\"batch\":\"1\",\"enabled\":false}");
        int missing = 6 - (count("zk1") - Math.min(count("zk2"), count("zk3")));
        if (missing > 0) {
            pile("zk1", missing);
        }
        page = pageAt("workload");
        assertThat(page.locator(".plan [data-reason=migrate]")).isVisible(visible());
    }

    @Test
    void whyOfThePlanShowsTheVerdictOfEveryNodeAndGivesTheFocusBack() {
        page.locator(".plan [data-action=why]").click();

        Locator rows = dialog().locator("[data-why-verdict]");
        assertThat(rows).hasCount(4, counted());
        assertThat(dialog().locator("[data-of=zk1]"))
                .containsText(Pattern.compile("source_fullest.*zk1 is the fullest with \\d+ files", Pattern.DOTALL));
        assertThat(dialog().locator("[data-of=zk2]")).containsText("would");
        assertThat(dialog().locator("[data-of=zk3] .of-rule")).hasText("3");
        assertThat(dialog().locator("[data-of=file]")).containsText("newest file on zk1");
        assertThat(dialog()).containsText("5 files");
        assertThat(dialog().locator("[data-link=metrics]").first()).isVisible();

        page.keyboard().press("Escape");
        assertThat(dialog()).hasCount(0);
        assertThat(page.locator(".plan [data-action=why]")).isFocused();
    }

    @Test
    void whatIfShowsTheMovesAndMovesNothing() throws Exception {
        JsonNode before = product.getJson("/api/overview").get("counts");

        page.locator(".what-if [name=threshold]").fill("2");
        page.locator(".what-if [name=batch]").fill("auto");

        Locator answer = page.locator("[data-what-if=migrate]");
        assertThat(answer).hasAttribute("data-moves", Pattern.compile("[2-9]|\\d\\d"), attribute());
        assertThat(answer.locator("[data-move]").first()).containsText("zk1");
        Locator zk1 = answer.locator("[data-count-of=zk1]");
        int now = Integer.parseInt(zk1.getAttribute("data-count"));
        assertThat(Integer.parseInt(zk1.getAttribute("data-after"))).isLessThan(now);
        assertThat(answer.locator("[data-verdict]")).hasCount(3);
        assertThat(page.locator(".what-if")).containsText("nothing is moved");
        assertThat(product.getJson("/api/overview").get("counts")).isEqualTo(before);

        page.locator("[data-action=take-over]").click();
        assertThat(page.locator(".settings [name=threshold]")).hasValue("2");
        assertThat(page.locator(".settings [name=threshold]")).isFocused();
        assertThat(settings().get("threshold").asInt()).isEqualTo(5);
    }

    @Test
    void whatIfOfSomethingImpossibleSaysAtTheFieldWhatIsAllowed() {
        page.locator(".what-if [name=threshold]").fill("many");

        assertThat(page.locator(".what-if [data-field=threshold] .field-error"))
                .containsText("Threshold: “many” is not possible. Allowed: a whole number", contained());
        assertThat(page.locator(".what-if [name=threshold]")).hasAttribute("aria-invalid", "true");
        assertThat(page.locator("[data-action=take-over]")).isDisabled();

        page.locator("[data-action=reset-what-if]").click();
        assertThat(page.locator(".what-if .field-error")).hasCount(0);
        assertThat(page.locator(".what-if [name=threshold]")).hasValue("5");
    }

    @Test
    void settingsAreRefusedAtTheFieldSavedAndFollowAnotherViewersChange() throws Exception {
        Locator threshold = page.locator(".settings [name=threshold]");
        threshold.fill("0");
        page.locator("[data-action=save-settings]").click();
        assertThat(page.locator(".settings [data-field=threshold] .field-error"))
                .containsText("“0” is not possible. Allowed: from 1 to 1000000000", contained());
        assertThat(threshold).isFocused();

        threshold.fill("4");
        assertThat(page.locator("[data-settings=changed]")).containsText("Threshold 5 → 4");
        page.locator("[data-action=save-settings]").click();
        assertThat(page.locator("[data-settings=saved]")).containsText("Saved", contained());
        assertThat(settings().get("threshold").asInt()).isEqualTo(4);

        send("PUT", "/api/scheduler/settings", "{\"threshold\":6,\"strategy\":\"bytes\"}");
        assertThat(threshold).hasValue("6", valued());
        assertThat(page.locator(".settings [name=strategy]")).hasValue("bytes", valued());
        send("PUT", "/api/scheduler/settings", "{\"strategy\":\"file-count\"}");
    }

    @Test
    void planThatIsApprovedIsExactlyWhatRuns() throws Exception {
        pile("zk1", 4);
        send("PUT", "/api/scheduler/settings", "{\"batch\":\"3\"}");
        Locator moves = page.locator(".plan [data-move]");
        assertThat(moves.nth(1)).isVisible(visible());
        JsonNode plan = product.getJson("/api/scheduler/diagnostics");
        assertThat(page.locator(".plan-foot")).containsText(plan.get("id").asText(), contained());
        List<String> approved =
                moves.all().stream().map(move -> move.getAttribute("data-move")).toList();
        int before = count("zk1");

        page.locator("[data-action=run-plan]").click();

        assertThat(page.locator("[data-decision=\"" + plan.get("id").asText() + "\"]"))
                .containsText(approved.size() + " of " + approved.size() + " moved", contained());
        assertThat(count("zk1")).isEqualTo(before - approved.size());
        for (JsonNode move : plan.get("moves")) {
            assertThat(approved).contains(move.get("fileId").asText());
            assertThat(product.getJson("/api/files/" + move.get("fileId").asText())
                            .get("node"))
                    .isEqualTo(move.get("to"));
        }
    }

    @Test
    void stalePlanThatIsApprovedIsNotRunAndShowsWhatChanged() throws Exception {
        int done = page.locator("[data-step=done]").count();
        // News that have come are put into the page with the next frame: without frames it shows the old plan.
        page.evaluate("() => { window.held = []; window.realFrame = window.requestAnimationFrame;"
                + " window.requestAnimationFrame = work => held.push(work); }");
        send("PUT", "/api/scheduler/settings", "{\"threshold\":4}");
        page.evaluate("() => document.querySelector('[data-action=run-plan]').click()");

        Locator stale = page.locator("[data-stale-plan]");
        assertThat(stale).containsText("nothing was moved", contained());
        page.evaluate("() => { window.requestAnimationFrame = realFrame; held.forEach(work => work(0)); }");

        assertThat(stale.locator("[data-changed=threshold]"))
                .containsText(Pattern.compile("Threshold.*5.*4", Pattern.DOTALL), contained());
        assertThat(page.locator("[data-step=done]")).hasCount(done);
        stale.locator("[data-action=run-new-plan]").click();
        assertThat(page.locator("[data-step=done]")).hasCount(done + 1, counted());
        assertThat(stale).hasCount(0);
    }

    @Test
    void decisionThatWasRunIsListedWithItsOutcomeAndReplays() {
        page.locator("[data-action=run-plan]").click();
        Locator run = page.locator("[data-decision][data-reason=migrate]")
                .filter(new Locator.FilterOptions().setHasText("1 of 1 moved"))
                .first();
        assertThat(run).isVisible(visible());

        run.locator("[data-action=why-decision]").click();

        assertThat(dialog().locator("[data-replay=same]")).isVisible(visible());
        assertThat(dialog().locator("[data-outcome=\"1\"]")).isVisible();
        assertThat(dialog().locator("[data-why-verdict]")).hasCount(4);
        dialog().locator("[data-action=close-why]").click();
        assertThat(dialog()).hasCount(0);
    }

    @Test
    void moveLeadsToTheDecisionBehindItAndSoDoesItsOperation() throws Exception {
        page.locator("[data-action=run-plan]").click();
        Locator row = page.locator(".migration[data-step=done]").first();
        assertThat(row).isVisible(visible());
        row.locator("[data-action=why-migration]").click();
        assertThat(dialog().locator("[data-of=zk1]")).isVisible(visible());
        page.keyboard().press("Escape");

        explainOperation("manual_migrate");
        assertThat(dialog().locator(".moves .asked")).isVisible(visible());
        assertThat(dialog().locator("[data-why-verdict]")).hasCount(4);
    }

    @Test
    void whyOfARestartShowsWhatItMeantForTheQuorum() throws Exception {
        String follower =
                product.getJson("/api/overview").at("/ensemble/leader").asText().equals("zk3") ? "zk2" : "zk3";
        send("POST", "/api/nodes/" + follower + "/restart", "{}");

        explainOperation("node_restart");

        assertThat(dialog().locator("[data-guard=keeps_quorum]"))
                .containsText("without " + follower + " 2 stay, and 2 are needed", contained());
        assertThat(dialog().locator(".standings li")).hasCount(3);
    }

    @Test
    void drainedNodeIsSeenToEmpty() throws Exception {
        send("PUT", "/api/scheduler/settings", "{\"batch\":\"auto\"}");
        send("POST", "/api/nodes/zk1/drain", "{\"reason\":\"disk swap\"}");
        try {
            assertThat(page.locator(".plan [data-reason=drain]")).isVisible(visible());
            assertThat(page.locator("[data-count-of=zk1]").first()).containsText("drained", contained());
            assertThat(page.locator("[data-count-of=zk1]").first()).hasAttribute("data-after", "0");

            page.locator("[data-action=scheduler]").click();

            assertThat(page.locator("[data-token]").first()).isVisible(visible());
            assertThat(page.locator("[data-count-of=zk1]").first()).hasAttribute("data-count", "0", attribute());
            assertThat(page.locator("[data-station=zk1]")).containsText("drained and empty", contained());
            assertThat(page.locator("[data-verdict=drained_empty]")).containsText("zk1");
            assertThat(page.locator(".migration[data-step=done]").first()).containsText("drain");
            assertThat(page.locator("[data-token]")).hasCount(0, counted());
            assertThat(count("zk1")).isZero();
        } finally {
            send("POST", "/api/nodes/zk1/undrain", "{}");
        }
    }

    @Test
    void countdownToTheNextRoundRunsWhileTheSchedulerIsOn() throws Exception {
        assertThat(page.locator("[data-round=off]")).containsText("only when you run the plan");

        send("PUT", "/api/scheduler/settings", "{\"interval\":3600,\"enabled\":true}");

        assertThat(page.locator("[data-round=waiting]")).containsText("Next round by itself in", contained());
    }

    @Test
    void everythingFitsANarrowScreenInChinese() {
        page.evaluate("() => localStorage.setItem('conclave.preferences', JSON.stringify({language: 'zh'}))");
        page.reload();
        page.setViewportSize(360, 800);
        assertThat(page.locator(".plan [data-reason=migrate]")).isVisible(visible());
        page.locator(".what-if [name=threshold]").fill("1");
        assertThat(page.locator("[data-what-if]")).isVisible(visible());
        page.waitForFunction("() => document.documentElement.scrollWidth <= 360");

        page.locator(".plan [data-action=why]").click();
        assertThat(dialog().locator("[data-of=zk1]")).containsText("最满");
        assertThat((boolean) page.evaluate("() => { const box = document.querySelector('.why-dialog');"
                        + " return box.scrollWidth <= box.clientWidth; }"))
                .isTrue();
    }

    private void explainOperation(String action) throws Exception {
        int id = product.getJson("/api/operations?limit=1&action=" + action)
                .at("/operations/0/id")
                .asInt();
        page.evaluate("id => import('/ui/js/core/why.js').then(why => why.showWhy({kind: 'operation', id}))", id);
    }

    private Locator dialog() {
        return page.locator("dialog.why-dialog[open]");
    }

    private static JsonNode settings() throws Exception {
        return product.getJson("/api/scheduler/settings");
    }

    private static int count(String node) throws Exception {
        return product.getJson("/api/overview").at("/counts/files/" + node).asInt();
    }

    private static void pile(String node, int files) throws Exception {
        send(
                "POST",
                "/api/demo/stress",
                "{\"node\":\"" + node + "\",\"files\":" + files + ",\"trigger_scheduler\":false}");
    }

    private static void send(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = product.send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }
}
