package io.conclave.logs.follow;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The forerunners of a log: files beside it whose names begin as its own does, such as {@code server.log.1} or
 * {@code controller.2026-05-01.0.log}. Those that were compressed are read where they are gzip's.
 */
final class RotatedFiles {

    private static final Set<String> NOT_READ = Set.of("zip", "bz2", "xz", "zst", "lck", "lock", "tmp", "swp");
    private static final int MOST = 1_000;

    private final Path log;
    private final String stem;

    RotatedFiles(Path log) {
        this.log = log;
        String name = log.getFileName().toString();
        int dot = name.indexOf('.');
        this.stem = dot > 0 ? name.substring(0, dot) : name;
    }

    /**
     * Those that are there, the longest untouched first.
     *
     * @param sinceMs only those written later, milliseconds since 1970
     */
    List<Path> since(long sinceMs) throws IOException {
        List<Dated> found = new ArrayList<>();
        try (DirectoryStream<Path> beside =
                Files.newDirectoryStream(log.toAbsolutePath().getParent(), this::isOne)) {
            for (Path file : beside) {
                long modifiedMs = modifiedMs(file);
                if (Compressed.is(file) && Compressed.isBeingMade(file)) {
                    continue;
                }
                if (modifiedMs > sinceMs && found.size() < MOST) {
                    found.add(new Dated(file, modifiedMs));
                }
            }
        }
        return found.stream()
                .sorted(Comparator.comparingLong(Dated::modifiedMs).thenComparing(dated -> dated.file.getFileName()))
                .map(Dated::file)
                .toList();
    }

    private static long modifiedMs(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (NoSuchFileException rotatedAwayMeanwhile) {
            return Long.MIN_VALUE;
        }
    }

    private boolean isOne(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith(stem)
                || name.length() <= stem.length()
                || file.getFileName().equals(log.getFileName())) {
            return false;
        }
        char behind = name.charAt(stem.length());
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return (behind == '.' || behind == '-' || behind == '_') && !NOT_READ.contains(ending) && OpenFile.isFile(file);
    }

    private record Dated(Path file, long modifiedMs) {}
}
