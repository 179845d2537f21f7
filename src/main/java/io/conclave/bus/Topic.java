package io.conclave.bus;

import java.util.Objects;

/**
 * A published stream of messages of one type.
 *
 * @param address the event-bus address, which is also the name on the WebSocket stream
 * @param kind what a late or slow viewer is owed
 * @param type the record that is published; immutable, since it crosses contexts by reference
 * @param <T> the message
 */
public record Topic<T>(String address, Kind kind, Class<T> type) {

    /** What a late or slow viewer of a topic is owed. */
    public enum Kind {
        /** Each message is the whole state: only the newest matters, older ones may be skipped. */
        STATE,
        /** Each message is one row of a history: a viewer that misses one sees the gap by its number. */
        EVENT,
        /**
         * Each message is told once and kept by nobody but its publisher, who is asked for what was missed: no snapshot
         * carries any. A viewer sees that it missed one by its number.
         */
        PASSING,
        /** Between features only; never numbered and never on the WebSocket stream. */
        INTERNAL
    }

    public Topic {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(type, "type");
    }

    /** A topic whose newest message is the whole state. */
    public static <T> Topic<T> state(String address, Class<T> type) {
        return new Topic<>(address, Kind.STATE, type);
    }

    /** A topic whose messages are the rows of a history. */
    public static <T> Topic<T> events(String address, Class<T> type) {
        return new Topic<>(address, Kind.EVENT, type);
    }

    /** A topic whose messages no snapshot carries, since its publisher is asked for those of before. */
    public static <T> Topic<T> passing(String address, Class<T> type) {
        return new Topic<>(address, Kind.PASSING, type);
    }

    /** A topic that features use among themselves. */
    public static <T> Topic<T> internal(String address, Class<T> type) {
        return new Topic<>(address, Kind.INTERNAL, type);
    }
}
