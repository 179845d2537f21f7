package io.conclave.kv.proof;

import io.conclave.kv.proof.LastWrites.Final;
import io.conclave.kv.proof.Watched.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds what watches told against what clients did: nothing is told that was not written, nothing twice, the changes of
 * a key in their order, each acknowledged write, and of a batch all or nothing.
 *
 * <p>Two things are left open, as the product leaves them. A watch that could not go on may have missed whatever came
 * after the last change of a key that it told. And a change whose key went to another group while its own could not be
 * heard comes late: the other group's changes are held back for its sake, but only for so long.
 */
final class WatchedChanges {

    /** The longest that a watch holds anything back. */
    private static final Duration HELD_AT_MOST = Duration.ofSeconds(5);

    private final Map<String, List<Operation>> writes = new TreeMap<>();
    private final Map<String, Operation> puts = new HashMap<>();
    private final List<Watched> watches;
    private final List<String> faults = new ArrayList<>();
    private int required;

    private WatchedChanges(Collection<Operation> history, List<Watched> watches) {
        this.watches = watches;
        for (Operation operation : history) {
            if (operation.call().writes()) {
                writes.computeIfAbsent(operation.call().key(), key -> new ArrayList<>())
                        .add(operation);
            }
            if (operation.call().kind() == Call.Kind.PUT) {
                puts.put(operation.call().value(), operation);
            }
        }
    }

    /**
     * What is wrong, and how much there was that could have been.
     *
     * @param faults empty where nothing is wrong
     * @param required how many writes had to be told
     */
    record Findings(List<String> faults, int required) {}

    /**
     * Judges what was told.
     *
     * @param history all operations on the watched keys
     * @param watches one after the other, each begun once the one before it had ended
     * @param end all watched keys, as they were read after the history
     */
    static Findings of(Collection<Operation> history, List<Watched> watches, Map<String, Final> end) {
        WatchedChanges changes = new WatchedChanges(history, watches);
        changes.nothingIsMadeUp();
        changes.inOrderAndOnce();
        changes.allThatWasAcknowledged();
        changes.batchesWhole();
        changes.theLastIsWhatStands(end);
        return new Findings(changes.faults, changes.required);
    }

    private List<Told> told() {
        return watches.stream().flatMap(watch -> watch.told().stream()).toList();
    }

    private void nothingIsMadeUp() {
        Map<String, Integer> unexplained = new HashMap<>();
        for (Told told : told()) {
            if (told.value() != null) {
                Operation put = puts.get(told.value());
                if (put == null || !put.call().key().equals(told.key()) || !mayHaveGiven(put, told.version())) {
                    faults.add("told: " + told + ", but written: " + put);
                }
            } else if (acknowledged(told) == null) {
                unexplained.merge(told.key(), 1, Integer::sum);
            }
        }
        unexplained.forEach((key, count) -> {
            long unknown = writesOf(key).stream()
                    .filter(write -> write.unknown() && write.call().kind() == Call.Kind.DELETE)
                    .count();
            if (count > unknown) {
                faults.add("told %d deletions of %s that nobody was told of, with %d of an unknown outcome"
                        .formatted(count, key, unknown));
            }
        });
    }

    private static boolean mayHaveGiven(Operation put, long version) {
        return put.unknown() || (put.acknowledgedWrite() && ((Answer.Done) put.answer()).version() == version);
    }

    private List<Operation> writesOf(String key) {
        return writes.getOrDefault(key, List.of());
    }

    /** The acknowledged write that was told; null where there is none. */
    private Operation acknowledged(Told told) {
        return writesOf(told.key()).stream()
                .filter(Operation::acknowledgedWrite)
                .filter(write -> version(write) == told.version()
                        && Objects.equals(write.call().value(), told.value()))
                .findFirst()
                .orElse(null);
    }

