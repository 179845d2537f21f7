package io.conclave.agent;

import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.storage.Holding;
import io.conclave.storage.Inventory;
import io.conclave.storage.StorageReason;
import io.conclave.storage.StoredBytes;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** An agent's inventory, a page a line. The last one is empty: without it, it was broken off. */
final class RemoteInventory implements Inventory {

    private final Peer peer;
    private final StoredBytes text;
    private final Lines lines = new Lines();
    private final Queue<String> waiting = new ArrayDeque<>();

    RemoteInventory(Peer peer, StoredBytes text) {
        this.peer = peer;
        this.text = text;
    }

    @Override
    public Future<List<Holding>> next() {
        String line = waiting.poll();
        if (line != null) {
            return Future.succeededFuture(Json.decode(line, Wire.Page.class).holdings());
        }
        return text.next().compose(piece -> {
            if (piece.length() == 0) {
                return Future.failedFuture(Problem.unavailable(
                                StorageReason.AGENT_AWAY.code(),
                                "the agent of " + peer.node() + " broke its inventory off")
                        .asException());
            }
            waiting.addAll(lines.add(piece));
            return next();
        });
    }

    @Override
    public void close() {
        text.close();
    }
}
