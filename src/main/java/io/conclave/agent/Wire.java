package io.conclave.agent;

import io.conclave.storage.Copied;
import io.conclave.storage.CopyOrder;
import io.conclave.storage.CopyState;
import io.conclave.storage.Holding;
import io.conclave.storage.Leftover;
import io.conclave.storage.NodeRoom;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What goes between a controller and an agent, and between two agents. */
final class Wire {

    /** Who commands. */
    static final String CONTROLLER = "Conclave-Controller";

    /** In which term of office; a lower one than the agent has seen is refused. */
    static final String EPOCH = "Conclave-Epoch";

    /** How long a file is, of whose bytes a part is given. */
    static final String SIZE = "Conclave-Size";

    /** The code of the refusal of a term that is over. */
    static final String FENCED = "fenced";

    static final String JSON = "application/json";

    /** One JSON text a line. */
    static final String LINES = "application/x-ndjson";

    private Wire() {}

    /** The path of everything of one node. */
    static String node(String node) {
        return "/v1/" + node;
    }

    /** The path of one file. */
    static String file(String node, String id) {
        return node(node) + "/files/" + id;
    }

    /**
     * How an agent is.
     *
     * @param node whose storage it is
     * @param storageId of its folder
     * @param instance of its process: another one after each start
     * @param presence of the folder in it, see {@link io.conclave.storage.NodeStorage#presence}
     * @param room what it can take
     */
    record Condition(String node, String storageId, String instance, long presence, NodeRoom room) {}

    /** Make a file. */
    record Generate(long sizeBytes, long seed) {}

    /**
     * Copy a file from another agent.
     *
     * @param order which
     * @param from the node that has it
     * @param url where that node's agent is
     */
    record Copy(CopyOrder order, String from, String url) {}

    /** A line of the answer to a copy: how far it is, or its end; the other is null. */
    record CopyLine(CopyState state, Copied end) {}

    /** Which of these files are there. */
    record Ids(List<String> ids) {}

    /** How long they are. */
    record Lengths(Map<String, Long> lengths) {}

    /** Second names. */
    record Leftovers(List<Leftover> leftovers) {}

    /** Take second names away. */
    record Clear(List<Leftover> leftovers, Set<String> promised) {}

    /** A page of the inventory. */
    record Page(List<Holding> holdings) {}
}
