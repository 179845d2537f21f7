package io.conclave.cli.kv;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.ProblemException;
import io.conclave.kv.client.ClientTls;
import io.conclave.kv.client.KvClientSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the store is and how it lets one in: what all commands that ask it have in common. */
final class StoreOptions {

    @Option(
            names = {"--seeds", "--url"},
            paramLabel = "<host:port,...>",
            split = ",",
            description = "Members or servers to ask first; without it those of the demo that runs in --data-dir")
    private List<String> seeds = List.of();

    @Option(
            names = "--data-dir",
            paramLabel = "<dir>",
            defaultValue = "${env:DATA_DIR:-data}",
            description = "Where a running demo has its run.json (${DEFAULT-VALUE})")
    private Path dataDir;

    @Option(
            names = "--kv-token",
            paramLabel = "<token>",
            defaultValue = "${env:CONCLAVE_KV_TOKEN}",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "What the store asks callers for (CONCLAVE_KV_TOKEN)")
    private String token;

    @Option(
            names = "--tls-ca",
            paramLabel = "<file>",
            description = "The authority of the members' certificates, as PEM; with it TLS is spoken")
    private Path authority;

    @Option(
            names = "--timeout-ms",
            paramLabel = "<ms>",
            defaultValue = "10000",
            description = "How long a call may take with all its repetitions, 1 to 60000 (${DEFAULT-VALUE})")
    private long timeoutMs;

    @Option(names = "--json", description = "Prints JSON")
    private boolean json;

    boolean json() {
        return json;
    }

    /** Checks them; refuses what cannot work, by the name of the option. */
    KvClientSettings settings(CommandSpec command) {
        try {
            KvClientSettings settings = KvClientSettings.of(seeds.isEmpty() ? seedsOfTheDemo() : seeds)
                    .within(Duration.ofMillis(timeoutMs));
            if (token != null && !token.isEmpty()) {
                settings = settings.withToken(token);
            }
            return authority == null
                    ? settings
                    : settings.withTls(new ClientTls(readable(authority), Optional.empty()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("--tls-ca " + file + " cannot be read");
        }
        return file;
    }

    private List<String> seedsOfTheDemo() {
        Path run = dataDir.resolve("run.json");
        try {
            List<String> found = new ArrayList<>();
            JsonNode kv = Json.parse(Files.readString(run)).path("kv");
            kv.forEach(address -> found.add(address.asText()));
            if (!found.isEmpty()) {
                return found;
            }
            throw new IllegalArgumentException(run + " names no member of the store; give --seeds host:port,...");
        } catch (IOException | ProblemException e) {
            throw new IllegalArgumentException(
                    "no demo runs in --data-dir " + dataDir + ", so that --seeds host:port,... has to be given", e);
        }
    }
}
