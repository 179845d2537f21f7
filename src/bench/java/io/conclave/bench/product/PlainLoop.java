package io.conclave.bench.product;

import io.conclave.bench.Miss;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The peer of a migration: one file after another copied under a temporary name, synced, and renamed. */
final class PlainLoop {

    private final List<Path> sources;
    private final Path target;

    private PlainLoop(List<Path> sources, Path target) {
        this.sources = sources;
        this.target = target;
    }

    /**
     * A loop over copies of these files, which are taken now.
     *
     * @param originals a folder
     * @param folder an empty one to work in
     */
    static PlainLoop over(Path originals, Path folder) throws IOException {
        Path sources = Files.createDirectory(folder.resolve("source"));
        for (Path file : in(originals)) {
            Files.copy(file, sources.resolve(file.getFileName()));
        }
        return new PlainLoop(in(sources), Files.createDirectory(folder.resolve("target")));
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file)).toList();
        }
    }

    /** Copies all of them; what it copied before is deleted first and does not count. */
    double filesPerSecond() throws IOException, Miss {
        for (Path source : sources) {
            Files.deleteIfExists(target.resolve(source.getFileName()));
        }
        long since = System.nanoTime();
        for (Path source : sources) {
            Path temporary = target.resolve("tmp");
            Files.copy(source, temporary);
            try (FileChannel copied = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                copied.force(true);
            }
            Files.move(temporary, target.resolve(source.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        double seconds = (System.nanoTime() - since) / 1e9;
        for (Path source : sources) {
            Miss.unless(Files.mismatch(source, target.resolve(source.getFileName())) < 0, "a plain copy is wrong");
        }
        return sources.size() / seconds;
    }
}
