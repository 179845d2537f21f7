package io.conclave.logs;

import java.util.List;

/**
 * Keeps entries. Each sink is fed by a reader of its own, at its own pace: one that is away or full holds up nobody
 * else, and what it has not kept yet waits in the logs themselves.
 */
public interface LogSink extends AutoCloseable {

    /** What it is called in messages, such as {@code embedded}. */
    String name();

    /**
     * How far each source was read, as of the last batch that was kept. Called before the first batch, and again after
     * one has failed; blocks.
     *
     * @throws LogSinkException where it cannot be told now; it is asked again later
     */
    List<LogPosition> positions() throws LogSinkException, InterruptedException;

    /**
     * Keeps a batch with its positions; blocks until it is kept. Called by one thread, one batch after another.
     *
     * @throws LogSinkException where nothing of it was kept, or nobody knows: the same entries come again, beginning
     *     from {@link #positions()}
     */
    void keep(LogBatch batch) throws LogSinkException, InterruptedException;

    /** Does what can wait, a bounded part of it: nothing has come for a while. By the thread that keeps; may block. */
    default void rest() throws LogSinkException {}

    /** How many entries a batch has at the most, where more are there than that; larger ones cost less each. */
    default int mostEntries() {
        return 2_000;
    }

    /** Lets go of files and connections. */
    @Override
    void close();
}
