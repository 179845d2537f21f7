package io.conclave.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Java that {@link OpenSearchServer} runs on: this one where it is not too new, or one that the machine has besides.
 */
final class ServerJava {

    static final int OLDEST = 17;
    /** The last with a security manager, without which it does not start. */
    static final int NEWEST = 23;

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    private ServerJava() {}

    /** The program, or empty where there is none. */
    static Optional<Path> find() {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        if (Files.isDirectory(INSTALLED)) {
            try (Stream<Path> installed = Files.list(INSTALLED)) {
                installed.sorted().forEach(homes::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return homes.stream()
                .filter(home -> {
                    int version = version(home);
                    return version >= OLDEST && version <= NEWEST;
                })
                .map(home -> home.resolve("bin/java"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The number of its version, or 0 where it does not tell. */
    private static int version(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("[^0-9.]", "").split("\\.")[0])
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
