package io.conclave.bench.product;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bench.Miss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares rows and disk with what was there once. */
final class StorageCheck {

    private static final List<String> NODES = List.of("zk1", "zk2", "zk3");

    /** A file's name is its id, 36 characters; marks of the folder itself have shorter ones. */
    private static final int ID_LENGTH = 36;

    private final Demo demo;
    private final Map<String, String> hashes;

    /** @param hashes of each file, by its id */
    StorageCheck(Demo demo, Map<String, String> hashes) {
        this.demo = demo;
        this.hashes = hashes;
    }

    /** Demands that each file is on this node, once, with its bytes, and that no node's folder holds anything else. */
    void allOn(String node) throws IOException, InterruptedException, Miss {
        Set<Path> known = new HashSet<>();
        for (JsonNode row : demo.files()) {
            Path file = demo.storage().resolve(row.get("path").asText());
            String hash = hashes.get(row.get("id").asText());
            Miss.unless(row.get("node").asText().equals(node), "a file is not on %s: %s", node, row);
            Miss.unless(Sha256.of(file).equals(hash), "a file's bytes are wrong: %s", row);
            known.add(file);
        }
        Set<Path> present = present();
        Miss.unless(
                known.size() == hashes.size() && known.equals(present),
                "there were %d files, but there are %d rows and %d files on disk",
                hashes.size(),
                known.size(),
                present.size());
    }

    private Set<Path> present() throws IOException {
        Set<Path> present = new HashSet<>();
        for (String node : NODES) {
            try (Stream<Path> files = Files.list(demo.storage().resolve(node))) {
                present.addAll(
                        files.filter(file -> file.getFileName().toString().length() >= ID_LENGTH)
                                .collect(Collectors.toSet()));
            }
        }
        return present;
    }
}
