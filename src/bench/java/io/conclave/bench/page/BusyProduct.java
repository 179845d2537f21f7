package io.conclave.bench.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import io.conclave.bench.Miss;
import io.conclave.bench.Workshop;
import io.conclave.testing.RunningProduct;
import java.io.IOException;
import java.util.Map;

/** The product with three real servers, which it asks as often as it may, and no demo traffic of its own. */
final class BusyProduct {

    static final int WIDTH = 1440;
    static final int HEIGHT = 1000;

    private static final double LIMIT_MS = 10_000;

    private BusyProduct() {}

    static RunningProduct start(Workshop workshop) throws IOException {
        return RunningProduct.demo(
                workshop.newFolder("demo"),
                Map.of(
                        "POLL_INTERVAL_MS", "50",
                        "DEMO_WORKLOAD_ENABLED", "false",
                        "AUTO_SCHEDULER_ENABLED", "false"));
    }

    /**
     * Demands that the page's first row of a kind is of what the product calls the newest, now that nothing goes on.
     *
     * @param path where the product tells the newest first
     * @param records the name of the list in its answer
     * @param rows the selector of the page's rows
     * @param prefix what stands before the record's id in the row's data
     */
    static void check(RunningProduct product, Page page, String path, String records, String rows, String prefix)
            throws Exception {
        JsonNode newest = product.getJson(path).get(records).get(0);
        String wanted = prefix + newest.get("id").asText();
        try {
            page.waitForFunction(
                    "([rows, wanted]) => Object.values(document.querySelector(rows)?.dataset ?? {}).includes(wanted)",
                    new String[] {rows, wanted},
                    new Page.WaitForFunctionOptions().setTimeout(LIMIT_MS));
        } catch (PlaywrightException e) {
            Miss.unless(false, "the newest row of the page is not %s, which the product tells: %s", wanted, newest);
        }
    }
}
