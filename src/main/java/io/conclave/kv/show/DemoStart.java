package io.conclave.kv.show;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Begins the demo's processes a few at a time: all at once they would take the machine away from the page that is being
 * looked at, and each other. The first member of a group is begun before its second, so that it becomes number 1.
 *
 * <p>One that ends with an error by itself is begun again a few times, since on a machine that is busy with something
 * else the ensemble may have been too slow for it. One that was killed, by whomever, stays away until somebody starts
 * it.
 */
final class DemoStart {

    private static final int AT_ONCE = 2;
    private static final int MOST_TRIES = 10;
    private static final long PATIENCE_NANOS = 8_000_000_000L;
    private static final long RETRY_NANOS = 3_000_000_000L;

    private final Deque<String> toBegin = new ArrayDeque<>();
    private final Set<String> awaited = new HashSet<>();
    private final Map<String, Integer> again = new HashMap<>();
    private long begunNanos;

    /**
     * @param servers ids of the servers
     * @param groups ids of the members of each group
     */
    DemoStart(List<String> servers, List<List<String>> groups) {
        servers.stream().findFirst().ifPresent(toBegin::add);
        int most = groups.stream().mapToInt(List::size).max().orElse(0);
        for (int slot = 0; slot < most; slot++) {
            for (List<String> group : groups) {
                if (slot < group.size()) {
                    toBegin.add(group.get(slot));
                }
            }
        }
        servers.stream().skip(1).forEach(toBegin::add);
    }

    /**
     * Which are to be begun now.
     *
     * @param answering ids of those that answer
     * @param failed ids of those that have ended with an error
     */
    List<String> next(Set<String> answering, Set<String> failed, long nowNanos) {
        awaited.removeAll(answering);
        long waited = nowNanos - begunNanos;
        if (!awaited.isEmpty() && waited < PATIENCE_NANOS) {
            return List.of();
        }
        if (toBegin.isEmpty() && waited > RETRY_NANOS) {
            failed.stream()
                    .filter(id -> again.merge(id, 1, Integer::sum) <= MOST_TRIES)
                    .forEach(toBegin::add);
        }
        if (toBegin.isEmpty()) {
            return List.of();
        }
        awaited.clear();
        begunNanos = nowNanos;
        while (!toBegin.isEmpty() && awaited.size() < AT_ONCE) {
            awaited.add(toBegin.remove());
        }
        return awaited.stream().sorted().toList();
    }
}
