package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.IsDisabledOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import io.conclave.testing.Signals;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The overview on a real ensemble: who leads, what may be lost, what an action will come to, and what happens. */
class OverviewPageIT extends BrowserTest {

    /** A page that was loaded anew would have forgotten it. */
    private static final String MARK = "window.markOfThisLoad";

    @BeforeAll
    static void start() throws Exception {
        launch(AT_REST);
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
    void leaderStandsInTheMiddleAndAnArrowLeadsToItFromEachFollower() {
        String leader = leader();

        assertThat(page.locator("[data-place=middle]")).hasAttribute("data-peer", leader);
        assertThat(page.locator("[data-place=ring]")).hasCount(2);
        assertThat(page.locator("[data-link-to=" + leader + "]")).hasCount(2);
        assertThat(page.locator(".picture svg[role=group]"))
                .hasAttribute("aria-label", Pattern.compile(leader + " leads.*Follower: zk\\d, zk\\d.*Drained: none"));
        assertThat(page.locator(".summary")).containsText(leader + " leads");
        assertThat(page.locator("[data-quorum]")).hasAttribute("data-quorum", "safe");
        assertThat(page.locator(".segment.up")).hasCount(3);
        assertThat(page.locator(".quorum-bar"))
                .hasAttribute("aria-label", "Quorum safe: 3 of 3 voters up, 2 are needed.");
    }

    @Test
    void killOfTheLeaderBringsTheNewOneIntoTheMiddle() throws Exception {
        String old = leader();
        notePlacesThatAreTravelledTo();
        Signals.send("KILL", Signals.serverOf(product.pid(), old).pid());
        try {
            assertThat(peer(old)).hasAttribute("data-kind", "down", attribute());
            assertThat(peer(old)).hasAttribute("data-place", "ring");
            assertThat(page.locator("[data-place=middle]")).hasCount(1, counted());
            assertThat(page.locator("[data-place=middle]")).not().hasAttribute("data-peer", old);
            String next = page.locator("[data-place=middle]").getAttribute("data-peer");
            page.waitForFunction("nodes => nodes.every((node) => window.travelled.has(node))", List.of(old, next));
            assertThat(page.locator("[data-link-from=" + old + "]")).hasCount(0);
            assertThat(page.locator("[data-link-to]")).hasCount(1);
            assertThat(page.locator("[data-quorum]")).hasAttribute("data-quorum", "edge");
            assertThat(page.locator(".segment.up")).hasCount(2);
            assertThat(page.locator(".feed [data-event=leader_changed]").first())
                    .containsText(Pattern.compile("The leader was .* and is now zk\\d"), contained());
        } finally {
            node(old).locator("[data-action=start]").click();
            page.locator("dialog [data-action=confirm]").click();
        }
        healthyNodes(3);
        assertThat(page.locator("[data-link-to]")).hasCount(2, counted());
        assertThat(page.locator("[data-quorum]")).hasAttribute("data-quorum", "safe", attribute());
    }

    @Test
    void nodesStandAtTheirPlacesAtOnceWhereOnlyTheWindowIsAnother() {
        page.waitForFunction("() => !document.querySelector('.picture.changing')");
        notePlacesThatAreTravelledTo();
        String wide = peer("zk1").getAttribute("style");
        page.setViewportSize(700, 1000);
        assertThat(peer("zk1")).not().hasAttribute("style", wide);
        page.setViewportSize(1440, 1000);
        assertThat(peer("zk1")).hasAttribute("style", wide);

        assertThat(page.evaluate("[...window.travelled]")).isEqualTo(List.of());
    }

    @Test
    void withoutAMajorityTheMiddleIsEmptyAndSaysThatNothingCanBeWritten() throws Exception {
        List<String> followers = followers();
        for (String follower : followers) {
            Signals.send("KILL", Signals.serverOf(product.pid(), follower).pid());
        }
        try {
            assertThat(page.locator("[data-nobody]")).isVisible(visible());
            assertThat(page.locator("[data-nobody]")).containsText("no leader");
            assertThat(page.locator("[data-nobody]")).containsText("nothing can be written");
            assertThat(page.locator("[data-place=middle]")).hasCount(0);
            assertThat(page.locator("[data-link-to]")).hasCount(0);
            assertThat(page.locator("[data-quorum]")).hasAttribute("data-quorum", "lost", attribute());
            assertThat(page.locator(".summary")).containsText("Nobody leads");
        } finally {
            for (String follower : followers) {
                node(follower).locator("[data-action=start]").click();
                page.locator("dialog [data-action=confirm]").click();
            }
        }
        healthyNodes(3);
        assertThat(page.locator("[data-nobody]")).hasCount(0, counted());
    }

    @Test
    void hungServerLooksOtherThanOneThatIsDown() throws Exception {
        String follower = followers().get(0);
        long pid = Signals.serverOf(product.pid(), follower).pid();
        Signals.send("STOP", pid);
        try {
            assertThat(peer(follower)).hasAttribute("data-kind", "hung", attribute());
            assertThat(peer(follower)).containsText("Hung");
            assertThat(page.locator("[data-link-from=" + follower + "]")).hasCount(0);
            assertThat(node(follower).locator("[data-action=resume]")).hasClass(Pattern.compile("primary"));
        } finally {
            Signals.send("CONT", pid);
        }
        healthyNodes(3);
    }

    @Test
    void everyActionThatTakesAServerAwaySaysBeforehandWhatWillBeLeft() {
        String leader = leader();
        String follower = followers().get(0);
        Map<String, String> doing =
                Map.of("stop", "Stopping", "restart", "Restarting", "kill", "Killing", "pause", "Pausing");

        doing.forEach((action, words) -> {
            node(follower).locator("[data-action=" + action + "]").click();
            assertThat(page.locator("dialog [data-outcome]"))
                    .containsText(
                            words + " " + follower + " leaves 2 of 3: the quorum holds, but not one more may fail.",
                            contained());
            assertThat(page.locator("dialog [data-outcome]")).not().containsText("election");
            page.keyboard().press("Escape");
            assertThat(page.locator("dialog[open]")).hasCount(0);

            node(leader).locator("[data-action=" + action + "]").click();
            assertThat(page.locator("dialog [data-outcome]"))
                    .containsText(
                            leader + " leads: a new election follows, and writes pause for about a moment.",
                            contained());
            page.keyboard().press("Escape");
            assertThat(page.locator("dialog[open]")).hasCount(0);
        });
        healthyNodes(3);
    }

    @Test
    void stopThatCostsTheQuorumSaysSoInSoManyWords() {
        List<String> followers = followers();
        node(followers.get(0)).locator("[data-action=stop]").click();
        page.locator("dialog [data-action=confirm]").click();
        assertThat(node(followers.get(0))).hasAttribute("data-health", "down", attribute());
        try {
            node(followers.get(1)).locator("[data-action=stop]").click();
            assertThat(page.locator("dialog [data-outcome=loses_quorum]"))
                    .containsText(
                            "Stopping " + followers.get(1)
                                    + " leaves 1 of 3: the ensemble will lose its quorum, and nothing can be written",
                            contained());
            page.keyboard().press("Escape");
        } finally {
            node(followers.get(0)).locator("[data-action=start]").click();
            page.locator("dialog [data-action=confirm]").click();
        }
        healthyNodes(3);
    }

    @Test
    void drainSaysHowManyFilesWillMoveWhereAndIsShownWithItsReason() throws Exception {
        product.send("POST", "/api/demo/stress", "{\"node\":\"zk2\",\"files\":3,\"trigger_scheduler\":false}");
        node("zk2").locator("[data-action=drain]").click();
        assertThat(page.locator("dialog[open]"))
                .containsText(
                        Pattern.compile("Its \\d+ files \\(.*\\) stay until you run the scheduler, which is paused;"
                                + " then they move to zk1, zk3"),
                        contained());
        assertThat(page.locator("dialog[open]")).containsText("zk2 keeps running, serving and voting");
        page.locator("dialog input[name=reason]").fill("disk <b>swap</b>");
        page.locator("dialog [data-action=confirm]").click();
        try {
            assertThat(node("zk2").locator("[data-drain]")).containsText("disk <b>swap</b>", contained());
            assertThat(peer("zk2")).containsText("Drained");
            peer("zk2").hover();
            assertThat(page.locator(".tip")).containsText("Drained, so it takes no files: disk <b>swap</b>");
        } finally {
            node("zk2").locator("[data-action=undrain]").click();
            assertThat(page.locator("dialog[open]"))
                    .containsText(Pattern.compile("may be placed on zk2 again.*The scheduler is paused"), contained());
            page.locator("dialog [data-action=confirm]").click();
        }
        assertThat(node("zk2").locator("[data-drain]")).hasCount(0, counted());
    }

    @Test
    void keyboardLeadsFromThePictureToTheCardAndItsLogs() {
        peer("zk2").focus();
        assertThat(page.locator(".tip")).containsText("zk2");
        page.keyboard().press("Enter");
        page.waitForFunction("() => document.activeElement.id === 'node-zk2'");

        node("zk2").locator("[data-link=logs]").focus();
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile("/ui/logs\\?node=zk2$").asPredicate());
        page.goBack();
        assertThat(page.locator("[data-place=middle]")).hasCount(1, counted());
    }

