package io.conclave.kv.proof;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Records what concurrent clients asked and learned, each call with its begin and end on one clock. */
final class History {

    private final LongSupplier nanoTime;
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    /** @param nanoTime a clock that never goes back, the same for all threads */
    History(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Begins a call: to be asked for before a byte of it is sent. */
    Pending begin(int client, Call call) {
        pending.incrementAndGet();
        return new Pending(client, call, nanoTime.getAsLong());
    }

    /**
     * All that have ended.
     *
     * @throws IllegalStateException while any call is pending, since it could have taken effect already
     */
    List<Operation> operations() {
        if (pending.get() != 0) {
            throw new IllegalStateException(pending.get() + " calls are pending");
        }
        return List.copyOf(operations);
    }

    /** How many have ended so far. */
    int size() {
        return operations.size();
    }

    /** A call that was begun; it must be ended, once. */
    final class Pending {
        private final int client;
        private final Call call;
        private final long invoked;

        private Pending(int client, Call call, long invoked) {
            this.client = client;
            this.call = call;
            this.invoked = invoked;
        }

        Call call() {
            return call;
        }

        /** Ends the call: to be told once its answer is there. */
        Operation end(Answer answer) {
            Operation operation = new Operation(client, call, invoked, nanoTime.getAsLong(), answer);
            operations.add(operation);
            pending.decrementAndGet();
            return operation;
        }
    }
}
