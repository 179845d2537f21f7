package io.conclave.bench.page;

import com.microsoft.playwright.Page;
import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Miss;
import io.conclave.bench.Workshop;
import io.conclave.testing.Browser;
import io.conclave.testing.RunningProduct;
import java.util.List;

/**
 * Frames of the workload page while its table of ten thousand files, all of them read, is scrolled without a pause and
 * files come and go. In the end, at rest again, its first row must be the product's newest file.
 */
public final class FileTableBenchmark implements Benchmark {

    private static final int FILES = 10_000;

    /** Of each of two users: with that many files one alone may have to wait too long for the answers. */
    private static final int STEPS_A_SECOND = 25;

    private static final int FILES_AT_ONCE = 5_000;
    private static final String TABLE = "[role=grid]";
    private static final String FILE = "[data-file]";
    private static final double READ_LIMIT_MS = 60_000;

    /** Goes to the end of what was read until all is; the page reads on where its end comes into sight. */
    private static final String READ_ALL =
            """
            ([table, rowPx, rows]) => {
              const box = document.querySelector(table);
              box.scrollTop = box.scrollHeight;
              return box.scrollHeight >= rows * rowPx;
            }""";

    /** Scrolls a row and a half a frame, down and up again over the whole of it. */
    private static final String SCROLL =
            """
            (table) => {
              const box = document.querySelector(table);
              let at = box.scrollTop;
              let by = -60;
              const step = () => {
                // Reading where it stands would have it laid out once more a frame.
                at += by;
                by = at <= 0 || at >= 400_000 ? -by : by;
                box.scrollTop = at;
                requestAnimationFrame(step);
              };
              requestAnimationFrame(step);
            }""";

    private static final int ROW_PX = 40;

    @Override
    public String name() {
        return "file-table";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        try (RunningProduct product = BusyProduct.start(workshop);
                Browser browser = Browser.start()) {
            for (int made = 0; made < FILES; made += FILES_AT_ONCE) {
                var answer = product.send(
                        "POST", "/api/files/bulk-generate", "{\"count\":" + FILES_AT_ONCE + ",\"size_bytes\":10}");
                Miss.unless(answer.statusCode() / 100 == 2, "no files were made: %s", answer.body());
            }
            Page page = browser.open("about:blank", BusyProduct.WIDTH, BusyProduct.HEIGHT);
            String address = product.base().resolve("/ui/workload").toString();
            List<Figure> figures;
            try (Traffic one = Traffic.start(product, STEPS_A_SECOND);
                    Traffic other = Traffic.start(product, STEPS_A_SECOND)) {
                figures = Smoothness.measure("table of 10,000 files, scrolled", page, tab -> {
                    tab.navigate(address);
                    tab.locator(FILE).first().waitFor();
                    tab.waitForFunction(
                            READ_ALL,
                            List.of(TABLE, ROW_PX, FILES),
                            new Page.WaitForFunctionOptions().setTimeout(READ_LIMIT_MS));
                    tab.evaluate(SCROLL, TABLE);
                });
            }
            page.navigate(address);
            BusyProduct.check(product, page, "/api/files?limit=1", "files", FILE, "");
            Miss.unless(browser.complaints().isEmpty(), "the console says %s", browser.complaints());
            return figures;
        }
    }
}
