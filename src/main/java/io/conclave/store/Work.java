package io.conclave.store;

/**
 * Something to do in one transaction, on another thread than the one that handed it over. Where a connection is lost,
 * or the engine has two transactions wait for each other, all that it did is undone and it is run again: so it must
 * change nothing but what {@code tx} has and what it yields.
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
