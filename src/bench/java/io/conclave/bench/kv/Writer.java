package io.conclave.bench.kv;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A thread that puts one value after another, each under a key of its own, and notes how long it goes without an
 * acknowledgement. A put that fails is not repeated here.
 */
final class Writer implements AutoCloseable {

    private final Put put;
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::write, "writer");
    private volatile boolean ending;
    private volatile Watch watch = new Watch(0);

    private Writer(Put put) {
        this.put = put;
        thread.setDaemon(true);
    }

    /** One write. */
    @FunctionalInterface
    interface Put {
        /**
         * Writes, and returns when that is acknowledged.
         *
         * @param number of the write, from 1
         * @throws Exception where it may have been done or not
         */
        void write(int number) throws Exception;
    }

    /** Begins to write. */
    static Writer start(Put put) {
        Writer writer = new Writer(put);
        writer.thread.start();
        return writer;
    }

    private void write() {
        for (int number = 1; !ending; number++) {
            try {
                put.write(number);
            } catch (InterruptedException e) {
                return;
            } catch (Exception perhapsDone) {
                continue;
            }
            acknowledged.add(number);
            watch.acknowledged(System.nanoTime());
        }
    }

    /** The writes that were acknowledged. */
    Set<Integer> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** Begins to look for the longest time without an acknowledgement. */
    Watch watch() {
        Watch next = new Watch(System.nanoTime());
        watch = next;
        return next;
    }

    @Override
    public void close() throws InterruptedException {
        ending = true;
        thread.interrupt();
        thread.join(Duration.ofSeconds(10).toMillis());
    }

    /** The longest time without an acknowledgement, from a moment on. */
    static final class Watch {

        private long last;
        private long longest;
        private int count;

        private Watch(long since) {
            last = since;
        }

        private synchronized void acknowledged(long now) {
            longest = Math.max(longest, now - last);
            last = now;
            count++;
        }

        /** The longest time in milliseconds. */
        synchronized double longestMs() {
            return longest / 1e6;
        }

        /** How many acknowledgements there were. */
        synchronized int count() {
            return count;
        }
    }
}