    private void inOrderAndOnce() {
        Map<String, Told> highest = new HashMap<>();
        Set<String> versions = new HashSet<>();
        for (Told told : told()) {
            Told last = highest.get(told.key());
            if (!versions.add(told.key() + " " + told.version())) {
                faults.add("told twice: " + told);
            } else if (last == null || told.version() > last.version()) {
                highest.put(told.key(), told);
            } else if (last.group().equals(told.group()) || !wasHeldToTheLast(last)) {
                faults.add("told: " + told + ", after: " + last);
            }
        }
    }

    private boolean wasHeldToTheLast(Told told) {
        Operation write = writeOf(told);
        return write != null && told.at() - write.invoked() >= HELD_AT_MOST.toNanos();
    }

    private void allThatWasAcknowledged() {
        for (Watched watch : watches) {
            Map<String, Long> toldTo = new HashMap<>();
            Set<String> versions = new HashSet<>();
            for (Told told : watch.told()) {
                versions.add(told.key() + " " + told.version());
                if (!wasHeldToTheLast(told)) {
                    toldTo.merge(told.key(), told.version(), Math::max);
                }
            }
            writes.forEach((key, ofKey) -> {
                long upTo = watch.whole() ? Long.MAX_VALUE : toldTo.getOrDefault(key, 0L);
                for (Operation write : ofKey) {
                    if (isToBeTold(write) && write.invoked() >= watch.since() && version(write) <= upTo) {
                        required++;
                        if (!versions.contains(key + " " + version(write))) {
                            faults.add("not told: " + write);
                        }
                    }
                }
            });
        }
    }

    /** A batch's deletion has a version too where it found nothing, and then there is nothing to tell. */
    private static boolean isToBeTold(Operation write) {
        return write.acknowledgedWrite()
                && (write.call().batch() == Call.ALONE || write.call().kind() == Call.Kind.PUT);
    }

    private static long version(Operation acknowledged) {
        return ((Answer.Done) acknowledged.answer()).version();
    }

    /** What is told of one part is done, and so are the others. */
    private void batchesWhole() {
        Map<Long, List<Operation>> unknown = new TreeMap<>();
        puts.values().stream()
                .filter(put -> put.unknown() && put.call().batch() != Call.ALONE)
                .forEach(put -> unknown.computeIfAbsent(put.call().batch(), batch -> new ArrayList<>())
                        .add(put));
        for (Watched watch : watches) {
            if (!watch.whole()) {
                continue;
            }
            Set<String> values = new HashSet<>();
            watch.told().forEach(told -> values.add(String.valueOf(told.value())));
            unknown.values().forEach(parts -> {
                List<Operation> missing = parts.stream()
                        .filter(part -> !values.contains(part.call().value()))
                        .toList();
                if (missing.size() < parts.size()
                        && missing.stream().anyMatch(part -> part.invoked() >= watch.since())) {
                    faults.add("of a batch was told only a part, and not: " + missing);
                }
            });
        }
    }

    private void theLastIsWhatStands(Map<String, Final> end) {
        for (Watched watch : watches) {
            if (watch.whole()) {
                Map<String, Told> last = new TreeMap<>();
                watch.told()
                        .forEach(told -> last.merge(
                                told.key(), told, (one, other) -> one.version() > other.version() ? one : other));
                last.forEach((key, told) -> {
                    Final stands = end.getOrDefault(key, Final.ABSENT);
                    Final same = told.value() == null ? Final.ABSENT : new Final(told.value(), told.version());
                    // What was written before the watch stood may have been followed by what it did not hear.
                    if (isWrittenSince(watch.since(), told) && !stands.equals(same)) {
                        faults.add("told last: " + told + ", but read at the end: " + stands);
                    }
                });
            }
        }
    }

    private boolean isWrittenSince(long time, Told told) {
        Operation write = writeOf(told);
        return write != null && write.invoked() >= time;
    }

    /** Null where it is not known which it was. */
    private Operation writeOf(Told told) {
        return told.value() == null ? acknowledged(told) : puts.get(told.value());
    }
}