    @Test
    void everyFigureTellsItsAgeAndSourceAndTheLagIsInTransactions() {
        assertThat(node(leader()).locator("[data-figure=lag]")).containsText("leads");
        assertThat(node(followers().get(0)).locator("[data-figure=lag]")).containsText("in step", contained());
        for (String figure : List.of("latencyMs", "connections", "outstanding", "lag", "znodes", "zxid", "version")) {
            page.locator("h1").hover();
            node("zk1")
                    .locator("[data-figure=" + figure + "] .measured")
                    .first()
                    .focus();
            assertThat(page.locator(".tip")).containsText("Said by srvr", contained());
        }
        for (String answer : List.of("who", "lose")) {
            page.locator("[data-answer=" + answer + "] .measured").focus();
            assertThat(page.locator(".tip")).containsText("Said by srvr", contained());
        }
        assertThat(page.locator(".tip")).containsText("Counted from what 3 servers last said of themselves");
        page.locator("[data-answer=next] .measured").hover();
        assertThat(page.locator(".tip")).containsText("Computed by the scheduler");
        page.waitForFunction("[...document.querySelectorAll('.sparkline')].some((one) => +one.dataset.points > 0)");
    }

    @Test
    void lagIsNotGuessedWhereTheTermsDiffer() {
        Object told = page.evaluate(
                """
                async () => {
                  const { lagOf } = await import('/ui/js/overview/lag.js');
                  const leader = { id: 'a', epoch: 4, counter: 10 };
                  return [
                    lagOf(leader, leader),
                    lagOf({ id: 'b', epoch: 4, counter: 10 }, leader),
                    lagOf({ id: 'b', epoch: 4, counter: 12 }, leader),
                    lagOf({ id: 'b', epoch: 4, counter: 7 }, leader),
                    lagOf({ id: 'b', epoch: 3, counter: 900 }, leader),
                    lagOf({ id: 'b', epoch: null, counter: null }, leader),
                    lagOf({ id: 'b', epoch: 4, counter: 7 }, null),
                  ].map(({ kind, behind }) => `${kind} ${behind}`);
                }""");

        assertThat(told)
                .isEqualTo(List.of(
                        "leads 0", "in_step 0", "in_step 0", "behind 3", "other_term 0", "unread 0", "no_leader 0"));
    }

