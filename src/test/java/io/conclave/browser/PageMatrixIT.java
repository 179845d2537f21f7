package io.conclave.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
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
                .map(language -> Arguments.of(page, language)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pages")
    void pageIsFinishedAtEveryWidthInBothThemes(String name, String language) {
        List<String> flaws = new ArrayList<>();
        boolean english = language.equals("en");
        // Colours do not depend on the language.
        List<ColorScheme> themes = english ? List.of(ColorScheme.LIGHT, ColorScheme.DARK) : List.of(ColorScheme.LIGHT);
        for (int width : WIDTHS) {
            flaws.addAll(flaws(name, language, width, themes));
        }
        if (english) {
            MORE_WIDTHS.forEach(width -> flaws.addAll(flaws(name, language, width, List.of(ColorScheme.LIGHT))));
        }
        assertThat(flaws).isEmpty();
    }

    /** The page comes in the first theme, and is turned to the others as the viewer's system turns. */
    private static List<String> flaws(String name, String language, int width, List<ColorScheme> themes) {
        browser.complaints().clear();
        Page page = browser.viewer(new NewContextOptions()
                .setLocale(language.equals("zh") ? "zh-CN" : "en-GB")
                .setColorScheme(themes.get(0))
                .setViewportSize(width, width < 500 ? 800 : Math.min(width * 10 / 16, 2160)));
        try {
            page.addInitScript(Look.NOTE_JUMPS);
            page.navigate(product.base().resolve("/ui/" + PATHS.get(name)).toString());
            Look.awaitSettled(page);
            List<String> flaws = new ArrayList<>(Look.jumps(page, JUMPS_LIMIT));
            flaws.addAll(Look.untranslated(page));
            if (!page.getAttribute("html", "lang").equals(language.equals("zh") ? "zh-CN" : "en")) {
                flaws.add("the page says that it is in another language");
            }
            for (ColorScheme theme : themes) {
                String shade = theme.name().toLowerCase(Locale.ROOT);
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
                Look.awaitStill(page);
                if (isDark(page) != (theme == ColorScheme.DARK)) {
                    flaws.add("the page does not turn " + shade);
                }
                flaws.addAll(Look.overflow(page));
                flaws.addAll(Axe.graveViolations(page));
                Look.keep(page, String.join("-", name, language, shade, "" + width));
            }
            flaws.addAll(browser.complaints());
            return flaws.stream().map(flaw -> width + " px: " + flaw).toList();
        } finally {
            page.context().close();
        }
    }

    /** Whether the text is light, as it is on what is dark. */
    private static boolean isDark(Page page) {
        return (boolean)
                page.evaluate(
                        """
                () => getComputedStyle(document.body).color.match(/[\\d.]+/g).slice(0, 3)
                  .reduce((sum, part) => sum + Number(part), 0) > 384
                """);
    }
}
