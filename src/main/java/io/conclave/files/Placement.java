package io.conclave.files;

import io.conclave.bus.Sentence;
import java.util.List;

/**
 * Where new files go, and why.
 *
 * @param nodes the node of each file, in order
 * @param reason code of why
 * @param sentence why, in words
 * @param verdicts on each node as they were for the last of the files; none where a node was asked for
 */
public record Placement(List<String> nodes, String reason, Sentence sentence, List<PlacementVerdict> verdicts) {
    public Placement {
        nodes = List.copyOf(nodes);
        verdicts = List.copyOf(verdicts);
    }
}
