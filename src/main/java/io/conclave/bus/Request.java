package io.conclave.bus;

import java.time.Duration;
import java.util.Objects;

/**
 * A question that one feature answers for the others.
 *
 * @param address the event-bus address
 * @param question the record asked with
 * @param answer the record answered with
 * @param timeout how long the asker waits before it gets a 504 problem
 * @param <Q> the question's type
 * @param <A> the answer's type
 */
public record Request<Q, A>(String address, Class<Q> question, Class<A> answer, Duration timeout) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public Request {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(answer, "answer");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout of " + address + " must be positive: " + timeout);
        }
    }

    /** A request that is answered within ten seconds. */
    public static <Q, A> Request<Q, A> of(String address, Class<Q> question, Class<A> answer) {
        return new Request<>(address, question, answer, DEFAULT_TIMEOUT);
    }

    /** The same request with another time limit. */
    public Request<Q, A> within(Duration limit) {
        return new Request<>(address, question, answer, limit);
    }
}
