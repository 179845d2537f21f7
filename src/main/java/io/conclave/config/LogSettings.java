package io.conclave.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * The log centre.
 *
 * @param index whether there is an embedded index ({@code LOG_INDEX_ENABLED})
 * @param retention how old an entry of it may become ({@code LOG_RETENTION_DAYS})
 * @param maxBytes how large it may become ({@code LOG_MAX_MB})
 * @param files patterns of log files to be read besides those that are known ({@code LOG_FILES}): absolute, with
 *     {@code *} for any part of a name and <code>{node}</code> for a name that is a server's
 * @param zone of times in logs that do not tell theirs ({@code LOG_TIME_ZONE})
 */
public record LogSettings(boolean index, Duration retention, long maxBytes, List<Path> files, ZoneId zone) {

    /** The part of a pattern that stands for the name of a server. */
    public static final String NODE = "{node}";

    public LogSettings {
        files = List.copyOf(files);
    }
}
