package io.conclave.control;

import io.conclave.audit.Action;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Something that can start and stop the servers of the ensemble. All calls block until the server's process was seen in
 * its new state, as far as it can be seen, and within {@link #limit()}; they may come from several threads, though no
 * two actions at once for one node.
 *
 * <p>What stands against an action is a {@link io.conclave.bus.ProblemException}: 404 where the server is not there,
 * 409 where its state forbids it, 502 where the other side refused, 504 {@code outcome_unknown} where it did not answer
 * in time and nobody knows what became of the action.
 */
public interface NodeProcesses extends AutoCloseable {

    /** The servers that can be acted on. */
    List<String> nodes();

    /** What can be done to them: some of the {@code node_…} actions. */
    Set<Action> actions();

    /** The longest that an action takes. */
    Duration limit();

    /** Starts a server. */
    Effect start(String node);

    /** Asks a server to end, and forces it where it does not. */
    Effect stop(String node);

    /** Ends a server and starts it again. */
    Effect restart(String node);

    /** Ends a server without asking. */
    Effect kill(String node);

    /** Halts a server where it is: it keeps its connections and answers nothing. */
    Effect pause(String node);

    /** Lets a paused server go on. */
    Effect resume(String node);

    /**
     * The end of a server's log, oldest first.
     *
     * @param lines how many at the most
     */
    List<String> tail(String node, int lines);

    /**
     * Hands over each line that the server logs from now on; returns when the log ends, such as with its container.
     *
     * @param lines takes each line, on any thread, one after another
     * @throws InterruptedException where the thread was interrupted, which is how this is ended
     */
    void follow(String node, Consumer<String> lines) throws InterruptedException;

    /** Lets go of connections and threads; the servers go on. */
    @Override
    void close();
}
