package io.conclave.kv.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds what is in the store at the end against what was acknowledged: no acknowledged write is lost, and no deleted
 * key is back. Simple enough to be believed without a proof, and told apart from the search for an order, so that a
 * fault in the one does not hide what the other finds.
 */
final class LastWrites {

    /**
     * What a key is at the end.
     *
     * @param value null where there is no such key
     * @param version 0 where there is no such key
     */
    record Final(String value, long version) {
        static final Final ABSENT = new Final(null, 0);
    }

    private LastWrites() {}

    /**
     * Says for each key what is wrong with it; empty where nothing is.
     *
     * @param history all operations that any of the keys ever saw
     * @param end all keys of the history, as they were read after it
     */
    static List<String> faults(Collection<Operation> history, Map<String, Final> end) {
        Map<String, List<Operation>> writes = new TreeMap<>();
        for (Operation operation : history) {
            if (operation.call().writes()) {
                writes.computeIfAbsent(operation.call().key(), key -> new ArrayList<>())
                        .add(operation);
            }
        }
        List<String> faults = new ArrayList<>();
        writes.forEach((key, ofKey) -> {
            Final last = end.get(key);
            if (last == null) {
                faults.add(key + ": was not read at the end");
            } else {
                fault(ofKey, last).ifPresent(fault -> faults.add(key + ": " + fault));
            }
        });
        return faults;
    }

    private static Optional<String> fault(List<Operation> writes, Final end) {
        Operation highest = null;
        Map<String, Operation> puts = new HashMap<>();
        boolean unknownDelete = false;
        for (Operation write : writes) {
            if (write.acknowledgedWrite() && (highest == null || version(write) > version(highest))) {
                highest = write;
            }
            if (write.call().kind() == Call.Kind.PUT) {
                puts.put(write.call().value(), write);
            } else {
                unknownDelete |= write.unknown();
            }
        }
        if (end.value() == null) {
            boolean lost = highest != null && highest.call().kind() == Call.Kind.PUT && !unknownDelete;
            return lost ? Optional.of("lost: " + highest) : Optional.empty();
        }
        Operation source = puts.get(end.value());
        if (source == null) {
            return Optional.of("nobody wrote " + end);
        }
        if (source.answer() instanceof Answer.Refused || (source.done() && !source.acknowledgedWrite())) {
            return Optional.of(end + " is of a write that was not to be done: " + source);
        }
        if (source.acknowledgedWrite() && version(source) != end.version()) {
            return Optional.of(end + " has another version than its write: " + source);
        }
        if (highest != null && end.version() < version(highest)) {
            String what = highest.call().kind() == Call.Kind.DELETE ? "is back after " : "is what came before ";
            return Optional.of(end + " " + what + highest);
        }
        return Optional.empty();
    }

    private static long version(Operation acknowledged) {
        return ((Answer.Done) acknowledged.answer()).version();
    }
}
