package io.conclave.znodes;

/** A listener that is told of changes until this is closed. */
@FunctionalInterface
public interface Listening extends AutoCloseable {

    /** The listener may still be told of a change that is being told at this moment. */
    @Override
    void close();
}
