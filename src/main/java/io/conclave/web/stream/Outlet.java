package io.conclave.web.stream;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets a client be slower than the stream at a bounded cost. While the client reads, frames go straight through. When
 * its transport is full, only the newest frame of each topic is held back; an older one of the same topic is dropped. A
 * client of a state topic misses nothing that still matters, one of an event topic sees by the number of the frame
 * which it gets in the end that it missed some, and asks for a snapshot. So a client costs at most one frame a topic
 * beside what its transport buffers.
 */
final class Outlet {

    private final Transport transport;
    private final LongSupplier nanoTime;
    private final Map<String, String> held = new LinkedHashMap<>();
    private boolean stalled;
    private long stalledSince;

    Outlet(Transport transport, LongSupplier nanoTime) {
        this.transport = transport;
        this.nanoTime = nanoTime;
        transport.onDrain(this::drain);
    }

    /** Sends a topic's frame, now or when the client has caught up, or never where a newer one comes before that. */
    void publish(String topic, String frame) {
        if (stalled) {
            held.put(topic, frame);
        } else {
            transport.write(frame);
            stallIfFull();
        }
    }

    /** Sends an answer; the number of answers in flight bounds how much that can be. */
    void reply(String frame) {
        transport.write(frame);
        stallIfFull();
    }

    /** Whether the client has not caught up, so that of what is published now only the newest is held. */
    boolean isStalled() {
        return stalled;
    }

    /** How long the client has not caught up; zero where it has. */
    Duration stalledFor() {
        return stalled ? Duration.ofNanos(nanoTime.getAsLong() - stalledSince) : Duration.ZERO;
    }

    /** Gives up what is held back. */
    void close() {
        held.clear();
        stalled = false;
    }

    /** A client that does not read has its own requests wait as well: their answers could not be sent. */
    private void stallIfFull() {
        if (!stalled && transport.isFull()) {
            stalled = true;
            stalledSince = nanoTime.getAsLong();
            transport.pause();
        }
    }

    private void drain() {
        if (!stalled) {
            return;
        }
        var frames = held.values().iterator();
        while (frames.hasNext() && !transport.isFull()) {
            transport.write(frames.next());
            frames.remove();
        }
        if (held.isEmpty() && !transport.isFull()) {
            stalled = false;
            transport.resume();
        } else {
            // It took something: the time that counts is the one without any progress.
            stalledSince = nanoTime.getAsLong();
        }
    }
}
