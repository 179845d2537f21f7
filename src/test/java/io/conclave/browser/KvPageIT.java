package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of the key-value store before a store of real processes, which the tests lose and heal from the page. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KvPageIT extends BrowserTest {

    /** Seven processes begin two at a time, on a machine that may be busy. */
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private static final double HEAL_LIMIT_MS = 60_000;
    private static final double MOVE_LIMIT_MS = 120_000;
    private static final double JUMPS_LIMIT = 0.1;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> settings = new TreeMap<>(AT_REST);
        settings.put("KV_DEMO_ENABLED", "true");
        settings.put("KV_SESSION_TIMEOUT_MS", "2000");
        launch(settings);
        awaitHealed();
    }

    @BeforeEach
    void open() {
        awaitHealed();
        page = pageAt("kv");
        Look.awaitSettled(page);
    }

    private static void awaitHealed() {
        Awaitility.await("a store of which every member is in sync")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(KvPageIT::isHealed);
    }

    private static boolean isHealed() throws Exception {
        JsonNode store = product.getJson("/api/kv");
        return store.get("groups").size() >= 2
                && all(
                        store.get("groups"),
                        group -> group.get("condition").asText().equals("available")
                                && group.get("inSync").size() == 2)
                && all(store.get("servers"), server -> server.get("answers").asBoolean())
                && all(
                        store.get("checker").get("groups"),
                        group -> group.get("waitingMs").asLong() == 0)
                && store.get("checker").get("groups").size() >= 2;
    }

    private static boolean all(JsonNode nodes, java.util.function.Predicate<JsonNode> condition) {
        return StreamSupport.stream(nodes.spliterator(), false).allMatch(condition);
    }

    private Locator group(String name) {
        return page.locator("[data-group=" + name + "]");
    }

    private Locator primaryOf(String name) {
        return group(name).locator("[data-member][data-role=primary]");
    }

    private Locator standbyOf(String name) {
        return group(name).locator("[data-member][data-role=standby]");
    }

    private void confirm(String said) {
        assertThat(page.locator("dialog [data-prospect]")).hasAttribute("data-prospect", said, attribute());
        page.locator("[data-action=confirm]").click();
    }

    private static HasAttributeOptions within(double ms) {
        return new HasAttributeOptions().setTimeout(ms);
    }

    @Test
    @Order(1)
    void primaryThatIsKilledFromThePageIsReplacedAndNothingIsLost() {
        String killed = primaryOf("g1").getAttribute("data-member");
        Locator victim = page.locator("[data-member='" + killed + "']");

        victim.locator("[data-action=kill-kv]").click();
        confirm("primary_replaced");

        Locator failover = page.locator("[data-failover]").first();
        assertThat(failover).hasAttribute("data-cause", "killed", within(HEAL_LIMIT_MS));
        assertThat(failover).hasAttribute("data-state", "done", within(HEAL_LIMIT_MS));
        assertThat(failover.locator("[data-step]")).hasCount(4, new HasCountOptions().setTimeout(HEAL_LIMIT_MS));
        assertThat(failover.locator("[data-lost]")).hasAttribute("data-lost", "0");
        assertThat(page.locator(".checker-verdict")).hasAttribute("data-lost", "0");
        assertThat(primaryOf("g1")).hasCount(1);
        assertThat(victim).hasAttribute("data-role", "down", within(HEAL_LIMIT_MS));

        victim.locator("[data-action=start-kv]").click();
        confirm("returns");
        assertThat(victim).hasAttribute("data-role", "standby", within(HEAL_LIMIT_MS));
    }

    @Test
    @Order(2)
    void pausedPrimaryIsFencedAndComesBackAsAStandby() {
        String paused = primaryOf("g2").getAttribute("data-member");
        Locator victim = page.locator("[data-member='" + paused + "']");

        victim.locator("[data-action=pause-kv]").click();
        confirm("primary_fenced");

        Locator failover = page.locator("[data-failover]").first();
        assertThat(failover).hasAttribute("data-cause", "paused", within(HEAL_LIMIT_MS));
        assertThat(failover).hasAttribute("data-state", "done", within(HEAL_LIMIT_MS));
        victim.locator("[data-action=resume-kv]").click();
        confirm("returns");
        assertThat(victim).hasAttribute("data-role", "standby", within(HEAL_LIMIT_MS));
        assertThat(page.locator(".checker-verdict")).hasAttribute("data-lost", "0");
    }

    @Test
    @Order(3)
    void standbyIsStoppedAndRestartedAndTheLastOneInSyncIsWarnedOf() {
        String stopped = standbyOf("g1").getAttribute("data-member");
        Locator standby = page.locator("[data-member='" + stopped + "']");
        standby.locator("[data-action=stop-kv]").click();
        confirm("standby_leaves");
        assertThat(group("g1")).hasAttribute("data-condition", "last_copy", within(HEAL_LIMIT_MS));

        primaryOf("g1").locator("[data-action=kill-kv]").click();
        assertThat(page.locator("dialog [data-prospect]")).hasAttribute("data-prospect", "last_in_sync", attribute());
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog[open]")).hasCount(0);

        standby.locator("[data-action=start-kv]").click();
        confirm("returns");
        assertThat(group("g1")).hasAttribute("data-condition", "available", within(HEAL_LIMIT_MS));
        standby.locator("[data-action=restart-kv]").click();
        confirm("standby_leaves");
        assertThat(group("g1")).hasAttribute("data-condition", "available", within(HEAL_LIMIT_MS));
    }

    @Test
    @Order(4)
    void anotherServerBecomesMaster() {
        Locator master = page.locator("[data-server][data-role=master]");
        String killed = master.getAttribute("data-server");
        master.locator("[data-action=kill-kv]").click();
        confirm("master_taken_over");

        Locator victim = page.locator("[data-server='" + killed + "']");
        assertThat(victim).hasAttribute("data-role", "down", within(HEAL_LIMIT_MS));
        assertThat(page.locator("[data-server][data-role=master]"))
                .hasCount(1, new HasCountOptions().setTimeout(HEAL_LIMIT_MS));
        victim.locator("[data-action=start-kv]").click();
        confirm("server_returns");
        assertThat(victim).hasAttribute("data-role", "spare", within(HEAL_LIMIT_MS));
    }

    @Test
    @Order(5)
    void keyIsWrittenReadShownOnTheRingAndDeleted() throws Exception {
        page.locator("[name=key]").fill("colour/蓝");
        page.locator("[name=value]").fill("blue");
        page.locator("[data-action=key-put]").click();
        assertThat(page.locator(".key-value")).hasText("blue", texted());
        assertThat(page.locator(".ring-key")).isVisible(visible());
        page.locator("[data-action=key-get]").click();
        assertThat(page.locator("[data-found=true]")).isVisible(visible());
        page.locator("[data-action=key-delete]").click();
        assertThat(page.locator("[data-found=false]")).isVisible(visible());

        List<String> actions = new ArrayList<>();
        product.getJson("/api/operations?limit=2")
                .get("operations")
                .forEach(row -> actions.add(row.get("action").asText()));
        assertThat(actions).containsExactly("kv_delete", "kv_put");
    }

    @Test
    @Order(6)
    void checkerIsTurnedOffAndOn() {
        Locator toggle = page.locator("[data-action=kv-checker]");
        toggle.click();
        assertThat(toggle).hasAttribute("aria-checked", "false", attribute());
        toggle.click();
        assertThat(toggle).hasAttribute("aria-checked", "true", attribute());
    }

    @Test
    @Order(7)
    void groupComesAndGoesOnlineAndVirtualNodesAreChosen() {
        page.locator("[data-action=add-group]").click();
        page.locator("[data-action=confirm]").click();
        assertThat(page.locator("[data-share=g3]")).isVisible(visible(MOVE_LIMIT_MS));
        assertThat(page.locator("[data-ring-work]")).hasAttribute("data-ring-work", "none", within(MOVE_LIMIT_MS));

        page.locator("select[name=virtual-nodes]").selectOption("8");
        page.locator("[data-action=change-ring]").click();
        page.locator("[data-action=confirm]").click();
        assertThat(page.locator("[data-arcs]")).hasAttribute("data-arcs", "24", within(MOVE_LIMIT_MS));
        assertThat(page.locator("[data-ring-work]")).hasAttribute("data-ring-work", "none", within(MOVE_LIMIT_MS));

        group("g3").locator("[data-action=remove-group]").click();
        page.locator("[data-action=confirm]").click();
        assertThat(group("g3")).hasCount(0, new HasCountOptions().setTimeout(MOVE_LIMIT_MS));
        assertThat(page.locator(".checker-verdict")).hasAttribute("data-lost", "0");
    }

    private static com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions visible(double ms) {
        return visible().setTimeout(ms);
    }

    static Stream<Arguments> looks() {
        return Stream.of("en", "zh").flatMap(language -> Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                .flatMap(theme -> Stream.of(360, 1440).map(width -> Arguments.of(language, theme, width))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("looks")
    @Order(8)
    void pageIsFinished(String language, ColorScheme theme, int width) {
        page.context().close();
        page = browser.viewer(new NewContextOptions()
                .setLocale(language.equals("zh") ? "zh-CN" : "en-GB")
                .setColorScheme(theme)
                .setViewportSize(width, 900));
        page.addInitScript(Look.NOTE_JUMPS);
        page.navigate(address("kv"));
        Look.awaitSettled(page);
        List<String> flaws = new ArrayList<>(Look.jumps(page, JUMPS_LIMIT));
        flaws.addAll(Look.overflow(page));
        flaws.addAll(Look.untranslated(page));
        flaws.addAll(Axe.graveViolations(page));
        Look.keep(page, String.join("-", "kv-store", language, theme.name().toLowerCase(Locale.ROOT), "" + width));
        assertThat(flaws).isEmpty();
    }
}
