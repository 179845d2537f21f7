package io.conclave.bench.kv;

import java.time.Duration;

/**
 * How a store is loaded.
 *
 * @param clients that each wait for an answer before they call again
 * @param valueBytes of each value
 * @param time how long
 */
record Load(int clients, int valueBytes, Duration time) {

    /** More would need as many load generators. */
    private static final int MOST_KEYS = 4;

    /** How many keys are written and read; each has clients of its own, the same number. */
    int keys() {
        return Math.min(MOST_KEYS, clients);
    }

    /** The name of a key. Values of another size have other keys. */
    String key(int number) {
        return "bench/" + valueBytes + "/" + number;
    }

    /** As a figure says it. */
    String text() {
        String size = valueBytes % 1024 == 0 ? valueBytes / 1024 + " KiB" : valueBytes + " B";
        return size + ", " + (clients == 1 ? "1 client" : clients + " clients");
    }
}
