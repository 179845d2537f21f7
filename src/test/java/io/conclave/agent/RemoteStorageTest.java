package io.conclave.agent;

import static io.conclave.testing.Answers.done;

import io.conclave.bus.ControllerRef;
import io.conclave.storage.NodeStorage;
import io.conclave.storage.NodeStorageContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The contract, kept by an agent over HTTP. */
class RemoteStorageTest extends NodeStorageContract {

    private final List<AutoCloseable> opened = new ArrayList<>();

    @Override
    protected NodeStorage open(String node, Path folder) throws Exception {
        TestAgent agent = TestAgent.start(bench, node, folder, Optional.of("s3cret"));
        opened.add(agent);
        AgentClient client = new AgentClient(vertx, Optional.of("s3cret"), () -> new ControllerRef("c1", 1));
        RemoteStorage storage = new RemoteStorage(bench, node, client, client, () -> {});
        storage.registered(agent.url());
        done(storage.measure());
        return storage;
    }

    @AfterEach
    @Override
    protected void end() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        super.end();
    }
}
