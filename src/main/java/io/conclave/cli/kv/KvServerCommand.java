package io.conclave.cli.kv;

import io.conclave.cli.ProgramVersion;
import io.conclave.embedded.DirectoryLock;
import io.conclave.kv.server.KvServer;
import io.conclave.kv.server.ServerSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a server of the key-value store. */
@Command(
        name = "kv-server",
        description =
                "Runs a server of the key-value store: one of them is master, chooses the groups' primaries and keeps"
                        + " the ring.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        abbreviateSynopsis = true,
        sortOptions = false)
public final class KvServerCommand implements Callable<Integer> {

    private static final Duration INSPECT_LIMIT = Duration.ofMillis(300);
    private static final long CLOSE_SECONDS = 2;

    @Spec
    private CommandSpec command;

    @Mixin
    private KvProcessOptions options;

    @Option(
            names = "--virtual-nodes",
            paramLabel = "<number>",
            defaultValue = "2",
            description = "Points of each group on a new ring, 1 to 1024; few are uneven (${DEFAULT-VALUE})")
    private int virtualNodes;

    @Option(
            names = "--groups",
            paramLabel = "<group,...>",
            split = ",",
            description = "The groups that a new ring begins with; without it those that have a primary first")
    private Set<String> groups = new LinkedHashSet<>();

    @Override
    public Integer call() throws IOException, TimeoutException, InterruptedException {
        ServerSettings settings = settings();
        try (DirectoryLock lock = DirectoryLock.take(settings.dataDir())) {
            Vertx vertx = KvProcess.vertx();
            KvServer server = KvServer.start(vertx, settings);
            return KvProcess.untilEnded(
                    () -> {
                        server.close();
                        vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
                    },
                    server.failure());
        }
    }

    private ServerSettings settings() {
        try {
            return new ServerSettings(
                    options.coordination(),
                    options.rpc(),
                    options.dataDir(),
                    virtualNodes,
                    groups,
                    INSPECT_LIMIT,
                    ProgramVersion.text());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
