package io.conclave.control;

import java.util.List;

/**
 * The end of a server's own log.
 *
 * @param node whose
 * @param lines oldest first
 */
public record LogTail(String node, List<String> lines) {
    public LogTail {
        lines = List.copyOf(lines);
    }
}
