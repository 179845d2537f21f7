package io.conclave.kv.replica;

/** A watch that goes on. Called on the context that it was made on. */
public interface Watch {

    /**
     * The sink has room again. A sink that takes too long and is overtaken by the bounded history is told
     * {@link io.conclave.kv.KvReason#WATCH_TOO_SLOW}.
     */
    void resume();

    /** Ends it; the sink is not called again. */
    void close();
}
