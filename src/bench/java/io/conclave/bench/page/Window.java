package io.conclave.bench.page;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.conclave.bench.Spread;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a page did for some seconds.
 *
 * @param framesASecond how many animation frames it got
 * @param p95Ms from one frame to the next, what 95 of 100 need no more than
 * @param p99Ms the same for 99 of 100
 * @param longestTaskMs the longest task of its main thread, or 0 where none took 50 ms, from which on the browser tells
 * @param busyPercent the share of the time in which its main thread was busy
 * @param messagesASecond how many published messages reached it
 */
record Window(
        double framesASecond,
        double p95Ms,
        double p99Ms,
        double longestTaskMs,
        double busyPercent,
        double messagesASecond) {

    static final int SECONDS = 10;

    private static final String FRAMES =
            """
            (lengthMs) => new Promise((done) => {
              const frames = [];
              let longest = 0;
              const observer = new PerformanceObserver((told) => {
                longest = Math.max(longest, ...told.getEntries().map(({ duration }) => duration));
              });
              observer.observe({ type: 'longtask' });
              const next = (at) => {
                frames.push(at);
                if (at - frames[0] < lengthMs) {
                  requestAnimationFrame(next);
                } else {
                  observer.disconnect();
                  done({ frames, longest });
                }
              };
              requestAnimationFrame(next);
            })""";

    /** Watches the page as it is now. */
    static Window of(Page page, Arrivals arrivals) {
        CDPSession session = page.context().newCDPSession(page);
        session.send("Performance.enable");
        double busyBefore = busySeconds(session);
        long arrivedBefore = arrivals.count();
        long begun = System.nanoTime();
        Map<?, ?> told = (Map<?, ?>) page.evaluate(FRAMES, SECONDS * 1_000);
        double seconds = (System.nanoTime() - begun) / 1e9;
        long arrived = arrivals.count() - arrivedBefore;
        double busy = busySeconds(session) - busyBefore;
        session.detach();
        return of((List<?>) told.get("frames"), number(told.get("longest")), busy / seconds, arrived / seconds);
    }

    private static Window of(List<?> frames, double longest, double busy, double messages) {
        double[] at = frames.stream().mapToDouble(Window::number).toArray();
        double[] gaps = new double[at.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = at[i + 1] - at[i];
        }
        Arrays.sort(gaps);
        return new Window(
                gaps.length * 1_000 / (at[gaps.length] - at[0]),
                Spread.quantile(gaps, 0.95),
                Spread.quantile(gaps, 0.99),
                longest,
                busy * 100,
                messages);
    }

    private static double busySeconds(CDPSession session) {
        JsonObject answer = session.send("Performance.getMetrics");
        for (JsonElement metric : answer.getAsJsonArray("metrics")) {
            if ("TaskDuration".equals(metric.getAsJsonObject().get("name").getAsString())) {
                return metric.getAsJsonObject().get("value").getAsDouble();
            }
        }
        throw new IllegalStateException("this browser does not tell TaskDuration: " + answer);
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
