package io.conclave.bench.kv;

import io.conclave.bench.Miss;
import java.util.Set;

/** A store whose leading member is ended while a client writes. */
abstract class Failover {

    private static final int FEW = 50;
    private static final long LIMIT_NANOS = 60_000_000_000L;
    private static final long LOOK_AGAIN_MS = 20;

    /** How a member is ended. */
    @FunctionalInterface
    interface Ending {
        /** Ends it and waits until it is gone. */
        void end(Daemon member) throws InterruptedException;
    }

    /**
     * The longest time in milliseconds in which nothing was acknowledged while the leading member was ended.
     *
     * @throws Miss where an acknowledged write was lost
     */
    final double outageMs(Ending ending) throws Exception {
        String leader = leader();
        Set<Integer> acknowledged;
        double outage;
        try (Writer writer = Writer.start(this::put)) {
            await(writer.watch(), FEW);
            Writer.Watch watch = writer.watch();
            ending.end(member(leader));
            awaitOtherLeader(leader);
            await(watch, FEW);
            outage = watch.longestMs();
            acknowledged = writer.acknowledged();
        }
        for (int number : acknowledged) {
            Miss.unless(holds(number), "the acknowledged write %d is lost", number);
        }
        restart(leader);
        return outage;
    }

    private static void await(Writer.Watch watch, int more) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        int enough = watch.count() + more;
        while (watch.count() < enough) {
            Miss.unless(System.nanoTime() < end, "no more writes are acknowledged");
            Thread.sleep(LOOK_AGAIN_MS);
        }
    }

    private void awaitOtherLeader(String former) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!hasOtherLeader(former)) {
            Miss.unless(System.nanoTime() < end, "no other member leads");
            Thread.sleep(LOOK_AGAIN_MS);
        }
    }

    private boolean hasOtherLeader(String former) {
        try {
            return !leader().equals(former);
        } catch (Exception noneYet) {
            return false;
        }
    }

    /** The address of the member that leads. */
    abstract String leader() throws Exception;

    /** The process of a member. */
    abstract Daemon member(String address);

    /** Writes one value under a key of this number. */
    abstract void put(int number) throws Exception;

    /** Whether the value of this number is there. */
    abstract boolean holds(int number) throws Exception;

    /** Starts an ended member again, and waits until all are as before. */
    abstract void restart(String address) throws Exception;
}
