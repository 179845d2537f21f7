package io.conclave.kv.show;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Begins the demo's processes a few at a time: all at once they would take the machine away from the page that is being
 * looked at, and each other. The first member of a group is begun before its second, so that it becomes number 1.
 */
final class DemoStart {

    private static final int AT_ONCE = 2;
    private static final long PATIENCE_NANOS = 8_000_000_000L;

    private final Deque<String> toBegin = new ArrayDeque<>();
    private final Set<String> awaited = new HashSet<>();
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
     */
    List<String> next(Set<String> answering, long nowNanos) {
        awaited.removeAll(answering);
        if (toBegin.isEmpty() || !awaited.isEmpty() && nowNanos - begunNanos < PATIENCE_NANOS) {
            return List.of();
        }
        awaited.clear();
        begunNanos = nowNanos;
        while (!toBegin.isEmpty() && awaited.size() < AT_ONCE) {
            awaited.add(toBegin.remove());
        }
        return awaited.stream().sorted().toList();
    }

    /** Whether all were begun. */
    boolean isDone() {
        return toBegin.isEmpty();
    }
}
