package io.conclave.web.news;

import io.conclave.bus.Topic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stream of the active controller as it comes in: knows whose it is and how far it has come, hands on what is next,
 * and sees what is missing. What comes while the snapshot is asked for is held back, a bounded number of messages; the
 * snapshot has the others.
 */
final class Feed {

    private static final int MOST_HELD = 500;

    /** Where messages go, and where a snapshot is asked for. */
    interface Outlet {

        /** Hands a message on. */
        void relay(String topic, String body);

        /** Hands on whatever of these has not gone out yet. */
        void heal(String topic, List<String> snapshot);

        /** Asks the controller of this epoch for its snapshot. */
        void askSnapshot(long epoch);
    }

    private record Held(String topic, Item item) {}

    private final Map<String, Topic.Kind> kinds = new LinkedHashMap<>();
    private final Outlet outlet;
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, Long> announced = new HashMap<>();
    private final Deque<Held> held = new ArrayDeque<>();
    private long epoch;
    private boolean whole;

    Feed(List<Topic<?>> topics, Outlet outlet) {
        topics.forEach(topic -> kinds.put(topic.address(), topic.kind()));
        this.outlet = outlet;
    }

    /** Takes nothing of an epoch below this one any more: this controller has it, or knows of one who has. */
    void notBelow(long lowest) {
        if (lowest > epoch) {
            epoch = lowest;
            numbers.clear();
            announced.clear();
            held.clear();
            whole = false;
        }
    }

    /** Takes a message in. */
    void message(String topic, Item item) {
        if (!kinds.containsKey(topic) || !isCurrent(item.epoch())) {
            return;
        }
        if (!whole) {
            held.addLast(new Held(topic, item));
            if (held.size() > MOST_HELD) {
                held.removeFirst();
            }
            return;
        }
        long last = numbers.getOrDefault(topic, 0L);
        if (item.seq() <= last) {
            return;
        }
        if (item.seq() > last + 1 && kinds.get(topic) != Topic.Kind.STATE) {
            askSnapshot();
            held.addLast(new Held(topic, item));
            return;
        }
        numbers.put(topic, item.seq());
        outlet.relay(topic, item.body());
    }

    /** Takes in what the active controller says of itself; what it said the time before has to be here by now. */
    void beat(Beat beat) {
        if (!isCurrent(beat.epoch()) || !whole) {
            return;
        }
        boolean missing = kinds.keySet().stream()
                .anyMatch(topic -> announced.getOrDefault(topic, 0L) > numbers.getOrDefault(topic, 0L));
        announced.clear();
        announced.putAll(beat.numbers());
        if (missing) {
            askSnapshot();
        }
    }

    private boolean isCurrent(long of) {
        if (of > epoch) {
            notBelow(of);
            outlet.askSnapshot(of);
        } else if (of == epoch && !whole && held.isEmpty() && numbers.isEmpty()) {
            outlet.askSnapshot(of);
        }
        return of == epoch;
    }

    /** Asks for the snapshot that it waits for once more, where it waits for one. */
    void askAgain() {
        if (epoch > 0 && !whole) {
            outlet.askSnapshot(epoch);
        }
    }

    private void askSnapshot() {
        whole = false;
        announced.clear();
        outlet.askSnapshot(epoch);
    }

    /** Whether it waits for a snapshot of this epoch. */
    private boolean awaits(long of) {
        return of == epoch && !whole;
    }

    /**
     * Takes a snapshot in.
     *
     * @param of whose epoch
     * @param seqs what each topic stands at
     * @param rows what the snapshot tells of each topic
     */
    void snapshot(long of, Map<String, Long> seqs, Map<String, List<String>> rows) {
        if (!awaits(of)) {
            return;
        }
        kinds.keySet().stream().filter(rows::containsKey).forEach(topic -> {
            boolean missed = kinds.get(topic) != Topic.Kind.PASSING
                    || numbers.containsKey(topic) && seqs.get(topic) > numbers.get(topic);
            if (missed) {
                outlet.heal(topic, rows.get(topic));
            }
            numbers.put(topic, seqs.get(topic));
        });
        whole = true;
        List<Held> waiting = List.copyOf(held);
        held.clear();
        waiting.forEach(later -> message(later.topic(), later.item()));
    }
}
