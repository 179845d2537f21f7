package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.ProblemException;
import io.conclave.logs.LogPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far each log is in Elasticsearch, in a file. It is never ahead, since it is written after Elasticsearch has
 * answered. Where it is lost or behind, entries are written again under the ids that they have, so it is not synced.
 */
final class Positions {

    private static final Logger LOG = LoggerFactory.getLogger(Positions.class);

    private final Path file;
    private String clusterId = "";
    private Map<String, LogPosition> known;

    Positions(Path file) {
        this.file = file;
    }

    private record Kept(String cluster, List<LogPosition> positions) {}

    /** Those in this cluster; none where the file is of another. */
    synchronized List<LogPosition> of(String cluster) {
        if (known == null) {
            read();
        }
        if (!cluster.equals(clusterId)) {
            clusterId = cluster;
            known.clear();
        }
        return List.copyOf(known.values());
    }

    private void read() {
        known = new LinkedHashMap<>();
        try {
            JsonNode text = Json.parse(Files.readString(file));
            Kept kept = Json.decode(text, Kept.class);
            clusterId = kept.cluster;
            kept.positions.forEach(position -> known.put(position.source(), position));
        } catch (NoSuchFileException first) {
            LOG.debug("nothing was written to Elasticsearch yet");
        } catch (IOException | ProblemException unreadable) {
            LOG.warn(
                    "{} cannot be read, so all logs are written to Elasticsearch again: {}",
                    file,
                    unreadable.toString());
            known.clear();
        }
    }

    /** Keeps those that have moved on. */
    synchronized void keep(List<LogPosition> moved) throws IOException {
        boolean same = true;
        for (LogPosition position : moved) {
            same &= position.equals(known.put(position.source(), position));
        }
        if (same) {
            return;
        }
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, Json.encode(new Kept(clusterId, List.copyOf(known.values()))));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
