package io.conclave.kv.proof;

import io.conclave.kv.proof.LastWrites.Final;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the store promises, asked of a history with everything that can be known at its end. */
final class Promises {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final History history;
    private final Linearizability checker = new Linearizability(2_000_000, Duration.ofSeconds(60));
    private int told;
    private int requiredToBeTold;
    private int watchesBegunAnew;

    Promises(History history) {
        this.history = history;
    }

    /** No acknowledged write of these keys is lost, none is back, and each has an order; fails otherwise. */
    void requireKept(List<String> keys, Map<String, Final> end) {
        List<Operation> operations = of(keys);
        List<String> found = new ArrayList<>(LastWrites.faults(operations, end));
        checker.faults(operations).forEach((key, verdict) -> found.add(key + ": " + verdict));
        require(found);
    }

    /** Watches have told of these keys what they had to; fails where that is not so, and does not come to be so. */
    void requireTold(List<String> keys, Map<String, Final> end, Supplier<List<Watched>> watches, Duration limit)
            throws InterruptedException {
        List<Operation> operations = of(keys);
        long deadline = System.nanoTime() + limit.toNanos();
        List<Watched> now = watches.get();
        WatchedChanges.Findings findings = WatchedChanges.of(operations, now, end);
        while (!findings.faults().isEmpty() && System.nanoTime() - deadline < 0) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            now = watches.get();
            findings = WatchedChanges.of(operations, now, end);
        }
        require(findings.faults());
        told += now.stream().mapToInt(watch -> watch.told().size()).sum();
        requiredToBeTold += findings.required();
        watchesBegunAnew += now.size() - 1;
    }

    private List<Operation> of(List<String> keys) {
        Set<String> wanted = new HashSet<>(keys);
        return history.operations().stream()
                .filter(operation -> wanted.contains(operation.call().key()))
                .toList();
    }

    private static void require(List<String> faults) {
        if (!faults.isEmpty()) {
            throw new AssertionError("the store broke its promise:\n" + String.join("\n", faults));
        }
    }

    /** How much there was to be told. */
    String summary() {
        return "watches told %d changes, %d of them required, and were begun anew %d times"
                .formatted(told, requiredToBeTold, watchesBegunAnew);
    }
}
