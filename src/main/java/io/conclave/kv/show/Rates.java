package io.conclave.kv.show;

import io.conclave.kv.wire.DataStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells puts and gets a second from the counters that members give. A counter that went down belongs to a new process,
 * whose first reading is a new beginning. Belongs to one context.
 */
final class Rates {

    private static final long WINDOW_NANOS = 2_000_000_000L;
    private static final long SHORTEST_NANOS = 400_000_000L;
    private static final long STEP_NANOS = 1_000_000_000L;
    private static final int STEPS = 60;

    private final Map<String, Deque<Count>> counts = new HashMap<>();
    private final Deque<Rate> history = new ArrayDeque<>();
    private long lastStep;

    /** A member's counters at a moment. */
    private record Count(long nanos, long puts, long gets) {}

    /** A second's worth; null where it is not known. */
    record Rate(Double puts, Double gets) {

        static final Rate UNKNOWN = new Rate(null, null);

        Rate plus(Rate other) {
            return puts == null ? other : other.puts == null ? this : new Rate(puts + other.puts, gets + other.gets);
        }
    }

    /** Takes in what all members say now. */
    void look(Map<String, Sighting> sightings, long nowNanos) {
        counts.keySet().retainAll(sightings.keySet());
        sightings.forEach((address, said) -> {
            if (said.isData()) {
                DataStatus data = said.status().getData();
                add(address, new Count(said.nanos(), data.getPuts(), data.getGets()));
            }
        });
        if (nowNanos - lastStep >= STEP_NANOS) {
            lastStep = nowNanos;
            history.addLast(counts.keySet().stream()
                    .map(address -> of(address, nowNanos))
                    .reduce(Rate.UNKNOWN, Rate::plus));
            if (history.size() > STEPS) {
                history.removeFirst();
            }
        }
    }

    private void add(String address, Count count) {
        Deque<Count> known = counts.computeIfAbsent(address, same -> new ArrayDeque<>());
        Count last = known.peekLast();
        if (last != null && last.nanos == count.nanos) {
            return;
        }
        if (last != null && (count.puts < last.puts || count.gets < last.gets)) {
            known.clear();
        }
        known.addLast(count);
        while (count.nanos - known.peekFirst().nanos > WINDOW_NANOS) {
            known.removeFirst();
        }
    }

    /** A member's, over the last two seconds; unknown where it has not answered lately. */
    Rate of(String address, long nowNanos) {
        Deque<Count> known = counts.get(address);
        if (known == null || known.isEmpty() || nowNanos - known.peekLast().nanos > WINDOW_NANOS) {
            return Rate.UNKNOWN;
        }
        Count first = known.peekFirst();
        Count last = known.peekLast();
        long nanos = last.nanos - first.nanos;
        if (nanos < SHORTEST_NANOS) {
            return Rate.UNKNOWN;
        }
        return new Rate((last.puts - first.puts) * 1e9 / nanos, (last.gets - first.gets) * 1e9 / nanos);
    }

    /** The last minute of the whole store. */
    ShownRates shown() {
        List<Double> puts = new ArrayList<>();
        List<Double> gets = new ArrayList<>();
        history.forEach(rate -> {
            puts.add(rounded(rate.puts));
            gets.add(rounded(rate.gets));
        });
        return new ShownRates(STEP_NANOS / 1_000_000, puts, gets);
    }

    /** Tenths are all that anybody reads. */
    static Double rounded(Double rate) {
        return rate == null ? null : Math.round(rate * 10) / 10.0;
    }
}
