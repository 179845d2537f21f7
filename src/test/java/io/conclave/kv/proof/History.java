package io.conclave.kv.proof;

import java.util.List;
import java.util.Map;
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

    /** Begins a call of one key: to be asked for before a byte of it is sent. */
    Pending begin(int client, Call call) {
        return new Pending(begin(client), call);
    }

    /**
     * Begins a call whose keys are told at its end, such as a page of a scan or a batch: to be asked for before a byte
     * of it is sent.
     */
    PendingKeys begin(int client) {
        pending.incrementAndGet();
        return new PendingKeys(client, nanoTime.getAsLong());
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

    /** A call of one key that was begun; it must be ended, once. */
    static final class Pending {
        private final PendingKeys begun;
        private final Call call;

        private Pending(PendingKeys begun, Call call) {
            this.begun = begun;
            this.call = call;
        }

        /** Ends the call: to be told once its answer is there. */
        Operation end(Answer answer) {
            return begun.end(Map.of(call, answer)).get(0);
        }
    }

    /** A call of any number of keys that was begun; it must be ended, once. */
    final class PendingKeys {
        private final int client;
        private final long invoked;

        private PendingKeys(int client, long invoked) {
            this.client = client;
            this.invoked = invoked;
        }

        /**
         * Ends the call: to be told once its answer is there. It is one operation for each key, all with its begin and
         * end.
         */
        List<Operation> end(Map<Call, Answer> answers) {
            long returned = nanoTime.getAsLong();
            List<Operation> ended = answers.entrySet().stream()
                    .map(each -> new Operation(client, each.getKey(), invoked, returned, each.getValue()))
                    .toList();
            operations.addAll(ended);
            pending.decrementAndGet();
            return ended;
        }
    }
}
