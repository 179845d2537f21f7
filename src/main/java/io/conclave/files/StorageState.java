package io.conclave.files;

import java.util.Map;

/**
 * How the nodes' folders are.
 *
 * @param nodes every configured node by its id
 */
public record StorageState(Map<String, NodeRoom> nodes) {
    public StorageState {
        nodes = Map.copyOf(nodes);
    }
}
