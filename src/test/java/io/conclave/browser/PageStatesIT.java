package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.conclave.testing.Relay;
import io.conclave.testing.RunningProduct;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is not always there, looked at in both themes: dialogues, a lost connection, a node that is down, a locked door.
 */
class PageStatesIT extends BrowserTest {

    @BeforeAll
    static void start() throws Exception {
        launch(Map.of("DEMO_WORKLOAD_INTERVAL", "5"));
    }

    /** Brings a page into the state that is looked at. */
    @FunctionalInterface
    private interface State {
        void reach(Page page) throws Exception;
    }

    @Test
    void questionBeforeANodeIsStopped() throws Exception {
        lookAt("question", address(""), page -> {
            press(page.locator("[data-node=zk1] [data-action=stop]"));
            assertThat(page.locator("dialog[open]")).isVisible(visible());
        });
    }

    @Test
    void logOfAServer() throws Exception {
        lookAt("log", address(""), page -> {
            press(page.locator("[data-node=zk1] [data-action=log]"));
            assertThat(page.locator("dialog[open] .log-line").first()).isVisible(visible());
        });
    }

    @Test
    void explanationOfThePlan() throws Exception {
        lookAt("why", address(""), page -> {
            press(page.locator("main [data-action=why-plan]").first());
            assertThat(page.locator("dialog[open]")).isVisible(visible());
        });
    }

    @Test
    void bubbleOfAFigure() throws Exception {
        lookAt("tip", address(""), page -> {
            page.locator(".link-state").focus();
            assertThat(page.locator("[role=tooltip]")).isVisible();
        });
    }

    @Test
    void lostConnection() throws Exception {
        forgiveThatTheServerIsAway();
        try (Relay relay = Relay.to(product.base().getPort())) {
            lookAt(
                    "disconnected",
                    relay.base().resolve("/ui/").toString(),
                    page -> {
                        relay.cut();
                        assertThat(page.locator(".banner")).isVisible(visible());
                    },
                    relay::mend);
        }
    }

    @Test
    void nodeThatIsDown() throws Exception {
        product.send("POST", "/api/nodes/zk2/stop", "{}");
        try {
            for (String path : List.of("/ui/", "/ui/workload")) {
                lookAt(
                        "node-down" + path.replace("/ui/", "-"),
                        product.base().resolve(path).toString(),
                        page -> {
                            if (path.equals("/ui/")) {
                                assertThat(page.locator("[data-node=zk2]").first())
                                        .hasAttribute("data-health", "down", attribute());
                            }
                        });
            }
        } finally {
            product.send("POST", "/api/nodes/zk2/start", "{}");
            product.awaitHealthyEnsemble();
        }
    }

    @Test
    void lockedDoorAndAnEnsembleThatNobodyAnswersFor(@TempDir Path other) throws Exception {
        // Chromium itself notes every answer of 400 and above.
        forgive("\\b401\\b");
        // There is a token and no user.
        forgive("Password forms should have");
        forgiveThatTheServerIsAway();
        Map<String, String> environment = Map.of(
                "ZK_NODES", "zk1=127.0.0.1:9",
                "CONCLAVE_TOKEN", "a-token-of-sufficient-length-1234",
                "DEMO_WORKLOAD_ENABLED", "false");
        try (RunningProduct locked = RunningProduct.launch(other, environment, "serve")) {
            Awaitility.await("it answers")
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> locked.get("/health/live").statusCode() == 200);
            String home = locked.base().resolve("/ui/").toString();
            for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                Page page = browser.viewer(
                        new NewContextOptions().setColorScheme(theme).setViewportSize(1440, 900));
                page.navigate(home);
                assertThat(page.locator("input[name=token]")).isVisible(visible());
                assertThat(flaws(page, "locked", theme)).isEmpty();

                page.locator("input[name=token]").fill("a-token-of-sufficient-length-1234");
                page.keyboard().press("Enter");
                assertThat(page.locator(".link-state")).hasAttribute("data-phase", "live", attribute());
                Look.awaitStill(page);
                assertThat(flaws(page, "nobody-answers", theme)).isEmpty();
                page.context().close();
            }
        }
    }

    private static void lookAt(String name, String address, State state) throws Exception {
        lookAt(name, address, state, () -> {});
    }

    private static void lookAt(String name, String address, State state, Runnable afterwards) throws Exception {
        List<String> flaws = new ArrayList<>();
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Page page =
                    browser.viewer(new NewContextOptions().setColorScheme(theme).setViewportSize(1440, 900));
            try (BrowserContext context = page.context()) {
                page.navigate(address);
                Look.awaitSettled(page);
                state.reach(page);
                Look.awaitStill(page);
                flaws.addAll(flaws(page, name, theme));
            }
            afterwards.run();
        }
        assertThat(flaws).isEmpty();
    }

    private static List<String> flaws(Page page, String name, ColorScheme theme) {
        String shade = theme.name().toLowerCase(Locale.ROOT);
        List<String> flaws = new ArrayList<>(Axe.graveViolations(page));
        flaws.addAll(Look.overflow(page));
        flaws.addAll(Look.untranslated(page));
        Look.keep(page, "state-" + name + "-" + shade);
        return flaws.stream().map(flaw -> shade + ": " + flaw).toList();
    }

    /** Where a page keeps its further actions folded away, they are unfolded first. */
    private static void press(Locator button) {
        button.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        button.evaluate("(element) => element.closest('details')?.setAttribute('open', '')");
        button.click();
    }
}
