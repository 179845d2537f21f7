package io.conclave.logs.centre;

import io.conclave.config.LogSettings;
import io.conclave.logs.LogService;
import io.conclave.logs.follow.FileSource;
import io.conclave.logs.follow.Sources;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the logs are: files that are known, and those that fit the operator's patterns now. A file that a rotation left
 * behind is none of its own, though it may fit: its successor is read with it.
 */
public final class LogPlaces implements Sources {

    private static final int MOST_FILES = 500;

    /** What rotations put behind a name: a number, a day, an ending of compressed files. */
    private static final Pattern ROTATED =
            Pattern.compile(".*([.-]\\d+|[.-]\\d{4}-\\d{2}-\\d{2}.*|\\.(gz|zip|bz2|xz|zst))");

    private final List<FileSource> known;
    private final List<Path> patterns;
    private final String self;
    private final ZoneId zone;

    /**
     * @param known files that are read whether they are there or not yet
     * @param patterns as in {@link LogSettings#files()}
     * @param self what entries of files are said to be of whose pattern names no server
     * @param zone of times that do not tell theirs
     */
    public LogPlaces(List<FileSource> known, List<Path> patterns, String self, ZoneId zone) {
        this.known = List.copyOf(known);
        this.patterns = List.copyOf(patterns);
        this.self = self;
        this.zone = zone;
    }

    @Override
    public List<FileSource> files() {
        Map<Path, FileSource> found = new LinkedHashMap<>();
        known.forEach(file -> found.put(file.path(), file));
        for (Path pattern : patterns) {
            for (Match match : expand(pattern)) {
                if (found.size() < MOST_FILES && Files.isRegularFile(match.path) && !isRotated(match.path)) {
                    found.putIfAbsent(match.path, source(match));
                }
            }
        }
        return List.copyOf(found.values());
    }

    private FileSource source(Match match) {
        return new FileSource(
                match.path.toString(),
                match.node == null ? LogService.OTHER : LogService.ZOOKEEPER,
                match.node == null ? self : match.node,
                match.path,
                zone);
    }

    private static boolean isRotated(Path path) {
        return ROTATED.matcher(path.getFileName().toString()).matches();
    }

    private static List<Match> expand(Path pattern) {
        List<Match> matches = List.of(new Match(pattern.getRoot(), null));
        for (Path part : pattern) {
            String name = part.toString();
            List<Match> deeper = new ArrayList<>();
            for (Match match : matches) {
                if (name.contains("*") || name.contains(LogSettings.NODE)) {
                    deeper.addAll(within(match, name));
                } else {
                    deeper.add(new Match(match.path.resolve(name), match.node));
                }
            }
            matches = deeper;
        }
        return matches;
    }

    private static List<Match> within(Match folder, String name) {
        String quoted = Pattern.quote(name).replace("*", "\\E.*\\Q").replace(LogSettings.NODE, "\\E(?<node>[^.]+)\\Q");
        Pattern pattern = Pattern.compile(quoted);
        List<Match> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.path)) {
            for (Path file : files) {
                Matcher matcher = pattern.matcher(file.getFileName().toString());
                if (matcher.matches() && found.size() < MOST_FILES) {
                    found.add(new Match(file, name.contains(LogSettings.NODE) ? matcher.group("node") : folder.node));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // A folder that is not there has no logs, yet.
            return List.of();
        }
        found.sort((one, other) -> one.path.compareTo(other.path));
        return found;
    }

    /** @param node the server that the path names, or null */
    private record Match(Path path, String node) {}
}
