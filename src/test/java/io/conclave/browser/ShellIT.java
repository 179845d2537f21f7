package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The frame around every page: its addresses, its keys, what it remembers and what it does where a part fails. */
class ShellIT extends BrowserTest {

    private static final List<String> PAGES = List.of("overview", "workload", "operations", "logs", "metrics");

    /** Where the focus is: what it is called by, and how its outline is drawn. */
    private static final String FOCUSED =
            "(document.activeElement.dataset.page || document.activeElement.className || document.activeElement.localName)";

    @BeforeAll
    static void start() throws Exception {
        launch(Map.of("DEMO_WORKLOAD_ENABLED", "false"));
    }

    @BeforeEach
    void open() {
        page = browser.open(address(""), 1440, 900);
        Look.awaitSettled(page);
    }

    @Test
    void keyboardWalksFromTheSkipLinkOverTheBarAndThePagesToTheContent() {
        page.keyboard().press("Tab");
        assertThat(page.evaluate(FOCUSED)).isEqualTo("skip");
        assertThat(page.locator(".skip")).isInViewport();
        for (String name : PAGES) {
            tabUntil(name);
            assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                    .as("the focus can be seen")
                    .isEqualTo("solid");
        }
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.querySelector('main').contains(document.activeElement)"))
                .isEqualTo(true);
    }

    @Test
    void skipLinkLeadsPastTheBar() {
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");

        assertThat(page.locator("main")).isFocused();
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.querySelector('main').contains(document.activeElement)"))
                .isEqualTo(true);
    }

