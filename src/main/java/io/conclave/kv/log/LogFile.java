package io.conclave.kv.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/**
 * A log file that is open, and what its head says. It is closed when its last user lets go of it: a compaction brings a
 * new one while readers are still in the old.
 */
final class LogFile {

    private final LogChannel channel;
    private final Head head;
    /** Below zero once closed. */
    private final AtomicInteger users = new AtomicInteger(1);

    /** Where it ended when another file took its place; null while it is the log. */
    private volatile LogContents.End finalEnd;

    LogFile(LogChannel channel, Head head) {
        this.channel = channel;
        this.head = head;
    }

    /**
     * The first bytes of a log file.
     *
     * @param clusterHash of the cluster's id
     * @param groupHash of the group's name
     * @param salt random, of this file alone
     * @param basePosition the position that its snapshot section stands at; 0 where it has none
     * @param baseVersion the highest version given up to there
     */
    record Head(long clusterHash, long groupHash, long salt, long basePosition, long baseVersion) {

        static final int BYTES = 64;
        private static final long MAGIC = 0x434E_434C_5645_4B56L;
        private static final int FORMAT = 1;
        private static final int CRC = 56;

        ByteBuffer bytes() {
            ByteBuffer bytes = ByteBuffer.allocate(BYTES);
            bytes.putLong(MAGIC).putInt(FORMAT).putInt(0);
            bytes.putLong(clusterHash).putLong(groupHash).putLong(salt);
            bytes.putLong(basePosition).putLong(baseVersion);
            bytes.putInt(crc(bytes)).putInt(0);
            return bytes.flip();
        }

        /** Reads a head. */
        static Head of(ByteBuffer bytes) throws CorruptLogException {
            if (bytes.remaining() < BYTES) {
                throw new CorruptLogException(0, "the file has " + bytes.remaining() + " bytes and no whole head");
            }
            if (bytes.getLong(0) != MAGIC || bytes.getInt(CRC) != crc(bytes)) {
                throw new CorruptLogException(0, "the file does not begin as a log does");
            }
            if (bytes.getInt(8) != FORMAT) {
                throw new CorruptLogException(8, "the file has format " + bytes.getInt(8) + ", known is " + FORMAT);
            }
            return new Head(
                    bytes.getLong(16), bytes.getLong(24), bytes.getLong(32), bytes.getLong(40), bytes.getLong(48));
        }

        private static int crc(ByteBuffer bytes) {
            CRC32C crc = new CRC32C();
            crc.update(bytes.duplicate().limit(CRC).position(0));
            return (int) crc.getValue();
        }
    }

    Head head() {
        return head;
    }

    LogChannel channel() {
        return channel;
    }

    /** Another file takes its place: nothing is written here any more. */
    void endsAt(LogContents.End end) {
        finalEnd = end;
    }

    LogContents.End finalEnd() {
        return finalEnd;
    }

    /** Keeps the file open until {@link #release}. Gives false where it is closed already. */
    boolean acquire() {
        return users.getAndUpdate(count -> count > 0 ? count + 1 : count) > 0;
    }

    /** Lets go of the file. */
    void release() throws IOException {
        if (users.decrementAndGet() == 0) {
            channel.close();
        }
    }

    /** Fills the buffer with what begins at this place. */
    void read(ByteBuffer into, long at) throws IOException {
        long from = at;
        while (into.hasRemaining()) {
            int count = channel.read(into, from);
            if (count < 0) {
                throw new CorruptLogException(from, "the file ends in the middle of a record");
            }
            from += count;
        }
    }

    /** Writes all of the buffer at this place. */
    void write(ByteBuffer from, long at) throws IOException {
        long to = at;
        while (from.hasRemaining()) {
            to += channel.write(from, to);
        }
    }
}
