package io.conclave.cli.kv;

import io.conclave.cli.ProgramVersion;
import io.conclave.kv.data.DataMember;
import io.conclave.kv.data.DataSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a data member of the key-value store. */
@Command(
        name = "kv-data",
        description = "Runs a data member of the key-value store: as primary of its group it takes reads and writes, as"
                + " standby it keeps a copy.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        abbreviateSynopsis = true,
        sortOptions = false)
public final class KvDataCommand implements Callable<Integer> {

    private static final long CLOSE_SECONDS = 2;

    @Spec
    private CommandSpec command;

    @Option(
            names = "--group",
            required = true,
            paramLabel = "<group>",
            description = "The group that it is a member of, such as g1")
    private String group;

    @Mixin
    private KvProcessOptions options;

    @Option(
            names = "--min-in-sync",
            paramLabel = "<number>",
            defaultValue = "1",
            description = "The fewest in-sync members, the primary among them, with which writes are taken"
                    + " (${DEFAULT-VALUE})")
    private int minInSync;

    @Option(
            names = "--in-sync-timeout-ms",
            paramLabel = "<ms>",
            defaultValue = "1000",
            description = "After how long a silent standby is waited for no more (${DEFAULT-VALUE})")
    private long inSyncTimeoutMs;

    @Option(
            names = "--event-loops",
            paramLabel = "<number>",
            defaultValue = "0",
            description = "On how many threads calls are taken, 1 to 64; 0: one for each processor (${DEFAULT-VALUE})")
    private int eventLoops;

    @Option(
            names = "--no-fsync",
            description =
                    "For measurements alone: acknowledges what is not on disk, and a crash of the machine loses it")
    private boolean noFsync;

    @Override
    public Integer call() throws IOException, TimeoutException, InterruptedException {
        DataSettings settings = settings();
        Vertx vertx = KvProcess.vertx();
        DataMember member = DataMember.start(vertx, settings);
        return KvProcess.untilEnded(
                () -> {
                    member.close();
                    vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
                },
                member.failure());
    }

    private DataSettings settings() {
        try {
            return new DataSettings(
                    group,
                    options.coordination(),
                    options.rpc(),
                    options.dataDir(),
                    minInSync,
                    Duration.ofMillis(inSyncTimeoutMs),
                    !noFsync,
                    eventLoops == 0 ? Runtime.getRuntime().availableProcessors() : eventLoops,
                    ProgramVersion.text());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
