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
 * Frames of the overview in the system's Chromium while each change of three real servers and of what a user does is
 * pushed to it, more than a hundred messages a second. In the end its newest operation must be the product's.
 */
public final class OverviewBenchmark implements Benchmark {

    private static final int STEPS_A_SECOND = 50;
    private static final String OPERATION = "[data-feed=operation]";

    @Override
    public String name() {
        return "overview";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        try (RunningProduct product = BusyProduct.start(workshop);
                Browser browser = Browser.start()) {
            Page page = browser.open("about:blank", BusyProduct.WIDTH, BusyProduct.HEIGHT);
            String address = product.base().resolve("/ui/").toString();
            List<Figure> figures;
            try (Traffic traffic = Traffic.start(product, STEPS_A_SECOND)) {
                figures = Smoothness.measure("overview", page, tab -> {
                    tab.navigate(address);
                    tab.locator(OPERATION).first().waitFor();
                });
            }
            BusyProduct.check(product, page, "/api/operations?limit=1", "operations", OPERATION, "o");
            Miss.unless(browser.complaints().isEmpty(), "the console says %s", browser.complaints());
            return figures;
        }
    }
}
