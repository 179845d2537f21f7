package io.conclave.kv.proof;

import java.util.Map;

/**
 * What one key is like between two operations: the sequential model that histories are held against. A register with
 * versions: each write gives the key a version above all that it had before, a deletion included.
 *
 * @param value null where there is no such key
 * @param version 0 where there is no such key, {@link #UNSEEN} where its write's outcome is unknown and nobody read it
 * @param floor the highest version that is known to have been given to the key so far
 */
record KeyState(String value, long version, long floor) {

    static final long UNSEEN = -1;

    /** Before the first operation. */
    static final KeyState ABSENT = new KeyState(null, 0, 0);

    /**
     * The state after an operation that takes effect in this one, or null where it could not have had its answer.
     *
     * @param versionsRead the versions under which values were read, by which those of writes with an unknown outcome
     *     are known
     */
    KeyState after(Operation operation, Map<String, Long> versionsRead) {
        if (operation.answer() instanceof Answer.Done done) {
            return switch (operation.call().kind()) {
                case GET -> afterGet(done);
                case PUT -> afterPut(operation.call(), done);
                case DELETE -> afterDelete(operation.call(), done);
            };
        }
        return afterUnknown(operation.call(), versionsRead);
    }

    private KeyState afterGet(Answer.Done done) {
        if (!done.found()) {
            return value == null ? this : null;
        }
        return done.value().equals(value) ? seenAs(done.version()) : null;
    }

    private KeyState afterPut(Call call, Answer.Done done) {
        if (!done.applied()) {
            return afterUnmatched(call, done.version());
        }
        return allows(call) && done.version() > floor
                ? new KeyState(call.value(), done.version(), done.version())
                : null;
    }

    /** A batch gives a version to the deletion of a key that is not there too, and does not say whether it was. */
    private KeyState afterDelete(Call call, Answer.Done done) {
        if (!done.applied()) {
            return afterUnmatched(call, done.version());
        }
        if (!done.found()) {
            return value == null ? this : null;
        }
        if (call.batch() != Call.ALONE) {
            return done.version() > floor ? new KeyState(null, 0, done.version()) : null;
        }
        return value != null && allows(call) && done.version() > floor ? new KeyState(null, 0, done.version()) : null;
    }

    private KeyState afterUnmatched(Call call, long standing) {
        if (call.ifVersion() == Call.ANY || standing == call.ifVersion()) {
            return null;
        }
        if (standing == 0) {
            return value == null ? this : null;
        }
        return value == null ? null : seenAs(standing);
    }

    /** A write that takes effect, or does not since its condition does not hold. */
    private KeyState afterUnknown(Call call, Map<String, Long> versionsRead) {
        if (!allows(call)) {
            return this;
        }
        if (call.kind() == Call.Kind.DELETE) {
            return new KeyState(null, 0, floor);
        }
        long given = versionsRead.getOrDefault(call.value(), UNSEEN);
        if (given == UNSEEN) {
            return new KeyState(call.value(), UNSEEN, floor);
        }
        return given > floor ? new KeyState(call.value(), given, given) : null;
    }

    /** An unseen version may be the one of the condition; that it is not is found by leaving the write out. */
    private boolean allows(Call call) {
        return call.ifVersion() == Call.ANY
                || version == call.ifVersion()
                || (version == UNSEEN && call.ifVersion() > floor);
    }

    private KeyState seenAs(long seen) {
        if (version == UNSEEN) {
            return seen > floor ? new KeyState(value, seen, seen) : null;
        }
        return version == seen ? this : null;
    }

    @Override
    public String toString() {
        return value == null
                ? "no such key, versions to " + floor
                : value + ", version " + (version == UNSEEN ? "unseen" : version);
    }
}
