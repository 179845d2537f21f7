package io.conclave.control;

import java.util.List;

/**
 * Something that can start and stop the servers of the ensemble. All calls block until the process was seen in its new
 * state, within a limit of their own of less than 35 seconds, and may come from several threads, though never two at
 * once for one node.
 *
 * <p>Each action says whether it changed anything: false is the answer to a start of what runs, a stop of what does
 * not, and the like. What stands against an action is a {@link io.conclave.bus.ProblemException} with status 409.
 */
public interface NodeProcesses {

    /** The servers that can be acted on. */
    List<String> nodes();

    /** Starts a server. */
    boolean start(String node);

    /** Asks a server to end, and forces it where it does not. */
    boolean stop(String node);

    /** Ends a server without asking. */
    boolean kill(String node);

    /** Halts a server where it is: it keeps its connections and answers nothing. */
    boolean pause(String node);

    /** Lets a paused server go on. */
    boolean resume(String node);

    /**
     * The end of a server's log, oldest first.
     *
     * @param lines how many at the most
     */
    List<String> tail(String node, int lines);
}
