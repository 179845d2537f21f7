package io.conclave.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.conclave.testing.Alone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each page in each language, theme and width; the pictures are kept under {@code target/screenshots}. */
@Alone
class PageMatrixIT extends BrowserTest {

    private static final Map<String, String> PATHS = Map.of(
            "overview", "",
            "workload", "workload",
            "kv", "kv",
            "operations", "operations",
            "logs", "logs",
            "metrics", "metrics",
            "not-found", "no/such/page");

    /** From a phone to a wall; those between and beyond in one theme and language only. */
    private static final List<Integer> WIDTHS = List.of(360, 1440);

    private static final List<Integer> MORE_WIDTHS = List.of(768, 3840);

    /** What the Web Vitals call good. */
    private static final double JUMPS_LIMIT = 0.1;

    @BeforeAll
    static void start() throws Exception {
        launch(Map.of("DEMO_WORKLOAD_INTERVAL", "3"));
        // Something of everything: a move, a drained node, a finished action on a node.
        product.send("POST", "/api/demo/stress", "{\"node\":\"zk1\",\"files\":12,\"trigger_scheduler\":true}");
        product.send("POST", "/api/nodes/zk3/drain", "{\"reason\":\"a disk is changed\"}");
        product.send("POST", "/api/nodes/zk2/restart", "{}");
        product.awaitHealthyEnsemble();
    }

    static Stream<Arguments> pages() {
        return PATHS.keySet().stream().sorted().flatMap(page -> Stream.of("en", "zh")
                .flatMap(language -> Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                        .map(theme -> Arguments.of(page, language, theme))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("pages")
    void pageIsFinishedAtEveryWidth(String name, String language, ColorScheme theme) {
        List<Integer> widths = new ArrayList<>(WIDTHS);
        if (language.equals("en") && theme == ColorScheme.LIGHT) {
            widths.addAll(MORE_WIDTHS);
        }
        List<String> flaws = new ArrayList<>();
        for (int width : widths) {
            flaws(name, language, theme, width).forEach(flaw -> flaws.add(width + " px: " + flaw));
        }
        assertThat(flaws).isEmpty();
    }

    private static List<String> flaws(String name, String language, ColorScheme theme, int width) {
        browser.complaints().clear();
        Page page = browser.viewer(new NewContextOptions()
                .setLocale(language.equals("zh") ? "zh-CN" : "en-GB")
                .setColorScheme(theme)
                .setViewportSize(width, width < 500 ? 800 : Math.min(width * 10 / 16, 2160)));
        try {
            page.addInitScript(Look.NOTE_JUMPS);
            page.navigate(product.base().resolve("/ui/" + PATHS.get(name)).toString());
            Look.awaitSettled(page);
            List<String> flaws = new ArrayList<>(Look.jumps(page, JUMPS_LIMIT));
            flaws.addAll(Look.overflow(page));
            flaws.addAll(Look.untranslated(page));
            if (!page.getAttribute("html", "lang").equals(language.equals("zh") ? "zh-CN" : "en")) {
                flaws.add("the page says that it is in another language");
            }
            flaws.addAll(Axe.graveViolations(page));
            Look.keep(page, String.join("-", name, language, theme.name().toLowerCase(Locale.ROOT), "" + width));
            flaws.addAll(browser.complaints());
            return flaws;
        } finally {
            page.context().close();
        }
    }
}
