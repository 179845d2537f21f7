package io.conclave.scheduler;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads candidates lazily and remembers what was read: exactly that belongs to the plan's inputs. */
final class CandidateReading {

    private final List<NodeInputs> nodes;
    private final NewestFiles files;
    private final List<Iterator<PlanFile>> unread = new ArrayList<>();
    private final List<List<PlanFile>> read = new ArrayList<>();

    CandidateReading(List<NodeInputs> nodes, NewestFiles files) {
        this.nodes = nodes;
        this.files = files;
        for (int node = 0; node < nodes.size(); node++) {
            unread.add(null);
            read.add(List.of());
        }
    }

    /** The node's file of this rank, 0 for the newest, or null where it has no more. */
    PlanFile at(int node, int rank) {
        if (rank < read.get(node).size()) {
            return read.get(node).get(rank);
        }
        if (unread.get(node) == null) {
            unread.set(node, files.of(nodes.get(node).node()));
            read.set(node, new ArrayList<>());
        }
        while (read.get(node).size() <= rank && unread.get(node).hasNext()) {
            read.get(node).add(unread.get(node).next());
        }
        return rank < read.get(node).size() ? read.get(node).get(rank) : null;
    }

    /** The plan's nodes, each with the files that were read. */
    List<NodeInputs> nodes() {
        List<NodeInputs> complete = new ArrayList<>(nodes.size());
        for (int node = 0; node < nodes.size(); node++) {
            complete.add(nodes.get(node).withNewest(read.get(node)));
        }
        return complete;
    }
}