    @Test
    void eachPageHasItsAddressItsTitleAndTheFocusAndTheBackButtonWorks() {
        for (String name : PAGES.subList(1, PAGES.size())) {
            page.locator("[data-page=" + name + "]").focus();
            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile("/ui/" + name + "$"));
            assertThat(page)
                    .hasTitle(Pattern.compile("^" + name + " · zk\\d leads · Conclave$", Pattern.CASE_INSENSITIVE));
            assertThat(page.locator("main")).isFocused();
            assertThat(page.locator("[aria-current=page]")).hasAttribute("data-page", name);
        }
        page.goBack();
        page.goBack();
        assertThat(page.locator("[aria-current=page]")).hasAttribute("data-page", "operations");
        page.goForward();
        assertThat(page.locator("[aria-current=page]")).hasAttribute("data-page", "logs");
        page.reload();
        assertThat(page.locator("[aria-current=page]")).hasAttribute("data-page", "logs");
    }

    @Test
    void addressOfNoPageSaysSoAndLeadsHome() {
        page.navigate(address("no/such/page"));

        assertThat(page.locator("main")).containsText("/no/such/page");
        page.locator("main a").click();
        assertThat(page.locator("[aria-current=page]")).hasAttribute("data-page", "overview");
    }

    @Test
    void languageAndThemeAreRememberedOverReloadsAndInOtherTabs() {
        Page other = page.context().newPage();
        other.navigate(page.url());
        Look.awaitSettled(other);

        page.locator("[data-action=language]").click();
        page.locator("[data-action=theme]").click();

        for (Page one : List.of(page, other)) {
            assertThat(one.locator("html")).hasAttribute("lang", "zh-CN");
            assertThat(one.locator("html")).hasAttribute("data-theme", "light");
            assertThat(one.locator("[data-page=overview]")).hasText("总览");
        }
        page.reload();
        assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
        assertThat(page.locator("html")).hasAttribute("data-theme", "light");
        assertThat(page.locator("[data-page=overview]")).hasText("总览");
    }

    @Test
    void oneIsNotSpokenOfAsManyAndChineseIsSpacedByWhatStandsInIt() {
        Object told = page.evaluate(
                """
                async () => {
                  const { t } = await import('/ui/js/core/language.js');
                  const { preferences } = await import('/ui/js/core/preferences.js');
                  const english = [
                    t('files.total', { count: '1' }), t('files.total', { count: '2' }),
                    t('lose.lostWhy', { up: 0, voters: 1, needed: 1 }),
                    t('drain.moves', { files: '1', size: '4 KiB', targets: 'zk2' }),
                  ];
                  preferences.language = 'zh';
                  const chinese = [
                    t('counts.bandWhy', { at: '20 个文件', threshold: '5 个文件' }).slice(0, 18),
                    t('outcome.adds', { doing: t('doing.node_start', { node: 'zk1' }) }),
                  ];
                  preferences.language = 'en';
                  return [...english, ...chinese];
                }""");

        assertThat(told)
                .isEqualTo(List.of(
                        "1 file",
                        "2 files",
                        "0 of 1 up, 1 is needed: writes stand still.",
                        "Its 1 file (4 KiB) moves to zk2, the least loaded first.",
                        "在带内不迁移。达到 20 个文件时，",
                        "启动 zk1 不会减少多数派。"));
    }

    @Test
    void themeFollowsTheSystemWhileItIsLookedAt() {
        String background = "getComputedStyle(document.documentElement).backgroundColor";
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        Object light = page.evaluate(background);

        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));

        assertThat(page.evaluate(background)).isNotEqualTo(light);
    }

    @Test
    void nothingMovesForWhoWantsNoMotion() {
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        for (String name : PAGES) {
            page.locator("[data-page=" + name + "]").click();
            page.waitForSelector("[data-page=" + name + "][aria-current=page]");
            Look.awaitSettled(page);
            assertThat(page.evaluate("document.getAnimations().length"))
                    .as(name)
                    .isEqualTo(0);
        }
    }

    @Test
    void bubbleExplainsOnFocusAndGoesWithEscape() {
        page.locator(".link-state").focus();
        assertThat(page.locator("[role=tooltip]")).containsText("Every change is pushed");
        assertThat(page.locator(".link-state")).hasAttribute("aria-describedby", "tip");

        page.keyboard().press("Escape");

        assertThat(page.locator("[role=tooltip]")).hasCount(0);
    }

    @Test
    void barTakesTwoLinesOnAPhoneAndEverythingIsLargeEnoughForAFinger() {
        page.setViewportSize(360, 740);

        assertThat(page.locator(".link-state")).containsText("Live");
        assertThat(page.locator(".link-age")).isVisible();
        assertThat(page.locator("[data-ensemble]")).isVisible();
        assertThat(((Number) page.evaluate("document.querySelector('.head').offsetHeight")).intValue())
                .isLessThan(120);
        for (String name : PAGES) {
            page.locator("[data-page=" + name + "]").click();
            page.waitForSelector("[data-page=" + name + "][aria-current=page]");
            Look.awaitSettled(page);
            assertThat(
                            (List<?>)
                                    page.evaluate(
                                            """
                            () => [...document.querySelectorAll('button, select, input:not([type=file]), [role=switch]')]
                              .map((element) => [element, (element.closest('label') ?? element).getBoundingClientRect()])
                              .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24))
                              .map(([element]) => element.outerHTML)
                            """))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void partThatFailsIsToldAndTakesNothingElseDown() {
        // A message that no server would send, straight into the store, makes the summary fail as it is drawn.
        page.evaluate(
                """
                async () => {
                  const { store } = await import('/ui/js/core/store.js');
                  store.ensemble = { ...store.ensemble, quorum: null };
                }
                """);

        assertThat(page.locator(".notice.bad")).containsText("A part of this page failed");
        assertThat(browser.complaints()).isNotEmpty();
        browser.complaints().clear();
        page.locator("[data-page=operations]").click();
        assertThat(page.locator("[aria-current=page]")).hasAttribute("data-page", "operations");
        assertThat(page.locator("main .panel").first()).isVisible();

        page.evaluate("() => { Promise.reject(new Error('nobody waits for this')); }");
        assertThat(page.locator(".notice.bad")).hasCount(2);
        browser.complaints().clear();
    }

    private void tabUntil(String focused) {
        for (int i = 0; i < 10; i++) {
            page.keyboard().press("Tab");
            if (focused.equals(page.evaluate(FOCUSED))) {
                return;
            }
        }
        throw new AssertionError("ten steps of Tab do not lead to " + focused);
    }
}
