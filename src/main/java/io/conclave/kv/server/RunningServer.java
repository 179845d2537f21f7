package io.conclave.kv.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** {@code run.json} in a server's folder: where it is reached while it runs. */
final class RunningServer implements AutoCloseable {

    private static final String NAME = "run.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    RunningServer(Path dataDir) {
        this.file = dataDir.resolve(NAME);
    }

    /** Writes the file whole or not at all. */
    void write(String address, int number) throws IOException {
        String content = JSON.createObjectNode()
                .put("address", address)
                .put("pid", ProcessHandle.current().pid())
                .put("number", number)
                .toPrettyString();
        Path draft = file.resolveSibling(NAME + ".new");
        Files.writeString(draft, content + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
