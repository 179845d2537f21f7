package io.conclave.files;

import io.conclave.bus.Problem;
import java.util.List;
import java.util.Map;

/**
 * What was made.
 *
 * @param created how many files are complete and recorded, fewer than were asked for where {@code stopped} says why
 * @param perNode how many of them on each node
 * @param ids of the first 100 of them
 * @param placement why they went where they went
 * @param stopped what ended it early, such as a full disk; null where all were made
 */
public record FilesCreated(
        int created, Map<String, Integer> perNode, List<String> ids, Placement placement, Problem stopped) {
    public FilesCreated {
        perNode = Map.copyOf(perNode);
        ids = List.copyOf(ids);
    }
}
