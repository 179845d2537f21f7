package io.conclave.files;

import java.util.List;
import java.util.Map;

/**
 * What was made.
 *
 * @param created how many files
 * @param perNode how many of them on each node
 * @param ids of the first 100 of them
 * @param placement why they went where they went
 */
public record FilesCreated(int created, Map<String, Integer> perNode, List<String> ids, Placement placement) {
    public FilesCreated {
        perNode = Map.copyOf(perNode);
        ids = List.copyOf(ids);
    }
}
