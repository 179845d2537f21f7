package io.conclave.web.guard;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who handed over the token in a browser, which can send no such header with a WebSocket. A session is a random name in
 * a cookie that scripts cannot read; it is known in memory only, so a restart ends them all.
 */
public final class Sessions {

    /** How long a session lasts. */
    public static final Duration LIFETIME = Duration.ofHours(12);

    private static final int MOST = 1_000;
    private static final int NAME_BYTES = 32;

    private final SecureRandom random;
    private final LongSupplier nanoTime;
    private final Map<String, Long> ends = new LinkedHashMap<>();

    /** @param nanoTime a clock that never goes back, in nanoseconds */
    public Sessions(SecureRandom random, LongSupplier nanoTime) {
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /** Opens one and gives its name; where there are 1,000 the oldest ends. */
    public String open() {
        if (ends.size() == MOST) {
            ends.remove(ends.keySet().iterator().next());
        }
        byte[] bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        String name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        ends.put(name, nanoTime.getAsLong() + LIFETIME.toNanos());
        return name;
    }

    /** Ends one; nothing happens where there is none of this name. */
    public void end(String name) {
        ends.remove(name);
    }

    /** Whether it is open. */
    public boolean holds(String name) {
        Long end = ends.get(name);
        return end != null && end - nanoTime.getAsLong() > 0;
    }
}
