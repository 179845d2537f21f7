package io.conclave.ensemble;

import java.util.Locale;

/** The commands of the client port that are asked here; none of them changes anything on the server. */
enum FourLetterWord {
    /** Role, zxid, latency and counts: 229 bytes, and the one command that a server since 3.5.3 answers by default. */
    SRVR(Limit.ONE_MIB, true),
    /** All figures: about 17 kB, more with many top-level znodes, since each has figures of its own. */
    MNTR(4 * Limit.ONE_MIB, true),
    /** As {@link #SRVR}, with one line for each client. */
    STAT(8 * Limit.ONE_MIB, true),
    /** The server's configuration and the ensemble's members; its last line has no line end. */
    CONF(Limit.ONE_MIB, false),
    /** One line for each client with its session: about 200 bytes. */
    CONS(8 * Limit.ONE_MIB, true),
    /** Whether the process runs: {@code imok}, also without a quorum (ZOOKEEPER-4793). */
    RUOK(Limit.SHORT, false),
    /** The server's Java properties. */
    ENVI(Limit.ONE_MIB, true),
    /** Whether it serves reads alone: {@code rw}, {@code ro}, or {@code null} where it serves nobody. */
    ISRO(Limit.SHORT, false);

    private final int limitBytes;
    private final boolean endsWithLine;

    FourLetterWord(int limitBytes, boolean endsWithLine) {
        this.limitBytes = limitBytes;
        this.endsWithLine = endsWithLine;
    }

    /** The four letters. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A longer reply is not read to its end. */
    int limitBytes() {
        return limitBytes;
    }

    /** Whether a whole reply ends with a line end, so that one without it is only a part. */
    boolean endsWithLine() {
        return endsWithLine;
    }

    private static final class Limit {
        static final int SHORT = 1024;
        static final int ONE_MIB = 1024 * 1024;
    }
}
