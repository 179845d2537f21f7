package io.conclave.cli;

import io.conclave.config.Setting;
import io.conclave.config.SettingsReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What all commands that run a controller have in common beside the settings. */
final class RunOptions {

    @Option(
            names = "--config",
            paramLabel = "<file>",
            description = "A properties file with settings by their names in the environment, such as HTTP_PORT=9000; a"
                    + " flag wins over the environment, that over the file")
    private Path config;

    @Option(
            names = "--insecure",
            description =
                    "Allows an address that others can reach without a token; whoever reaches it can do everything")
    private boolean insecure;

    /** Reads the settings from flags, environment and file. */
    SettingsReader reader(CommandSpec command, List<Setting<?>> settings) {
        return new SettingsReader(
                SettingFlags.given(command.commandLine().getParseResult(), settings),
                System.getenv(),
                Optional.ofNullable(config),
                insecure);
    }
}
