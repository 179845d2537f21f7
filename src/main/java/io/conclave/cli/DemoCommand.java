package io.conclave.cli;

import io.conclave.config.EmbeddedSettings;
import io.conclave.config.KnownSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs an ensemble of its own and a controller on it. */
@Command(
        name = "demo",
        description = "Starts a real ensemble on this machine, a controller, and demo traffic.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        abbreviateSynopsis = true,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private RunOptions options;

    @Option(
            names = "--servers",
            paramLabel = "<n>",
            defaultValue = "3",
            description = "Servers of the ensemble, 1 to 9 (${DEFAULT-VALUE})")
    private int servers;

    @Option(
            names = "--base-port",
            paramLabel = "<port>",
            defaultValue = "2181",
            description = "Client port of the first server; one that is taken is replaced by a free one"
                    + " (${DEFAULT-VALUE})")
    private int basePort;

    @Override
    public Integer call() throws StartException, InterruptedException {
        return Run.untilEnded(options.reader(command, KnownSettings.ofDemo()).demo(ensemble()));
    }

    private EmbeddedSettings ensemble() {
        try {
            return new EmbeddedSettings(servers, basePort);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
