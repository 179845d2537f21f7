package io.conclave.kv.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Looks for an order of the operations on one key in which a register would have given the same answers.
 *
 * <p>The search of Wing and Gong ("Testing and verifying concurrent objects", 1993) with the memory of Lowe ("Testing
 * for linearizability", 2017), as in Porcupine: calls and returns stand in a list by their time; any call before the
 * first return may come next, is taken out together with its return, and put back where that leads nowhere. A set of
 * operations done and the state they left is looked at once only. Sets are told apart by 128 bits of a Zobrist hash
 * (each operation has random bits, a set is their exclusive or), so that a step costs the same however long the history
 * is; two sets that fall together could only raise an alarm for nothing, and would do so once in 10^26 histories.
 *
 * <p>Versions rise, so writes whose versions are known come in the order of them, which leaves the search little to
 * choose. Of optional writes with one effect (unread puts, deletes, with the same condition) the earliest is taken
 * first, so that it matters only how many were taken, not which.
 *
 * <p>An operation that its state allows and that does not change it, such as a read, needs no alternative: wherever
 * else it could stand, it could stand here too. Only a write with an unknown outcome may not stand where it changes
 * nothing: it is in the list since it was seen to have changed something, or else may as well be left out. But for a
 * deletion that is known to have been done by another part of its batch: it may have found nothing, or else is needed
 * elsewhere.
 */
final class OrderSearch {

    private static final int TIME_IS_LOOKED_AT_EACH = 1 << 10;
    private static final int SHOWN = 10;
    private static final String UNREAD = "a value that nobody read";

    private final String key;
    private final Map<String, Long> versionsRead;
    private final Event head = new Event(null, 0, 0, 0, false);
    private final Set<Seen> seen = new HashSet<>();
    private final Deque<Step> done = new ArrayDeque<>();
    private final int required;
    private int requiredDone;
    private KeyState state = KeyState.ABSENT;
    private long low;
    private long high;
    private int deepest = -1;
    private String farthest = "";

    /**
     * @param required operations that took effect between their call and their return
     * @param optional operations that took effect at any time after their call, or never
     */
    OrderSearch(String key, List<Operation> required, List<Operation> optional, Map<String, Long> versionsRead) {
        this.key = key;
        this.versionsRead = versionsRead;
        this.required = required.size();
        SplittableRandom bits = new SplittableRandom(required.size());
        List<Event> events = new ArrayList<>();
        TreeMap<Long, Event> writes = new TreeMap<>();
        for (Operation operation : required) {
            Event call = new Event(operation, operation.invoked(), bits.nextLong(), bits.nextLong(), false);
            call.end = new Event(operation, operation.returned(), 0, 0, false);
            events.add(call);
            events.add(call.end);
            givenVersion(operation).ifPresent(version -> writes.put(version, call));
        }
        Event lower = null;
        for (Event write : writes.values()) {
            write.before = lower;
            lower = write;
        }
        Map<String, Event> alike = new HashMap<>();
        for (Operation operation : inOrderOfCalls(optional)) {
            Event call = new Event(operation, operation.invoked(), bits.nextLong(), bits.nextLong(), true);
            call.before = alike.put(
                    operation.call().kind() + " if " + operation.call().ifVersion(), call);
            events.add(call);
        }
        // What happens at one moment is taken as concurrent.
        events.sort(
                (a, b) -> a.time != b.time ? Long.compare(a.time, b.time) : Boolean.compare(!a.isCall(), !b.isCall()));
        Event last = head;
        for (Event event : events) {
            event.previous = last;
            last.next = event;
            last = event;
        }
    }

    private OptionalLong givenVersion(Operation operation) {
        if (operation.acknowledgedWrite()) {
            return OptionalLong.of(((Answer.Done) operation.answer()).version());
        }
        Long read = operation.unknown() ? versionsRead.get(operation.call().value()) : null;
        return read == null ? OptionalLong.empty() : OptionalLong.of(read);
    }

    /** What nobody read may be one value as well as another. */
    private static List<Operation> inOrderOfCalls(List<Operation> optional) {
        return optional.stream()
                .sorted(Comparator.comparingLong(Operation::invoked))
                .map(operation -> new Operation(
                        operation.client(),
                        operation.call().withValue(operation.call().value() == null ? null : UNREAD),
                        operation.invoked(),
                        operation.returned(),
                        operation.answer()))
                .toList();
    }

    /** Searches until an order is found, all were tried, or a limit is met; once only. */
    Verdict run(int stepLimit, long deadline) {
        Event at = head.next;
        boolean takingOptional = false;
        int steps = 0;
        while (requiredDone < required) {
            if (at == null || !at.isCall()) {
                if (!takingOptional) {
                    takingOptional = true;
                    at = head.next;
                    continue;
                }
                noteIfFarthest(at);
                Step back = backToAChoice();
                if (back == null) {
                    return new Verdict.NotLinearizable(key, farthest);
                }
                takingOptional = back.call.optional;
                at = back.call.next;
                continue;
            }
            KeyState after =
                    at.optional == takingOptional && at.isNext() ? state.after(at.operation, versionsRead) : null;
            if (after == null || (after.equals(state) && !mayChangeNothing(at)) || !isNew(at, after)) {
                at = at.next;
                continue;
            }
            take(at, after);
            at = head.next;
            takingOptional = false;
            if (++steps > stepLimit) {
                return new Verdict.Undecided(key, "more than " + stepLimit + " steps, " + size());
            }
            if (steps % TIME_IS_LOOKED_AT_EACH == 0 && System.nanoTime() - deadline > 0) {
                return new Verdict.Undecided(key, "no time left after " + steps + " steps, " + size());
            }
        }
        return new Verdict.Linearizable(steps);
    }

    private static boolean mayChangeNothing(Event call) {
        boolean deletesWithOthers = call.operation.call().kind() == Call.Kind.DELETE
                && call.operation.call().batch() != Call.ALONE;
        return !call.operation.unknown() || (!call.optional && deletesWithOthers);
    }

    private boolean isNew(Event call, KeyState after) {
        return seen.add(new Seen(low ^ call.low, high ^ call.high, after));
    }

    private void take(Event call, KeyState after) {
        done.push(new Step(call, state, after.equals(state) && !call.operation.unknown()));
        state = after;
        low ^= call.low;
        high ^= call.high;
        call.takeOut();
        if (!call.optional) {
            call.end.takeOut();
            requiredDone++;
        }
    }

    /** Undoes steps up to the last one that has alternatives; null where none has. */
    private Step backToAChoice() {
        while (!done.isEmpty()) {
            Step step = done.pop();
            state = step.before;
            low ^= step.call.low;
            high ^= step.call.high;
            if (!step.call.optional) {
                step.call.end.putBack();
                requiredDone--;
            }
            step.call.putBack();
            if (!step.forced) {
                return step;
            }
        }
        return null;
    }

    private void noteIfFarthest(Event stuckAt) {
        if (requiredDone <= deepest) {
            return;
        }
        deepest = requiredDone;
        StringBuilder text = new StringBuilder();
        text.append("after %d of %d operations the state is (%s), and this has no place:%n    %s%nlast done:"
                .formatted(requiredDone, required, state, stuckAt.operation));
        Iterator<Step> steps = done.iterator();
        for (int i = 0; i < SHOWN && steps.hasNext(); i++) {
            text.append("%n    %s".formatted(steps.next().call.operation));
        }
        text.append("%ncould come next:".formatted());
        int shown = 0;
        for (Event event = head.next; event != null && event.isCall() && shown < SHOWN; event = event.next) {
            text.append("%n    %s".formatted(event.operation));
            shown++;
        }
        farthest = text.toString();
    }

    private String size() {
        return requiredDone + " of " + required + " operations placed; farthest: " + farthest;
    }

    /** A set of operations done, and the state that they left. */
    private record Seen(long low, long high, KeyState state) {}

    /**
     * An operation that was placed.
     *
     * @param forced whether there was no need to place it elsewhere
     */
    private record Step(Event call, KeyState before, boolean forced) {}

    /** A call or a return in the list. */
    private static final class Event {
        private final Operation operation;
        private final long time;
        private final long low;
        private final long high;
        private final boolean optional;
        private Event end;
        /** What is taken first: the write of the next lower version, or an optional call of the same effect. */
        private Event before;

        private boolean taken;
        private Event previous;
        private Event next;

        private Event(Operation operation, long time, long low, long high, boolean optional) {
            this.operation = operation;
            this.time = time;
            this.low = low;
            this.high = high;
            this.optional = optional;
        }

        private boolean isCall() {
            return end != null || optional;
        }

        private boolean isNext() {
            return before == null || before.taken;
        }

        private void takeOut() {
            taken = true;
            previous.next = next;
            if (next != null) {
                next.previous = previous;
            }
        }

        private void putBack() {
            taken = false;
            previous.next = this;
            if (next != null) {
                next.previous = this;
            }
        }
    }
}
