package io.conclave.web;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many clients may be connected at once, so that there are file descriptors left for the database, the files and
 * the ensemble when everybody comes at the same moment.
 *
 * @param sockets viewers on the stream
 * @param connections other HTTP connections
 */
record SocketBudget(int sockets, int connections) {

    private static final int MOST_SOCKETS = 12_000;
    private static final int MOST_CONNECTIONS = 4_000;
    private static final long RESERVED = 512;
    private static final long LEAST = 64;

    /** What the limit of open files of this process leaves room for. */
    static SocketBudget ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? of(unix.getMaxFileDescriptorCount())
                : new SocketBudget(MOST_SOCKETS, MOST_CONNECTIONS);
    }

    /** What this limit leaves room for: three quarters of the rest for viewers. */
    static SocketBudget of(long mostOpenFiles) {
        long room = Math.max(LEAST, mostOpenFiles - RESERVED);
        return new SocketBudget((int) Math.min(MOST_SOCKETS, room * 3 / 4), (int) Math.min(MOST_CONNECTIONS, room / 4));
    }
}
