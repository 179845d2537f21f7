package io.conclave.files;

import io.conclave.bus.Sentence;
import java.util.List;

/**
 * Where new files go, and why.
 *
 * @param nodes the node of each file, in order
 * @param reason code of why
 * @param sentence why, in words
 */
public record Placement(List<String> nodes, String reason, Sentence sentence) {
    public Placement {
        nodes = List.copyOf(nodes);
    }
}