    @Test
    void nodesOfThePictureDoNotCoverEachOtherHoweverManyThereAre() {
        Object overlaps = page.evaluate(
                """
                async () => {
                  const { seats } = await import('/ui/js/overview/picture-seats.js');
                  const found = [];
                  for (const [width, height] of [[300, 290], [300, 440], [700, 330], [1100, 440]]) {
                    for (let count = 2; count <= (height > 400 ? 50 : 16); count++) {
                      const { ring, middle, radius, leaderRadius } = seats(count, width, height);
                      ring.forEach((one, at) => {
                        const others = ring.slice(at + 1).map((other) => Math.hypot(one.x - other.x, one.y - other.y));
                        const inside = Math.hypot(one.x - middle.x, one.y - middle.y) - leaderRadius - radius;
                        if (others.some((distance) => distance < 2 * radius) || inside < 0
                          || one.x < radius || one.y < radius || one.x > width - radius || one.y > height - radius) {
                          found.push(`${count} on ${width}x${height}: ${at}`);
                        }
                      });
                    }
                  }
                  return found;
                }""");

        assertThat(overlaps).isEqualTo(List.of());
    }

    @Test
    void feedTellsWhatHappensAndStandsStillUnderThePointer() throws Exception {
        product.send("POST", "/api/nodes/zk1/drain", "{\"reason\":\"first\"}");
        product.send("POST", "/api/nodes/zk1/undrain", null);
        Locator feed = page.locator(".feed");
        assertThat(feed.locator("[data-feed=operation]").first()).containsText("Undrain zk1", contained());
        assertThat(feed.locator("[data-feed=plan]").first()).isVisible(visible());

        // What is above it grows and shrinks with the drains, which would take the panel from under the pointer.
        page.locator(".feed-panel")
                .evaluate("panel => Object.assign(panel.style,"
                        + " { position: 'fixed', inset: '0 0 auto 0', zIndex: 1000 })");
        feed.locator("li").first().hover();
        // A busy page hears of the pointer only with its next frame.
        page.waitForFunction("() => document.querySelector('.feed-panel').matches(':hover')");
        String top = feed.locator("li").first().getAttribute("data-key");
        product.send("POST", "/api/nodes/zk3/drain", "{\"reason\":\"second\"}");
        product.send("POST", "/api/nodes/zk3/undrain", null);
        assertThat(page.locator("[data-action=feed-fresh]")).containsText(Pattern.compile("\\d+ new"), contained());
        assertThat(feed.locator("li").first()).hasAttribute("data-key", top);
        page.locator("[data-action=feed-fresh]").click();
        assertThat(feed.locator("[data-feed=operation]").first()).containsText("Undrain zk3", contained());

        for (String kind : List.of("election", "plan", "migration")) {
            page.locator("[data-kind-filter=" + kind + "]").click();
        }
        assertThat(feed.locator("li:not([data-feed=operation])")).hasCount(0, counted());
        assertThat(page.locator("[data-kind-filter=plan]")).hasAttribute("aria-pressed", "false");

        Locator row = feed.locator("[data-feed=operation]").first();
        assertThat(row.locator("[data-link=metrics]")).hasAttribute("href", Pattern.compile("/ui/metrics\\?at="));
        row.locator("[data-action=why]").click();
        assertThat(page.locator("dialog[data-why=operation]")).isVisible(visible());
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog[open]")).hasCount(0);
    }

