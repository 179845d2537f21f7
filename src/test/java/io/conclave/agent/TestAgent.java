package io.conclave.agent;

import static io.conclave.testing.Answers.done;

import io.conclave.bus.ControllerRef;
import io.conclave.config.AgentSettings;
import io.conclave.config.CoordinationSettings;
import io.conclave.storage.LocalDisk;
import io.conclave.storage.LocalStorage;
import io.conclave.storage.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An agent's server in the test's own process, without a registration. */
final class TestAgent implements AutoCloseable {

    static final int LIMIT = 64 << 20;
    private final AgentServer server;
    private final AgentClient others;
    final int port;

    private TestAgent(AgentServer server, AgentClient others, int port) {
        this.server = server;
        this.others = others;
        this.port = port;
    }

    static TestAgent start(Workbench bench, String node, Path folder, Optional<String> token) throws IOException {
        Files.createDirectories(folder);
        AgentSettings settings = new AgentSettings(
                node,
                folder,
                "127.0.0.1",
                0,
                Optional.empty(),
                token,
                LIMIT,
                0,
                new CoordinationSettings(List.of(), "/conclave", Duration.ofSeconds(2)));
        StorageIdentity identity = StorageIdentity.of(folder, node);
        LocalStorage storage = LocalStorage.in(bench, node, folder, new LocalDisk(), 0, () -> {});
        done(storage.prepare());
        AgentClient others = new AgentClient(bench.vertx(), token, () -> new ControllerRef("agent-" + node, 0));
        String instance = UUID.randomUUID().toString();
        AgentServer server = new AgentServer(
                bench.vertx(),
                settings,
                storage,
                EpochFence.in(folder),
                () -> new Wire.Condition(node, identity.storageId(), instance, storage.presence(), storage.room()),
                others);
        return new TestAgent(server, others, done(server.listen()));
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        done(server.close());
        done(others.close());
    }
}
