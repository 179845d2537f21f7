package io.conclave.kv.znodes;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Which ensemble coordinates the store, and where below it.
 *
 * @param connectString {@code host:port,host:port,…}
 * @param root the znode below which everything is, such as {@code /kv}
 * @param sessionTimeout what is asked of the ensemble; it may grant another one
 */
public record CoordinationOptions(String connectString, String root, Duration sessionTimeout) {

    private static final Pattern ROOT = Pattern.compile("(/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){1,5}");
    private static final Duration LEAST = Duration.ofMillis(200);
    private static final Duration MOST = Duration.ofMinutes(2);

    /** Refuses what cannot work, by the name of the flag. */
    public CoordinationOptions {
        if (connectString.isBlank()) {
            throw new IllegalArgumentException("--zk names no server; it is host:port,host:port,...");
        }
        if (!ROOT.matcher(root).matches()) {
            throw new IllegalArgumentException("--kv-root \"" + root + "\" is no path such as /kv");
        }
        if (sessionTimeout.compareTo(LEAST) < 0 || sessionTimeout.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("--session-timeout-ms is " + LEAST.toMillis() + " to " + MOST.toMillis()
                    + ", not " + sessionTimeout.toMillis());
        }
    }
}
