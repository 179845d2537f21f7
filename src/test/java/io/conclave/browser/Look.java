package io.conclave.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be told of a page from how it looks, whatever it shows. */
final class Look {

    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Path TEXTS = Path.of("webroot/js/texts");
    private static final Pattern EXPORTED_TEXTS =
            Pattern.compile("^export const \\w+ = (\\{.*^\\});$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final double LIMIT_MS = 20_000;

    /** Notes each jump of the layout from the first one on, with what jumped. */
    static final String NOTE_JUMPS =
            """
            window.layoutJumps = [];
            new PerformanceObserver((list) => list.getEntries()
              .filter((entry) => !entry.hadRecentInput)
              .forEach((entry) => window.layoutJumps.push({
                at: entry.startTime,
                value: entry.value,
                what: entry.sources.map(({ node }) => node?.className ?? node?.parentElement?.className).join(', '),
              }))).observe({ type: 'layout-shift', buffered: true });
            """;

    private Look() {}

    /** Waits until the stream is live, the first figures are there and nothing moves any more. */
    static void awaitSettled(Page page) {
        page.waitForFunction(
                """
                () => document.querySelector('[data-phase]')?.dataset.phase === 'live'
                  && document.querySelector('main > *')
                  && !document.querySelector('main .placeholder.loading')
                """,
                null,
                new Page.WaitForFunctionOptions().setTimeout(LIMIT_MS));
        awaitStill(page);
    }

    /** Waits until what moves for a while has come to its place. */
    static void awaitStill(Page page) {
        page.waitForFunction(
                """
                () => document.getAnimations().every((animation) =>
                  animation.effect.getComputedTiming().iterations === Infinity || animation.playState !== 'running')
                """,
                null,
                new Page.WaitForFunctionOptions().setTimeout(LIMIT_MS));
    }

    /** How far the page can be scrolled sideways, and what sticks out. */
    static List<String> overflow(Page page) {
        return strings(
                page,
                """
                () => document.documentElement.scrollWidth <= innerWidth ? [] : [
                  `${document.documentElement.scrollWidth - innerWidth} px wider than the window: ` +
                  [...document.querySelectorAll('body *')]
                    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
                    .slice(0, 5).map((element) => `${element.localName}.${element.className}`).join(', ')]
                """,
                null);
    }

    /**
     * The jumps since the page came, where they come to more than may be in one of the windows in which the Web Vitals
     * add them up: less than a second between two jumps, five seconds at most. A plan that changes later is no jump of
     * the same window.
     */
    static List<String> jumps(Page page, double limit) {
        return strings(
                page,
                """
                (limit) => {
                  const windows = [];
                  for (const jump of window.layoutJumps) {
                    const open = windows.at(-1);
                    if (open && jump.at - open.at(-1).at < 1000 && jump.at - open[0].at < 5000) {
                      open.push(jump);
                    } else {
                      windows.push([jump]);
                    }
                  }
                  const sum = (jumps) => jumps.reduce((total, { value }) => total + value, 0);
                  return windows.filter((jumps) => sum(jumps) >= limit)
                    .map((jumps) => `layout jumps of ${sum(jumps).toFixed(3)} in all: ` + jumps
                      .filter(({ value }) => value > 0.005)
                      .map(({ value, what }) => `${value.toFixed(3)} by ${what}`).join('; '));
                }
                """,
                limit);
    }

    /** Keys and placeholders that were left in a text, and on a Chinese page whole texts that are in English. */
    static List<String> untranslated(Page page) {
        return strings(
                page,
                """
                () => {
                  const texts = %s;
                  const chinese = document.documentElement.lang === 'zh-CN';
                  const wrong = new Set(Object.keys(texts).filter((key) => key.includes('.')));
                  if (chinese) {
                    Object.values(texts).filter(([en, zh]) => en !== zh && / /.test(en)).forEach(([en]) => wrong.add(en));
                  }
                  const said = [...document.querySelectorAll('body, body *')].flatMap((element) => [
                    ...['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name)),
                    ...[...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data),
                  ]).filter(Boolean).map((text) => text.trim());
                  return said.filter((text) => wrong.has(text) || /\\{\\w+(:[^}]*)?\\}/.test(text) || /\\bundefined\\b|\\bNaN\\b/.test(text))
                    .map((text) => `not put into words: ${text}`);
                }
                """
                        .replace("%s", texts()),
                null);
    }

    /** Keeps a picture of the whole page, or of the window where a dialogue covers it. */
    static void keep(Page page, String name) {
        // Cards below the window are not drawn until they come into sight, which a picture of the whole page is no
        // sight for.
        page.evaluate(
                "document.querySelectorAll('.node').forEach((card) => { card.style.contentVisibility = 'visible'; })");
        boolean covered = page.locator("dialog[open]").count() > 0;
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(!covered));
    }

    /**
     * All texts of the page, as an expression. They are read where they are written: a page that has lost its server
     * could not fetch those of its parts that it has not needed yet.
     */
    private static String texts() {
        try (Stream<Path> files = Files.list(TEXTS)) {
            List<String> objects = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                Matcher object = EXPORTED_TEXTS.matcher(Files.readString(file));
                if (object.find()) {
                    objects.add("..." + object.group(1));
                }
            }
            if (objects.isEmpty()) {
                throw new IllegalStateException("no texts are exported in " + TEXTS.toAbsolutePath());
            }
            return "{ " + String.join(", ", objects) + " }";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> strings(Page page, String script, Object argument) {
        return ((List<?>) page.evaluate(script, argument))
                .stream().map(String::valueOf).toList();
    }
}
