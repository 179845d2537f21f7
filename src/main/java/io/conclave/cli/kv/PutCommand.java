package io.conclave.cli.kv;

import io.conclave.bus.Json;
import io.conclave.kv.client.KvClientSettings;
import io.conclave.kv.client.Written;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Writes one value. */
@Command(
        name = "put",
        description = "Writes a value; answered once it is on disk at every copy that counts.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was written",
            "1:it was not written",
            "2:the command line is wrong",
            "3:the version did not match; nothing was written",
            "5:whether it was written is not known"
        })
final class PutCommand extends StoreCommand {

    @Mixin
    private KeyArgument key;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "<value>",
            description = "The value, up to 1 MiB; - for standard input")
    private String value;

    @Option(names = "--file", paramLabel = "<file>", description = "Takes the value from a file")
    private Path file;

    @Mixin
    private Condition condition;

    @Override
    void check() {
        if ((value == null) == (file == null)) {
            throw new ParameterException(
                    command().commandLine(), "give the value once: as <value>, as - for standard input, or by --file");
        }
    }

    @Override
    int ask(Vertx vertx, KvClientSettings settings) throws Exception {
        byte[] bytes = key.bytes(command());
        Written written = got(client(vertx, settings).put(bytes, content(), condition.version()));
        if (json()) {
            print(Json.object().put("applied", written.applied()).put("version", written.version()));
        } else if (written.applied()) {
            out().println("written, version " + written.version());
        } else if (written.version() == 0) {
            err().println("conclave: not written: there is no such key");
        } else {
            err().println("conclave: not written: the key has version " + written.version());
        }
        return written.applied() ? 0 : ExitCodes.NOT_APPLIED;
    }

    private byte[] content() throws IOException {
        if (file != null) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new ParameterException(command().commandLine(), "--file " + file + " cannot be read", e);
            }
        }
        return value.equals("-") ? standardInput() : value.getBytes(StandardCharsets.UTF_8);
    }
}
