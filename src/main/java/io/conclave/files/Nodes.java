package io.conclave.files;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.storage.NodeRoom;
import io.conclave.storage.NodeStorage;
import io.conclave.storage.NodeStorages;
import io.conclave.storage.StorageReason;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The nodes' storages as the files' keeper uses them: which there are, and which may be given files now. One that has
 * just come, or come back, may not until what it holds agrees with the database.
 */
final class Nodes {

    private final Map<String, NodeStorage> storages = new LinkedHashMap<>();
    private final Map<String, Long> reconciled = new ConcurrentHashMap<>();

    Nodes(NodeStorages all) {
        all.all().forEach(storage -> storages.put(storage.node(), storage));
    }

    /**
     * One node's storage, whatever its state.
     *
     * @throws ProblemException 404 where there is no such node
     */
    NodeStorage of(String node) {
        NodeStorage storage = node == null ? null : storages.get(node);
        if (storage == null) {
            throw Problem.notFound("node", node, String.join(", ", storages.keySet()))
                    .asException();
        }
        return storage;
    }

    /** The names of all nodes. */
    Collection<String> ids() {
        return storages.keySet();
    }

    /**
     * One node's storage, to be given files or to lose some.
     *
     * @throws ProblemException 404 where there is no such node, 503 while it must be left alone
     */
    NodeStorage ready(String node) {
        NodeStorage storage = of(node);
        NodeRoom room = room(storage);
        if (!room.available()) {
            throw unavailable(node, room);
        }
        return storage;
    }

    /**
     * One node's storage, to be read from; also one that takes no files.
     *
     * @throws ProblemException 404 where there is no such node, 503 while it is not there
     */
    NodeStorage present(String node) {
        NodeStorage storage = of(node);
        if (storage.presence() == 0) {
            throw unavailable(storage.node(), storage.room());
        }
        return storage;
    }

    private static ProblemException unavailable(String node, NodeRoom room) {
        return Problem.unavailable(
                        "storage_unavailable",
                        "the storage of " + node + " takes no files: "
                                + room.reason().english())
                .asException();
    }

    /** Those that are there and were not reconciled since they came, each with the appearance that it is. */
    Map<NodeStorage, Long> arrivals() {
        Map<NodeStorage, Long> arrived = new LinkedHashMap<>();
        for (NodeStorage storage : storages.values()) {
            long presence = storage.presence();
            if (presence != 0 && !isReconciled(storage.node(), presence)) {
                arrived.put(storage, presence);
            }
        }
        return arrived;
    }

    private boolean isReconciled(String node, long presence) {
        return Long.valueOf(presence).equals(reconciled.get(node));
    }

    /** This appearance of a node agrees with the database. */
    void reconciled(NodeStorage storage, long presence) {
        reconciled.put(storage.node(), presence);
    }

    /** Whether a node answers, whatever it holds. */
    boolean isThere(String node) {
        NodeStorage storage = storages.get(node);
        return storage != null && storage.presence() != 0;
    }

    /** Looks at each, and says how they are. */
    Future<StorageState> measure() {
        List<Future<NodeRoom>> looks =
                storages.values().stream().map(NodeStorage::measure).toList();
        return Future.join(looks).transform(looked -> Future.succeededFuture(state()));
    }

    /** As each was when it was last measured. */
    StorageState state() {
        Map<String, NodeRoom> rooms = new LinkedHashMap<>();
        storages.forEach((node, storage) -> rooms.put(node, room(storage)));
        return new StorageState(rooms);
    }

    private NodeRoom room(NodeStorage storage) {
        NodeRoom room = storage.room();
        return !room.available() || isReconciled(storage.node(), storage.presence())
                ? room
                : NodeRoom.none(StorageReason.RECONCILING);
    }
}
