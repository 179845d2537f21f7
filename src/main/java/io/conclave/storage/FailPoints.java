package io.conclave.storage;

/** Is told of each fail-point as it is passed. */
@FunctionalInterface
public interface FailPoints {

    /** Lets everything pass: production. */
    FailPoints OFF = point -> {};

    /** Returns, throws, or ends the process. */
    void reached(FailPoint point);
}
