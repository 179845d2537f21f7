package io.conclave.kv.log;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A log whose syncs can be held up, for tests of what rests on it. */
public final class HeldLog {

    private final KvLog log;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile boolean waiting;

    private HeldLog(LogSettings settings) throws IOException {
        log = KvLog.open(settings, LogFileSystem.DISK, this::reached);
    }

    /** Opens a log. */
    public static HeldLog open(LogSettings settings) throws IOException {
        return new HeldLog(settings);
    }

    /** The log itself. */
    public KvLog log() {
        return log;
    }

    private void reached(FailPoint point) throws IOException {
        if (point == FailPoint.SYNCING) {
            waiting = true;
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                waiting = false;
            }
        }
    }

    /** The next sync waits until it is let go. */
    public void hold() {
        held = new CountDownLatch(1);
    }

    /** Whether a sync waits. */
    public boolean isWaiting() {
        return waiting;
    }

    /** Lets syncs go on. */
    public void letGo() {
        held.countDown();
    }
}
