package io.conclave.testing;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The system's Chromium, without a window and with a profile of its own. */
public final class Browser implements AutoCloseable {

    /** That which cannot have a window comes first: it shows the same for two thirds of the processor's time. */
    private static final List<Path> PLACES = Stream.of(
                    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
            .map(name -> Path.of("/usr/bin", name))
            .toList();

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Playwright playwright, com.microsoft.playwright.Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /**
     * Starts it; where there is none, the test is skipped with the reason, or fails under {@code real.parts=required}.
     */
    public static Browser start() {
        Path chromium = PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
        if (chromium == null) {
            throw RealParts.missing("no Chromium at any of " + PLACES);
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(chromium)
                                .setArgs(List.of(
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync"))));
    }

    /** A new viewer with an empty profile, in English, at an address; what its console says is kept. */
    public Page open(String url, int width, int height) {
        Page page = viewer(new NewContextOptions().setViewportSize(width, height));
        page.navigate(url);
        return page;
    }

    /** A new viewer with an empty profile, nowhere yet, in English where the options say nothing else. */
    public Page viewer(NewContextOptions options) {
        if (options.locale == null) {
            options.setLocale("en-GB");
        }
        BrowserContext context = browser.newContext(options);
        context.onPage(page -> {
            page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
            page.onPageError(complaints::add);
        });
        return context.newPage();
    }

    /** What all consoles said so far: a page that is well says nothing. */
    public List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
