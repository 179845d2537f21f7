package io.conclave.bench.page;

import com.microsoft.playwright.Page;

/** Counts what the product publishes and the browser gets, as the browser's own network panel sees it. */
final class Arrivals {

    private static final String PUBLISHED = "\"address\":\"conclave.";

    private long count;

    private Arrivals() {}

    /** Counts from now on, whichever address the page goes to. */
    static Arrivals of(Page page) {
        Arrivals arrivals = new Arrivals();
        page.onWebSocket(socket -> socket.onFrameReceived(frame -> {
            if (frame.text() != null && frame.text().contains(PUBLISHED)) {
                arrivals.count++;
            }
        }));
        return arrivals;
    }

    /** How many there were so far. Told on the thread that uses the page. */
    long count() {
        return count;
    }
}
