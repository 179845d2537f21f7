package io.conclave.cli;

import java.lang.management.ManagementFactory;

/** How long this JVM has been running. */
final class Uptime {

    private Uptime() {}

    /** Seconds since the JVM's start. */
    static double seconds() {
        return ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
    }
}