    @Test
    void planIsExplainedFromItsTileAndTheWayToTheWorkloadIsThere() {
        page.locator("[data-action=why-plan]").click();
        assertThat(page.locator("dialog[data-why=plan]")).isVisible(visible());
        page.keyboard().press("Escape");

        page.locator(".summary [data-link=workload]").click();
        page.waitForURL(Pattern.compile("/ui/workload$").asPredicate());
    }

    @Test
    void figuresOfALostStreamAreMarkedAsOldAndTheButtonsWait() throws Exception {
        forgiveThatTheServerIsAway();
        Signals.send("STOP", product.pid());
        try {
            assertThat(node("zk1").locator("[data-figure=connections] [data-stale]"))
                    .isVisible(new IsVisibleOptions().setTimeout(40_000));
            assertThat(node("zk1").locator("[data-figure=connections]")).containsText("(old)");
            assertThat(node("zk1").locator("[data-action=stop]"))
                    .isDisabled(new IsDisabledOptions().setTimeout(40_000));
        } finally {
            Signals.send("CONT", product.pid());
        }
        assertThat(node("zk1").locator("[data-stale]")).hasCount(0, counted());
    }

    @Test
    void everyWidthHasItsLayoutInBothLanguages() {
        for (int round = 0; round < 2; round++) {
            for (int width : List.of(360, 768, 1440, 2560, 3840)) {
                page.setViewportSize(width, 900);
                page.waitForFunction("width => document.documentElement.scrollWidth <= width", width);
                assertThat(page.locator("[data-place=middle]")).isVisible();
            }
            page.getByTitle(Pattern.compile("Switch the page to Chinese|将页面切换为英文"))
                    .click();
        }
        page.setViewportSize(1440, 1000);
        page.getByTitle("Switch the page to Chinese").click();
        assertThat(page.locator(".feed-panel")).containsText("实时动态");
        assertThat(page.locator(".picture-panel")).containsText("领导者");
        page.getByTitle("将页面切换为英文").click();
    }

    private void notePlacesThatAreTravelledTo() {
        page.evaluate(
                """
                () => {
                  window.travelled = new Set();
                  document.querySelector('.picture').addEventListener('transitionrun', ({ target, propertyName }) => {
                    if (propertyName === 'transform' && target.dataset.peer) {
                      window.travelled.add(target.dataset.peer);
                    }
                  });
                }
                """);
    }

    private String leader() {
        return page.locator("[data-node][data-role=leader]").getAttribute("data-node");
    }

    private List<String> followers() {
        Locator followers = page.locator("[data-node][data-role=follower]");
        assertThat(followers).hasCount(2, counted());
        return followers.all().stream()
                .map(one -> one.getAttribute("data-node"))
                .toList();
    }

    private void healthyNodes(int count) {
        assertThat(page.locator("[data-node][data-health=healthy]")).hasCount(count, counted());
        assertThat(page.locator("[data-node][data-role=leader]")).hasCount(1, counted());
    }

    private Locator node(String id) {
        return page.locator("[data-node=" + id + "]");
    }

    private Locator peer(String id) {
        return page.locator("[data-peer=" + id + "]");
    }
}
