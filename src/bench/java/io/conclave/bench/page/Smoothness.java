package io.conclave.bench.page;

import com.microsoft.playwright.Page;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.Rounds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Watches a page of the product in turns with an empty one in the same tab, which is the most that this browser reaches
 * on this machine while the product, its servers and its user are as busy as before.
 */
final class Smoothness {

    private static final int ROUNDS = 5;
    private static final double MESSAGES_A_SECOND = 100;
    private static final double LONG_MS = 50;
    private static final double SETTLED_MS = 1_500;
    private static final String EMPTY = "about:blank";
    private static final String PEER = "empty page";

    /** Brings the browser's tab to the page and to the state that is measured. */
    @FunctionalInterface
    interface Opening {
        /** Opens it; it is ready when this returns. */
        void open(Page page) throws Exception;
    }

    private final Page page;
    private final Arrivals arrivals;
    private final Opening opening;
    private final List<Window> ours = new ArrayList<>();
    private final List<Window> empty = new ArrayList<>();

    private Smoothness(Page page, Opening opening) {
        this.page = page;
        this.opening = opening;
        arrivals = Arrivals.of(page);
    }

    /**
     * Measures; afterwards the tab is at the product's page.
     *
     * @param where how the figures name the page
     */
    static List<Figure> measure(String where, Page page, Opening opening) throws Exception {
        Smoothness measured = new Smoothness(page, opening);
        measured.ofOurs();
        for (int i = 0; i < ROUNDS; i++) {
            measured.empty.add(measured.ofEmpty());
            measured.ours.add(measured.ofOurs());
        }
        Rounds messages = measured.messages();
        Miss.unless(messages.ours() >= MESSAGES_A_SECOND, "only %.0f messages a second came", messages.ours());
        return measured.figures(where);
    }

    private Window ofOurs() throws Exception {
        opening.open(page);
        page.waitForTimeout(SETTLED_MS);
        return Window.of(page, arrivals);
    }

    private Window ofEmpty() {
        page.navigate(EMPTY);
        page.waitForTimeout(SETTLED_MS);
        return Window.of(page, arrivals);
    }

    private List<Figure> figures(String where) {
        double longest = ours.stream().mapToDouble(Window::longestTaskMs).max().orElse(0);
        return List.of(
                rounds(Window::framesASecond).figure(where + ", frames", "frames/s", PEER, Goal.ratioAtLeast(0.95)),
                rounds(Window::p95Ms).figure(where + ", frame time p95", "ms", PEER),
                rounds(Window::p99Ms).figure(where + ", frame time p99", "ms", PEER),
                rounds(Window::busyPercent).figure(where + ", main thread busy", "%", PEER),
                Rounds.of(List.of(Math.max(LONG_MS, longest)), List.of(LONG_MS))
                        .figure(where + ", longest task if over 50 ms", "ms", "least that is told"),
                messages().figure(where + ", messages meanwhile", "messages/s", "asked for", Goal.ratioAtLeast(1)));
    }

    private Rounds messages() {
        return Rounds.of(values(ours, Window::messagesASecond), Collections.nCopies(ROUNDS, MESSAGES_A_SECOND));
    }

    private Rounds rounds(ToDoubleFunction<Window> value) {
        return Rounds.of(values(ours, value), values(empty, value));
    }

    private static List<Double> values(List<Window> windows, ToDoubleFunction<Window> value) {
        return windows.stream().mapToDouble(value).boxed().toList();
    }
}
