package io.conclave.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.config.CoordinationSettings;
import io.conclave.config.NodeAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * {@code run.json} in the data folder: where a running controller is reached, for commands that run beside it. It holds
 * no secret, and it is gone when the controller ended in order.
 */
final class RunFile implements AutoCloseable {

    private static final String NAME = "run.json";

    private final Path file;
    private final ObjectNode content;

    private RunFile(Path file, ObjectNode content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Writes the file whole or not at all.
     *
     * @param address where the controller is reached
     * @param nodes the ensemble that it watches
     * @param coordination by which it and other controllers find each other; empty where it is the only one
     * @param keyValue host:port of the members of the key-value store that it shows; none where it shows none
     */
    static RunFile write(
            Path dataDir,
            URI address,
            List<NodeAddress> nodes,
            Optional<CoordinationSettings> coordination,
            List<String> keyValue)
            throws IOException {
        ObjectNode content = Json.object()
                .put("http", address.toString())
                .put("pid", ProcessHandle.current().pid())
                .put("version", ProgramVersion.text());
        ArrayNode ensemble = content.putArray("ensemble");
        for (NodeAddress node : nodes) {
            ensemble.addObject().put("id", node.id()).put("host", node.host()).put("port", node.port());
        }
        coordination.ifPresent(among -> content.putObject("coordination")
                .put("zk", among.connectString())
                .put("root", among.root()));
        RunFile runFile = new RunFile(dataDir.resolve(NAME), content);
        runFile.keyValue(keyValue);
        return runFile;
    }

    /** Writes it anew with other members of the key-value store. */
    synchronized void keyValue(List<String> addresses) throws IOException {
        ArrayNode members = content.putArray("kv");
        addresses.forEach(members::add);
        Path draft = file.resolveSibling(NAME + ".new");
        Files.writeString(draft, content.toPrettyString() + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
