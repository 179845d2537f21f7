package io.conclave.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasValueOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import io.conclave.testing.Browser;
import io.conclave.testing.RunningProduct;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of the page in a real browser, before a product with real servers that the class has for itself. Whatever the
 * page's console says fails the test in which it is said, unless the test forgives it.
 */
abstract class BrowserTest {

    /** What is waited for on the page is mostly there at once, but may take as long on a busy machine. */
    static final double LIMIT_MS = 30_000;

    /** Nothing happens but what a test asks for. */
    static final Map<String, String> AT_REST =
            Map.of("AUTO_SCHEDULER_ENABLED", "false", "DEMO_WORKLOAD_ENABLED", "false");

    @TempDir
    static Path folder;

    static Browser browser;
    static RunningProduct product;

    /** What the test looks at; closed after it. */
    Page page;

    private final List<Pattern> forgiven = new ArrayList<>();

    /** Starts both; the product with these settings. */
    static void launch(Map<String, String> settings) throws IOException {
        browser = Browser.start();
        product = RunningProduct.demo(folder, settings);
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
        }
        if (browser != null) {
            browser.close();
        }
        product = null;
        browser = null;
    }

    @BeforeEach
    void forgetEarlierComplaints() {
        browser.complaints().clear();
    }

    @AfterEach
    void consoleStayedClean() {
        List<String> complaints = browser.complaints().stream()
                .filter(complaint -> forgiven.stream()
                        .noneMatch(pattern -> pattern.matcher(complaint).find()))
                .toList();
        if (page != null) {
            page.context().close();
        }
        assertThat(complaints).isEmpty();
    }

    /** Complaints in which this is found are no fault of the page, whenever in this test they come. */
    void forgive(String pattern) {
        forgiven.add(Pattern.compile(pattern));
    }

    /**
     * What Chromium says of connections to a server that was halted or has ended, and of an answer that a halted server
     * owed until after its time.
     */
    void forgiveThatTheServerIsAway() {
        forgive("WebSocket|net::ERR_|\\b504\\b");
    }

    /** The page at a path below {@code /ui/}, as wide as on most desks. */
    static Page pageAt(String path) {
        return browser.open(address(path), 1440, 1000);
    }

    static String address(String path) {
        return product.base().resolve("/ui/" + path).toString();
    }

    static IsVisibleOptions visible() {
        return new IsVisibleOptions().setTimeout(LIMIT_MS);
    }

    static ContainsTextOptions contained() {
        return new ContainsTextOptions().setTimeout(LIMIT_MS);
    }

    static HasCountOptions counted() {
        return new HasCountOptions().setTimeout(LIMIT_MS);
    }

    static HasAttributeOptions attribute() {
        return new HasAttributeOptions().setTimeout(LIMIT_MS);
    }

    static HasTextOptions texted() {
        return new HasTextOptions().setTimeout(LIMIT_MS);
    }

    static HasValueOptions valued() {
        return new HasValueOptions().setTimeout(LIMIT_MS);
    }
}
