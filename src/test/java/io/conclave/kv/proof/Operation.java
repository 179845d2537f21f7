package io.conclave.kv.proof;

/**
 * One call of one client and what came of it.
 *
 * @param client who called
 * @param call what was asked
 * @param invoked when, in the recorder's nanoseconds, it was known that it could have no effect yet
 * @param returned when its answer was there; what is unknown by then may still take effect later
 * @param answer what the client learned
 */
record Operation(int client, Call call, long invoked, long returned, Answer answer) {

    Operation {
        if (returned < invoked) {
            throw new IllegalArgumentException("returned before it was invoked: " + call);
        }
    }

    boolean done() {
        return answer instanceof Answer.Done;
    }

    boolean unknown() {
        return answer instanceof Answer.Unknown;
    }

    /** A write that the client was told to be done. */
    boolean acknowledgedWrite() {
        return call.writes() && answer instanceof Answer.Done done && done.applied() && done.found();
    }

    @Override
    public String toString() {
        return "[%,d .. %,d us] client %d: %s -> %s".formatted(invoked / 1_000, returned / 1_000, client, call, answer);
    }
}
