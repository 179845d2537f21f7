package io.conclave.agent;

import io.conclave.bus.ControllerRef;
import io.conclave.config.AgentSettings;
import io.conclave.storage.FailPoints;
import io.conclave.storage.LocalDisk;
import io.conclave.storage.LocalStorage;
import io.conclave.storage.Workbench;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A storage agent: owns the folder of one node on its host, serves it, and is found by its znode. */
public final class Agent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final long START_SECONDS = 30;
    private static final long CLOSE_SECONDS = 3;

    private final AgentServer server;
    private final AgentClient others;
    private final AgentRegistration registration;
    private final URI url;

    private Agent(AgentServer server, AgentClient others, AgentRegistration registration, URI url) {
        this.server = server;
        this.others = others;
        this.registration = registration;
        this.url = url;
    }

    /**
     * Starts it; blocks until it serves and is registered. The folder has to be this process' alone.
     *
     * @param version of the program
     * @throws io.conclave.bus.ProblemException where the folder is another node's, or another agent serves the node
     * @throws IOException where the folder cannot be used
     * @throws TimeoutException where the ensemble does not answer
     */
    public static Agent start(Vertx vertx, AgentSettings settings, String version, LongSupplier nanoTime)
            throws IOException, TimeoutException {
        Files.createDirectories(settings.storage());
        StorageIdentity identity = StorageIdentity.of(settings.storage(), settings.node());
        EpochFence fence = EpochFence.in(settings.storage());
        LocalStorage storage = LocalStorage.in(
                Workbench.on(vertx, FailPoints.OFF, nanoTime, Workbench.PATIENCE),
                settings.node(),
                settings.storage(),
                new LocalDisk(),
                settings.minFreeBytes(),
                () -> LOG.warn("the storage in {} is in trouble", settings.storage()));
        storage.prepare().await(START_SECONDS, TimeUnit.SECONDS);
        String instance = UUID.randomUUID().toString();
        AgentClient others =
                new AgentClient(vertx, settings.token(), () -> new ControllerRef("agent-" + settings.node(), 0));
        AgentServer server = new AgentServer(
                vertx,
                settings,
                storage,
                fence,
                () -> new Wire.Condition(
                        settings.node(), identity.storageId(), instance, storage.presence(), storage.room()),
                others);
        try {
            int port = server.listen().await(START_SECONDS, TimeUnit.SECONDS);
            URI url = settings.advertised().orElseGet(() -> reachedAt(settings.host(), port));
            AgentRegistration registration = AgentRegistration.begin(
                    settings.coordination(),
                    new AgentRecord(settings.node(), url.toString(), identity.storageId(), Instant.now(), version));
            return new Agent(server, others, registration, url);
        } catch (TimeoutException | RuntimeException e) {
            server.close();
            others.close();
            throw e;
        }
    }

    private static URI reachedAt(String host, int port) {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    /** Where controllers and other agents reach it. */
    public URI url() {
        return url;
    }

    /** Takes its znode away, so that controllers know at once, and ends what it is doing. */
    @Override
    public void close() throws TimeoutException {
        registration.close();
        Future.join(server.close(), others.close()).await(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
