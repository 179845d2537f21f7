package io.conclave.agent;

import io.conclave.bus.Json;
import io.conclave.bus.ProblemException;
import io.conclave.config.CoordinationSettings;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where agents are in the ensemble that coordinates, and how it is spoken with. */
final class AgentPaths {

    private static final Logger LOG = LoggerFactory.getLogger(AgentPaths.class);
    private static final int CONNECTION_TIMEOUT_MS = 3_000;
    private static final int RETRY_MS = 200;
    private static final int CLOSE_MS = 500;

    private AgentPaths() {}

    /** The znode that has a child for each agent. */
    static String all(String root) {
        return root + "/agents";
    }

    /** The znode of one node's agent. */
    static String of(String root, String node) {
        return all(root) + "/" + node;
    }

    /** What a znode says; empty where nobody can read it. */
    static Optional<AgentRecord> read(byte[] data) {
        try {
            return Optional.of(Json.decode(new String(data, StandardCharsets.UTF_8), AgentRecord.class));
        } catch (ProblemException e) {
            LOG.warn("an agent's znode cannot be read: {}", e.problem().detail());
            return Optional.empty();
        }
    }

    /** A client that is not started. */
    static CuratorFramework client(CoordinationSettings coordination) {
        return CuratorFrameworkFactory.builder()
                .connectString(coordination.connectString())
                .sessionTimeoutMs((int) coordination.sessionTimeout().toMillis())
                .connectionTimeoutMs(CONNECTION_TIMEOUT_MS)
                .maxCloseWaitMs(CLOSE_MS)
                .retryPolicy(new RetryOneTime(RETRY_MS))
                .ensembleTracker(false)
                .build();
    }
}
