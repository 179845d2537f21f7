package io.conclave.bench.kv;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs of the system that a benchmark may use where they are installed. */
final class Programs {

    private Programs() {}

    /** Whether there is such a program on the path. */
    static boolean has(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
