package io.conclave.workload;

/** Demo traffic on the ensemble itself. All of it blocks but {@link #openSessions}; one thread at a time. */
interface ZnodeTraffic extends AutoCloseable {

    /**
     * Creates, changes and deletes a few znodes.
     *
     * @return how many of these happened
     * @throws Exception where the ensemble did not take them
     */
    int events() throws Exception;

    /** Brings the number of extra sessions to this, and replaces those that have expired. */
    void holdSessions(int wanted) throws Exception;

    /** How many of the extra sessions are connected now. */
    int openSessions();

    @Override
    void close();
}
