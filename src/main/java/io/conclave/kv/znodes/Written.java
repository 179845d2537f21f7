package io.conclave.kv.znodes;

/**
 * What came of a change that depends on what was read before.
 *
 * @param <T> what holds once it is done
 */
public sealed interface Written<T> {

    /**
     * It is done.
     *
     * @param now what holds now
     * @param <T> what holds once it is done
     */
    record Done<T>(T now) implements Written<T> {}

    /**
     * Nothing was done: what it depended on has changed. Read again and decide anew.
     *
     * @param detail what has changed
     * @param <T> what would have held
     */
    record Outdated<T>(String detail) implements Written<T> {}

    /**
     * Whether it was done is not known, and could not be found out. Never treat it as done, nor as not done: read once
     * there is contact again.
     *
     * @param detail why
     * @param <T> what might hold
     */
    record Unknown<T>(String detail) implements Written<T> {}
}
