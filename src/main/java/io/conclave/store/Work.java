package io.conclave.store;

/**
 * Something to do in one transaction. It may be run on another thread than the one that handed it over, once.
 *
 * @param <T> what it yields
 */
@FunctionalInterface
public interface Work<T> {

    /**
     * Runs in an open transaction; must not keep {@code tx}. A thrown exception undoes all that this work changed.
     *
     * @param tx the tables, as this transaction sees them
     */
    T run(Tx tx);
}
