package io.conclave.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a benchmark works with.
 *
 * @param folder its own, empty at its begin and on the disk that is measured; what is in it is deleted afterwards
 * @param notes where it says what a reader of its figures must know, such as that a peer is missing
 */
public record Workshop(Path folder, Consumer<String> notes) {

    /** Says something to the reader of the figures. */
    public void note(String text) {
        notes.accept(text);
    }

    /** A new folder below it. */
    public Path newFolder(String name) throws IOException {
        return Files.createTempDirectory(folder, name + "-");
    }

    /** Deletes a folder and all that is in it, where it is there. */
    public static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> below = Files.walk(folder)) {
            below.sorted(Comparator.reverseOrder()).forEach(Workshop::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
