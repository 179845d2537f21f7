package io.conclave.agent;

import io.conclave.config.CoordinationSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the agents are, by their znodes: one watch on each node's, never a whole tree. While there is no contact with
 * the ensemble, what was last known stands: an address may still be right, and only the agent's own answer tells.
 */
final class AgentDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AgentDirectory.class);
    private static final long RETRY_MS = 1_000;

    private final CuratorFramework client;
    private final String root;
    private final List<String> nodes;
    private final BiConsumer<String, AgentRecord> listener;
    private final Map<String, AgentRecord> known = new HashMap<>();
    private final Watcher watcher = event -> {
        if (event.getType() != Watcher.Event.EventType.None) {
            look();
        }
    };
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "agent-directory");
        made.setDaemon(true);
        return made;
    });

    /**
     * @param nodes whose agents are looked for
     * @param listener told, on a thread of the directory's own, each time the znode of a node's agent has changed or
     *     gone: with what it says, or null where it is gone
     */
    AgentDirectory(CoordinationSettings coordination, List<String> nodes, BiConsumer<String, AgentRecord> listener) {
        this.client = AgentPaths.client(coordination);
        this.root = coordination.root();
        this.nodes = List.copyOf(nodes);
        this.listener = listener;
    }

    /** Begins to look; returns at once. */
    void open() {
        client.getConnectionStateListenable().addListener((changed, state) -> {
            if (state == ConnectionState.CONNECTED || state == ConnectionState.RECONNECTED) {
                look();
            }
        });
        client.start();
    }

    private void look() {
        if (!thread.isShutdown()) {
            thread.execute(this::readAll);
        }
    }

    private void readAll() {
        try {
            for (String node : nodes) {
                read(node);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("the agents cannot be looked up, the next try is in {} ms: {}", RETRY_MS, e.toString());
            if (!thread.isShutdown()) {
                thread.schedule(this::look, RETRY_MS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** A watch on existence also fires at the making, the change and the end of a znode that is not there yet. */
    private void read(String node) throws Exception {
        String path = AgentPaths.of(root, node);
        AgentRecord now = null;
        if (client.checkExists().usingWatcher(watcher).forPath(path) != null) {
            try {
                Optional<AgentRecord> found = AgentPaths.read(client.getData().forPath(path));
                now = found.filter(record -> record.node().equals(node)).orElse(null);
            } catch (KeeperException.NoNodeException goneMeanwhile) {
                LOG.debug("the agent of {} went while it was looked at", node);
            }
        }
        AgentRecord before = now == null ? known.remove(node) : known.put(node, now);
        if (now == null ? before != null : !now.equals(before)) {
            LOG.info("the agent of {} {}", node, now == null ? "is not registered any more" : "is at " + now.url());
            listener.accept(node, now);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        client.close();
    }
}
