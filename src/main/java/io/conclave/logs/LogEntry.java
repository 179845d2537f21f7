package io.conclave.logs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * One entry of a log: a line and those that go on with it, such as a stack trace. Its texts are harmless: neither
 * control characters but the line feed and the tab, nor escape sequences, nor halves of surrogate pairs.
 *
 * @param source the log that it stands in, such as {@code zk1/server.log}; the same over rotations and restarts
 * @param offset where in the source it begins, in bytes since the file began; for sources without offsets a number that
 *     rises
 * @param at when it was written; where it does not say, the time of the entry before it, else when it was read
 * @param timeKnown whether the entry itself says when it was written
 * @param service who wrote it
 * @param node which server or controller wrote it
 * @param level how grave it is
 * @param thread the thread that wrote it, or empty
 * @param logger the logger, or empty
 * @param message what it says, further lines after a line feed; at most {@value #LONGEST_MESSAGE} characters
 * @param cut how many characters of it were left out, since it was too long; 0 mostly
 */
public record LogEntry(
        String source,
        long offset,
        Instant at,
        boolean timeKnown,
        LogService service,
        String node,
        LogLevel level,
        String thread,
        String logger,
        String message,
        long cut) {

    /** The most characters that a message has; what is beyond is left out and counted. */
    public static final int LONGEST_MESSAGE = 32_768;

    private static final int ID_BYTES = 15;

    /** The same for the same entry of the same source however often it is read, and else another: 30 digits. */
    public String id() {
        MessageDigest digest = sha1();
        digest.update(source.getBytes(StandardCharsets.UTF_8));
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(offset)
                .putLong(timeKnown ? at.toEpochMilli() : 0)
                .array());
        digest.update(message.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    }

    /** The same with another time of its writing. */
    public LogEntry writtenAt(Instant other) {
        return new LogEntry(source, offset, other, timeKnown, service, node, level, thread, logger, message, cut);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
