package io.conclave.control.docker;

import io.conclave.logs.LogEntry;
import io.conclave.logs.LogPosition;
import io.conclave.logs.LogService;
import io.conclave.logs.parse.EntryAssembler;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Puts the lines of a container's log together to entries. The engine's time of a line is its place in the log: the
 * engine gives no other, and gives it again when the log is read again.
 */
final class StampedEntries {

    /** Zones differ from UTC by whole quarters of an hour. */
    private static final Duration ZONE_STEP = Duration.ofMinutes(15);

    /** The farthest zones are UTC-12 and UTC+14; what is farther off is no matter of zones. */
    private static final Duration FARTHEST_ZONE = Duration.ofHours(14);

    private final String source;
    private final EntryAssembler assembler;
    private long last;

    /**
     * @param source what its entries call it
     * @param node the server that runs in the container
     * @param kept the engine's time, nanoseconds since 1970, of the last line that was kept; 0 for none
     * @param out takes each entry
     */
    StampedEntries(String source, String node, long kept, Consumer<LogEntry> out) {
        this.source = source;
        this.last = kept;
        this.assembler = new EntryAssembler(
                source,
                LogService.ZOOKEEPER,
                node,
                ZoneOffset.UTC,
                () -> TimeUnit.NANOSECONDS.toMillis(last),
                entry -> out.accept(inItsZone(entry)));
    }

    /** Takes the next line, as {@link Following.Taker} does. */
    void line(Instant at, String line, long missing) {
        last = nanos(at);
        assembler.line(last, line, missing);
    }

    /** Hands over the last entry, since nothing has come for a while. */
    void settle() {
        assembler.flush();
    }

    /** How far the log has been read, or null where nothing was. */
    LogPosition position() {
        long open = assembler.openOffset();
        long kept = open >= 0 ? open - 1 : last;
        return kept <= 0 ? null : new LogPosition(source, "", kept, 0, 0);
    }

    /**
     * A server writes the time of its container's zone, and does not say which that is. It was written when the engine
     * took it, so the nearest zone is the one.
     */
    private static LogEntry inItsZone(LogEntry entry) {
        Instant taken = moment(entry.offset());
        Duration off = Duration.between(taken, entry.at());
        long steps = Math.round((double) off.toMillis() / ZONE_STEP.toMillis());
        boolean isZone = off.abs().minus(FARTHEST_ZONE).compareTo(ZONE_STEP) < 0;
        return !entry.timeKnown() || steps == 0 || !isZone
                ? entry
                : entry.writtenAt(entry.at().minus(ZONE_STEP.multipliedBy(steps)));
    }

    /** A time of the engine's as a place in the log: nanoseconds since 1970, which last to the year 2262. */
    static long nanos(Instant at) {
        return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
    }

    /** The time of a place in the log. */
    static Instant moment(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }
}
