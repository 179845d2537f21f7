package io.conclave.cli.probe.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Between a feed and whoever prints it, who may be slower: a pager, a full disk, a terminal that is stopped. It holds a
 * bounded number of items. Beyond a few, a state topic has only its newest message kept; beyond all, further rows are
 * dropped and counted, which the reader is told in their place.
 */
public final class Mailbox {

    static final int MOST_BEFORE_CONFLATING = 64;
    static final int MOST = 4_000;

    private final Set<String> states;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<FeedItem> items = new ArrayDeque<>();
    private final Map<String, Long> dropped = new LinkedHashMap<>();
    private long conflated;

    /** @param states the topics of which only the newest message matters */
    public Mailbox(Set<String> states) {
        this.states = Set.copyOf(states);
    }

    /** Takes an item without waiting. */
    void offer(FeedItem item) {
        lock.lock();
        try {
            if (item instanceof Told told
                    && states.contains(told.topic())
                    && items.size() >= MOST_BEFORE_CONFLATING
                    && items.removeIf(older -> isSupersededBy(told, older))) {
                conflated++;
            }
            if (items.size() < MOST || item instanceof FeedItem.Ended) {
                items.addLast(item);
                changed.signalAll();
            } else {
                dropped.merge(item instanceof Told told ? told.topic() : "frames", 1L, Long::sum);
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isSupersededBy(Told newer, FeedItem older) {
        return older instanceof Told told && told.topic().equals(newer.topic());
    }

    /** Says that it is enough: what is in it is still taken, and then it ends. */
    public void end() {
        offer(new FeedItem.Ended(null));
    }

    /** Takes an item, and waits while there is no room. */
    void put(FeedItem item) throws InterruptedException {
        lock.lock();
        try {
            while (items.size() >= MOST) {
                changed.await();
            }
            items.addLast(item);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next item, or null where none comes in time; first what was dropped before it, once there is room again. */
    public FeedItem take(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (items.isEmpty()) {
                if (!dropped.isEmpty()) {
                    return nextDropped();
                }
                if (left <= 0) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
            FeedItem item = items.removeFirst();
            changed.signalAll();
            return item;
        } finally {
            lock.unlock();
        }
    }

    private Notice nextDropped() {
        var first = dropped.entrySet().iterator();
        Map.Entry<String, Long> entry = first.next();
        Notice notice = new Notice.Dropped(entry.getKey(), entry.getValue());
        first.remove();
        return notice;
    }

    /** How many messages of state topics gave way to newer ones. */
    public long conflated() {
        lock.lock();
        try {
            return conflated;
        } finally {
            lock.unlock();
        }
    }

    /** The longest wait that {@link #take} can be asked for. */
    public static Duration forever() {
        return Duration.ofNanos(TimeUnit.DAYS.toNanos(10_000));
    }
}
