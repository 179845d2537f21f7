package io.conclave.kv.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.kv.log.LogIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** {@code run.json} in a member's folder: where it is reached while it runs. */
final class RunningMember implements AutoCloseable {

    private static final String NAME = "run.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    RunningMember(Path dataDir) {
        this.file = dataDir.resolve(NAME);
    }

    /** Writes the file whole or not at all. */
    void write(String address, LogIdentity identity) throws IOException {
        String content = JSON.createObjectNode()
                .put("address", address)
                .put("pid", ProcessHandle.current().pid())
                .put("group", identity.group())
                .put("number", identity.number())
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
