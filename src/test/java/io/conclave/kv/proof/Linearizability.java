package io.conclave.kv.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says whether histories of concurrent clients could have come from one register for each key.
 *
 * <p>Linearizability is local (Herlihy and Wing, "Linearizability: a correctness condition for concurrent objects",
 * 1990), so each key is searched on its own, which is what makes it feasible. An operation whose outcome is unknown has
 * no end: it may take effect at any time after its call, or be left out. Where its value was read, though, it took
 * effect before that read returned, and has an end like any other. Those that remain are left out in a first search,
 * and taken in only where that one finds no order.
 *
 * <p>A batch takes effect on all its keys at once. So where the value of one part was read, all parts had taken effect
 * before that read returned, those of an unknown outcome too, and each has that end in the search of its own key: a
 * batch that was done in part leaves a key without an order as soon as that key is read. This takes nothing for granted
 * but what a batch promises, so it is sound; that it is found only once the missing part is looked for is what the
 * reads of all keys at the end are for.
 */
final class Linearizability {

    private static final long NEVER = Long.MAX_VALUE;

    private final int stepLimit;
    private final Duration timeLimit;

    /**
     * @param stepLimit how many states of one key may be looked at; each takes about 150 bytes
     * @param timeLimit how long the search may take for one key
     */
    Linearizability(int stepLimit, Duration timeLimit) {
        this.stepLimit = stepLimit;
        this.timeLimit = timeLimit;
    }

    /** Judges each key of a history, in the order of the keys. */
    Map<String, Verdict> check(Collection<Operation> history) {
        Map<String, List<Operation>> byKey = new TreeMap<>();
        for (Operation operation : history) {
            byKey.computeIfAbsent(operation.call().key(), key -> new ArrayList<>())
                    .add(operation);
        }
        Map<Long, Long> batchesSeen = batchesSeen(history);
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        byKey.forEach((key, operations) -> verdicts.put(key, checkKey(key, operations, batchesSeen)));
        return verdicts;
    }

    /** When the first read returned that found the value of any part, for each batch that was read of. */
    private static Map<Long, Long> batchesSeen(Collection<Operation> history) {
        Map<String, Long> batchOf = new HashMap<>();
        for (Operation operation : history) {
            Call call = operation.call();
            if (call.batch() != Call.ALONE && call.value() != null) {
                batchOf.put(call.value(), call.batch());
            }
        }
        Map<Long, Long> seen = new HashMap<>();
        for (Operation operation : history) {
            if (operation.answer() instanceof Answer.Done done && batchOf.containsKey(done.value())) {
                seen.merge(batchOf.get(done.value()), operation.returned(), Math::min);
            }
        }
        return seen;
    }

    /** The keys of a history that are not found to be linearizable, with what was found instead. */
    Map<String, Verdict> faults(Collection<Operation> history) {
        Map<String, Verdict> faults = check(history);
        faults.values().removeIf(Verdict.Linearizable.class::isInstance);
        return faults;
    }

    private Verdict checkKey(String key, List<Operation> operations, Map<Long, Long> batchesSeen) {
        Map<String, Long> versionsRead = new HashMap<>();
        Map<String, Long> firstReadEnds = new HashMap<>();
        for (Operation operation : operations) {
            if (operation.answer() instanceof Answer.Done done && done.value() != null) {
                Long other = versionsRead.put(done.value(), done.version());
                if (other != null && other != done.version()) {
                    return new Verdict.NotLinearizable(
                            key,
                            "%s was read with version %d and with version %d"
                                    .formatted(done.value(), other, done.version()));
                }
                firstReadEnds.merge(done.value(), operation.returned(), Math::min);
            }
        }
        Set<String> written = new HashSet<>();
        List<Operation> certain = new ArrayList<>();
        List<Operation> optional = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.call().kind() == Call.Kind.PUT
                    && !written.add(operation.call().value())) {
                throw new IllegalArgumentException("two puts write the same value: " + operation);
            }
            if (operation.done()) {
                certain.add(operation);
            } else if (operation.unknown() && operation.call().writes()) {
                long end = Math.min(
                        firstReadEnds.getOrDefault(operation.call().value(), NEVER),
                        batchesSeen.getOrDefault(operation.call().batch(), NEVER));
                if (end == NEVER) {
                    optional.add(operation);
                } else if (end < operation.invoked()) {
                    return new Verdict.NotLinearizable(key, "read before it was written: " + operation);
                } else {
                    certain.add(endingAt(end, operation));
                }
            }
        }
        return search(key, certain, optional, versionsRead);
    }

    private Verdict search(
            String key, List<Operation> certain, List<Operation> optional, Map<String, Long> versionsRead) {
        Verdict without = new OrderSearch(key, certain, List.of(), versionsRead)
                .run(stepLimit, System.nanoTime() + timeLimit.toNanos());
        if (without instanceof Verdict.Linearizable || optional.isEmpty()) {
            return without;
        }
        return new OrderSearch(key, certain, optional, versionsRead)
                .run(stepLimit, System.nanoTime() + timeLimit.toNanos());
    }

    private static Operation endingAt(long end, Operation operation) {
        return new Operation(operation.client(), operation.call(), operation.invoked(), end, operation.answer());
    }
}
