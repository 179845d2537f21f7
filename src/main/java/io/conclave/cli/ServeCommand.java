package io.conclave.cli;

import io.conclave.config.KnownSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a controller of an ensemble that is there already. */
@Command(
        name = "serve",
        description = "Attaches to an ensemble that runs elsewhere.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        abbreviateSynopsis = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private RunOptions options;

    @Override
    public Integer call() throws StartException, InterruptedException {
        return Run.untilEnded(options.reader(command, KnownSettings.ofServe()).serve());
    }
}
