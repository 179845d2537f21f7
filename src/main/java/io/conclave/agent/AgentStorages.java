package io.conclave.agent;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.ProblemException;
import io.conclave.config.CoordinationSettings;
import io.conclave.storage.NodeStorage;
import io.conclave.storage.NodeStorages;
import io.conclave.storage.Workbench;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The storages of all nodes, each behind the agent that has registered for it. */
public final class AgentStorages implements NodeStorages {

    private static final Logger LOG = LoggerFactory.getLogger(AgentStorages.class);

    private final Workbench bench;
    private final AgentClient client;
    private final AgentClient looks;
    private final Map<String, RemoteStorage> storages = new LinkedHashMap<>();
    private final AgentDirectory directory;
    private volatile Runnable news = () -> {};

    /**
     * @param nodes the nodes' ids
     * @param coordination where agents register
     * @param token that they want, where they want one
     * @param self who commands them, and in which term; asked at each command
     */
    public AgentStorages(
            Workbench bench,
            List<String> nodes,
            CoordinationSettings coordination,
            Optional<String> token,
            Supplier<ControllerRef> self) {
        this.bench = bench;
        this.client = new AgentClient(bench.vertx(), token, self);
        this.looks = new AgentClient(bench.vertx(), token, self);
        nodes.forEach(node -> storages.put(node, new RemoteStorage(bench, node, client, looks, () -> news.run())));
        this.directory = new AgentDirectory(coordination, nodes, this::changed);
    }

    /** Returns at once: nodes whose agents are not there yet are told as such, and come when they come. */
    @Override
    public Future<Void> open(Runnable listener) {
        news = listener;
        return bench.vertx().executeBlocking(() -> {
            directory.open();
            return null;
        });
    }

    private void changed(String node, AgentRecord record) {
        RemoteStorage storage = storages.get(node);
        if (record == null) {
            storage.unregistered();
            return;
        }
        try {
            storage.registered(record.url());
        } catch (ProblemException e) {
            LOG.warn("the agent of {} has registered with a URL that is none: {}", node, record.url());
        }
    }

    @Override
    public List<NodeStorage> all() {
        return List.copyOf(storages.values());
    }

    @Override
    public Future<Void> close() {
        return bench.vertx()
                .<Void>executeBlocking(() -> {
                    directory.close();
                    return null;
                })
                .eventually(() -> Future.join(client.close(), looks.close()));
    }
}
