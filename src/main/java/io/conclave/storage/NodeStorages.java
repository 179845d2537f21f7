package io.conclave.storage;

import io.vertx.core.Future;
import java.util.List;

/** The storages of all nodes, wherever they are. */
public interface NodeStorages {

    /**
     * Gets ready.
     *
     * @param news run, on any thread, whenever the room or the presence of one has changed by itself
     */
    Future<Void> open(Runnable news);

    /** All of them, those that are away included; the same objects each time. */
    List<NodeStorage> all();

    /** Ends early what takes long and is not committed, since the process ends; where nothing does, nothing happens. */
    default void hurry() {}

    /** Lets go of them. */
    Future<Void> close();
}
