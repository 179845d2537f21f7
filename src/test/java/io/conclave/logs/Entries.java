package io.conclave.logs;

import java.time.Instant;

/** Builds log entries, each behind the one before in its log. */
public final class Entries {

    private long offset;
    private Instant at;
    private LogService service = LogService.ZOOKEEPER;
    private String node = "zk1";
    private LogLevel level = LogLevel.INFO;
    private String logger = "org.apache.zookeeper.server.NIOServerCnxn";

    /** @param from when the first is written */
    public Entries(Instant from) {
        this.at = from;
    }

    /** Who writes the next ones. */
    public Entries by(LogService writer, String where) {
        service = writer;
        node = where;
        return this;
    }

    /** How grave the next ones are. */
    public Entries as(LogLevel grave) {
        level = grave;
        return this;
    }

    /** The class that writes the next ones. */
    public Entries in(String name) {
        logger = name;
        return this;
    }

    /** When the next ones are written. */
    public Entries after(long millis) {
        at = at.plusMillis(millis);
        return this;
    }

    /** The next one. */
    public LogEntry say(String message) {
        LogEntry entry =
                new LogEntry(node + "/server.log", offset, at, true, service, node, level, "main", logger, message, 0);
        offset += message.length() + 80L;
        return entry;
    }
}
