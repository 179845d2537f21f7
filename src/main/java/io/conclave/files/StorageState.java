package io.conclave.files;

import io.conclave.storage.NodeRoom;
import java.util.Map;

/**
 * How the nodes' storages are.
 *
 * @param nodes every configured node by its id
 */
public record StorageState(Map<String, NodeRoom> nodes) {
    public StorageState {
        nodes = Map.copyOf(nodes);
    }
}
