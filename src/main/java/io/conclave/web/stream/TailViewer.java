package io.conclave.web.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.logs.tail.TailFilter;
import io.conclave.logs.tail.TailScreen;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Sees the servers' lines through a filter, and of each server no more than a page can show: what comes faster, or
 * while the client does not read, is counted, and the next message tells how much it was. Messages keep the numbers
 * that they have in the topic, so a filter leaves gaps between them.
 */
final class TailViewer implements StreamHub.Subscriber {

    /** Of each server; and as many at once. */
    static final int LINES_PER_SECOND = 200;

    private final Outlet outlet;
    private final LongSupplier nanoTime;
    private final Map<String, Share> shares = new HashMap<>();
    private TailScreen screen;

    /** @param nanoTime a clock that never goes back, in nanoseconds */
    TailViewer(TailFilter filter, Outlet outlet, LongSupplier nanoTime) {
        this.screen = new TailScreen(filter);
        this.outlet = outlet;
        this.nanoTime = nanoTime;
    }

    /** Another filter from now on. */
    void filter(TailFilter filter) {
        screen = new TailScreen(filter);
    }

    @Override
    public void publish(Outgoing message) {
        JsonNode line = message.tree();
        String node = line.path("node").asText();
        Share share = shares.computeIfAbsent(node, any -> new Share());
        share.leftOut += line.path("leftOut").asLong();
        if (!screen.admits(node, line.path("line").asText())) {
            return;
        }
        if (outlet.isStalled() || !share.allowance.take()) {
            share.leftOut++;
            return;
        }
        String body = Frame.leavingOut(message.body(), share.leftOut);
        share.leftOut = 0;
        outlet.publish(message.topic(), Frame.message(message.topic(), body));
    }

    /** What this viewer gets of one server. */
    private final class Share {
        private final Allowance allowance = new Allowance(LINES_PER_SECOND, LINES_PER_SECOND, nanoTime);
        private long leftOut;
    }
}
