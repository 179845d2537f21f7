package io.conclave.bench.kv;

import io.conclave.bench.Miss;

/** One of the stores that are compared, with all its members running. */
interface Store extends AutoCloseable {

    /** As a figure calls it. */
    String title();

    /**
     * Demands that all members are there, of one mind on who leads, and that what makes a write durable is switched on.
     */
    void requireMembers() throws Exception;

    /**
     * Writes. Afterwards every acknowledged write is accounted for, and each key has its last value.
     *
     * @throws Miss where not
     */
    Sample put(Load load) throws Exception;

    /**
     * Reads what {@link #put} has written with the same load, from where no write can be missed.
     *
     * @throws Miss where an answer had no value
     */
    Sample get(Load load) throws Exception;

    /**
     * Demands that every member has the same keys and values, as far as the store can tell.
     *
     * @throws Miss where not
     */
    void requireEqualMembers() throws Exception;

    /** Ends its processes. */
    @Override
    void close() throws Exception;
}
