package io.conclave.kv.client;

import io.conclave.kv.wire.RequestId;
import java.util.TreeSet;

/**
 * Numbers a client's writes, so that a repeated one is applied once. Each is told with the lowest number that is still
 * waited for, below which the store may forget. Thread-safe.
 *
 * @see <a href="https://doi.org/10.1145/2815400.2815416">RIFL, Implementing Linearizability at Large Scale and Low
 *     Latency</a>
 */
final class RequestNumbers {

    private final long client;
    private final TreeSet<Long> waiting = new TreeSet<>();
    private long last;

    /** Of the client with this random number, which is not 0. */
    RequestNumbers(long client) {
        if (client == 0) {
            throw new IllegalArgumentException("a client's number is not 0");
        }
        this.client = client;
    }

    /** The identity of a new write. */
    synchronized RequestId next() {
        last++;
        waiting.add(last);
        return RequestId.newBuilder()
                .setClient(client)
                .setNumber(last)
                .setFirstIncomplete(waiting.first())
                .build();
    }

    /** Nobody waits for this write any more. */
    synchronized void over(RequestId id) {
        waiting.remove(id.getNumber());
    }
}
