package io.conclave.cli;

import io.conclave.agent.Agent;
import io.conclave.config.AgentSettings;
import io.conclave.config.KnownSettings;
import io.conclave.embedded.DirectoryLock;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a storage agent. */
@Command(
        name = "agent",
        description = "Keeps the files of one node on its own host, for controllers that are started with"
                + " --file-storage agents.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        abbreviateSynopsis = true,
        sortOptions = false)
final class AgentCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(AgentCommand.class);
    private static final long CLOSE_SECONDS = 2;

    @Spec
    private CommandSpec command;

    @Mixin
    private RunOptions options;

    @Option(
            names = "--node",
            required = true,
            paramLabel = "<name>",
            description = "The node whose files it keeps, by its name in the controllers' ZK_NODES")
    private String node;

    @Option(
            names = "--storage",
            required = true,
            paramLabel = "<folder>",
            description = "Where they lie; for this agent alone, and made where it is missing")
    private Path storage;

    @Override
    public Integer call() throws IOException, TimeoutException, InterruptedException {
        AgentSettings settings =
                options.reader(command, KnownSettings.ofAgent()).agent(node, storage);
        DirectoryLock lock = DirectoryLock.take(settings.storage(), "--storage");
        Vertx vertx = Vertx.vertx(ControlRoom.vertxOptions());
        Agent agent;
        try {
            agent = Agent.start(vertx, settings, ProgramVersion.text(), System::nanoTime);
        } catch (IOException | TimeoutException | RuntimeException e) {
            close(vertx, lock);
            throw e;
        }
        LOG.info("the agent of {} serves {} at {}; end it with Ctrl-C", node, settings.storage(), agent.url());
        IdleMemory.ofThisProcess();
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try (agent) {
                                LOG.debug("the agent ends");
                            } catch (TimeoutException e) {
                                LOG.warn("the agent did not close cleanly: {}", e.toString());
                            }
                            close(vertx, lock);
                            closed.countDown();
                        },
                        "close"));
        closed.await();
        return 0;
    }

    private static void close(Vertx vertx, DirectoryLock lock) {
        try (lock) {
            vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | TimeoutException e) {
            LOG.warn("something did not close cleanly: {}", e.toString());
        }
    }
}
