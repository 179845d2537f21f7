package io.conclave.agent;

import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.config.CoordinationSettings;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's ephemeral znode, by which controllers find it. After a new session there may still be the one of the
 * session before, which goes in a moment (CURATOR-604): so what counts is whose session owns it, and it is looked at
 * again until it is the present one's. Nothing depends on its being there: an agent without it goes on.
 */
final class AgentRegistration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AgentRegistration.class);
    private static final long RETRY_MS = 1_000;
    private static final int CONNECT_SECONDS = 20;

    private final CuratorFramework client;
    private final String path;
    private final AgentRecord record;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "agent-registration");
        made.setDaemon(true);
        return made;
    });

    private AgentRegistration(CuratorFramework client, String path, AgentRecord record) {
        this.client = client;
        this.path = path;
        this.record = record;
    }

    /**
     * Registers an agent, and keeps it registered; blocks until it is.
     *
     * @throws ProblemException 409 {@code agent_exists} where another agent serves the node
     * @throws TimeoutException where the ensemble does not answer
     */
    static AgentRegistration begin(CoordinationSettings coordination, AgentRecord record) throws TimeoutException {
        CuratorFramework client = AgentPaths.client(coordination);
        AgentRegistration registration =
                new AgentRegistration(client, AgentPaths.of(coordination.root(), record.node()), record);
        boolean begun = false;
        try {
            client.start();
            if (!client.blockUntilConnected(CONNECT_SECONDS, TimeUnit.SECONDS)) {
                throw new TimeoutException(
                        "the ensemble " + coordination.connectString() + " does not answer; see" + " COORDINATION_ZK");
            }
            registration.register().ifPresent(other -> {
                throw Problem.conflict(
                                "agent_exists",
                                "the agent at " + other.url() + " with the storage " + other.storageId()
                                        + " serves " + record.node() + " since " + other.started()
                                        + "; end that one first")
                        .asException();
            });
            client.getConnectionStateListenable().addListener((changed, state) -> {
                if (state == ConnectionState.RECONNECTED) {
                    registration.thread.execute(registration::again);
                }
            });
            begun = true;
            return registration;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted while registering");
        } catch (TimeoutException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw Problem.unavailable("coordination_failed", "the agent cannot be registered: " + e)
                    .asException();
        } finally {
            if (!begun) {
                registration.close();
            }
        }
    }

    /** Makes the znode the present session's; gives the other agent that has it. */
    private Optional<AgentRecord> register() throws Exception {
        while (true) {
            Stat stat = new Stat();
            try {
                byte[] found = client.getData().storingStatIn(stat).forPath(path);
                if (stat.getEphemeralOwner()
                        == client.getZookeeperClient().getZooKeeper().getSessionId()) {
                    return Optional.empty();
                }
                Optional<AgentRecord> other = AgentPaths.read(found);
                if (other.isPresent() && !other.get().storageId().equals(record.storageId())) {
                    return other;
                }
                // The same folder is ours alone, so this is what an earlier process or session left.
                client.delete().withVersion(stat.getVersion()).forPath(path);
            } catch (KeeperException.NoNodeException free) {
                if (create()) {
                    return Optional.empty();
                }
            } catch (KeeperException.BadVersionException changed) {
                LOG.debug("the znode {} changed meanwhile", path);
            }
        }
    }

    private boolean create() throws Exception {
        try {
            client.create()
                    .creatingParentsIfNeeded()
                    .withMode(CreateMode.EPHEMERAL)
                    .forPath(path, Json.encode(record).getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (KeeperException.NodeExistsException anotherWasQuicker) {
            return false;
        }
    }

    /** After a lost contact: until it is registered again, also where another agent has come meanwhile. */
    private void again() {
        try {
            Optional<AgentRecord> other = register();
            if (other.isEmpty()) {
                return;
            }
            LOG.error(
                    "the agent at {} has registered for {} meanwhile",
                    other.get().url(),
                    record.node());
        } catch (Exception e) {
            LOG.warn("the agent is not registered yet: {}", e.toString());
        }
        if (!thread.isShutdown()) {
            thread.schedule(this::again, RETRY_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Takes the znode away at once. */
    @Override
    public void close() {
        thread.shutdownNow();
        client.close();
    }
}
