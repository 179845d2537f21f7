package io.conclave.cli.kv;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The key that a command is about. */
final class KeyArgument {

    @Parameters(index = "0", paramLabel = "<key>", description = "The key, 1 to 1024 bytes")
    private String key;

    @Option(names = "--hex", description = "The key is given as hexadecimal digits")
    private boolean hex;

    byte[] bytes(CommandSpec command) {
        try {
            return ByteText.bytes(key, hex);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(), "--hex: \"" + key + "\" is not hexadecimal: " + e.getMessage(), e);
        }
    }
}
