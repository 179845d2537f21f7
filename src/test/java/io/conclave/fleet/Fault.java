package io.conclave.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Something that goes wrong on one host for a while.
 *
 * @param kind what
 * @param host where, or {@link #ACTIVE}
 * @param other the host that it is cut off from; matters to cuts alone
 * @param hold for how long
 * @param next how long after this one the next begins
 */
record Fault(Kind kind, String host, String other, Duration hold, Duration next) {

    /** What goes wrong. */
    enum Kind {
        /** The process is killed, and begins again afterwards. */
        KILL(4),
        /** The process is asked to end, and begins again afterwards. */
        STOP(1),
        /** The process stands still. */
        PAUSE(6),
        /** Two hosts do not reach each other. */
        CUT(6),
        /** One host does not reach another, which reaches it. */
        CUT_ONE_WAY(6),
        /** The active controller reaches no server of the ensemble, but the database and the agents. */
        CUT_OFF(4),
        /** A part of all packets to the host is lost. */
        LOSS(5),
        /** What the host sends goes over a thin line, so that it is late. */
        DELAY(5);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    /** Whichever controller is active when the fault begins: what it has under way is what can go wrong. */
    static final String ACTIVE = "active";

    private static final List<String> AGENTS = List.of("s1", "s2", "s3");

    private static final List<String> HOSTS = List.of(
            ACTIVE,
            ACTIVE,
            ACTIVE,
            ACTIVE,
            "c1",
            "c2",
            "c3",
            "s1",
            "s2",
            "s3",
            "zk1",
            "zk2",
            "zk3",
            Fleet.DATABASE_HOST);

    /** What a cut is from. */
    private static final List<String> OTHERS =
            List.of("c1", "c2", "c3", "s1", "s2", "s3", "zk1", "zk2", "zk3", Fleet.DATABASE_HOST, Fleet.DATABASE_HOST);

    /** How many last beyond the session's time-out and the lease: of all, and of those of the active controller. */
    private static final double LONG = 0.15;

    private static final double LONG_OF_ACTIVE = 0.4;

    private static final int SHORT_MS = 1_200;
    private static final int LONG_MS = 4_000;
    private static final int NEXT_MS = 400;

    /** Draws one: the same random numbers give the same fault. */
    static Fault draw(SplittableRandom random) {
        List<Kind> lots = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < kind.weight; i++) {
                lots.add(kind);
            }
        }
        Kind kind = lots.get(random.nextInt(lots.size()));
        String host = kind == Kind.CUT_OFF ? ACTIVE : HOSTS.get(random.nextInt(HOSTS.size()));
        String other = OTHERS.get(random.nextInt(OTHERS.size()));
        while (other.equals(host)) {
            other = OTHERS.get(random.nextInt(OTHERS.size()));
        }
        boolean isLong = random.nextDouble() < (host.equals(ACTIVE) ? LONG_OF_ACTIVE : LONG);
        int hold = isLong ? SHORT_MS + random.nextInt(LONG_MS) : 50 + random.nextInt(SHORT_MS);
        return new Fault(kind, host, other, Duration.ofMillis(hold), Duration.ofMillis(50 + random.nextInt(NEXT_MS)));
    }

    /** Whether it is of the active controller, whoever that is. */
    boolean isOfActive() {
        return host.equals(ACTIVE);
    }

    /** Whether it is of a host that keeps files. */
    boolean isOfAgent() {
        return AGENTS.contains(host);
    }

    /** The same on a host that is known now, cut off from another one than itself. */
    Fault on(String known) {
        return new Fault(kind, known, other.equals(known) ? Fleet.DATABASE_HOST : other, hold, next);
    }

    /** Whether it takes a server of the ensemble or the database away, of which one at a time is enough. */
    boolean isShared() {
        return host.startsWith("zk") || host.equals(Fleet.DATABASE_HOST);
    }
}
