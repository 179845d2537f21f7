package io.conclave.kv.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;

/**
 * What was found of a log at the start.
 *
 * @param contents null where it is damaged
 * @param damage null where it is not
 * @param cutBytes that were cut off its end
 */
record LogStart(LogContents contents, CorruptLogException damage, long cutBytes) {

    /** What a file is called while it is not whole yet; such a file that is found at the start is deleted. */
    static final String NEW_LOG = "log.new";

    static final String RECEIVED_LOG = "log.received";
    static final String COMPACTED_LOG = "log.compacted";

    static LogStart in(
            LogFolder folder, LogIdentity identity, boolean firstStart, LogFileSystem files, FailPoints failPoints)
            throws IOException {
        for (String left : List.of(NEW_LOG, RECEIVED_LOG, COMPACTED_LOG)) {
            files.delete(folder.file(left));
        }
        Path log = folder.file(KvLog.LOG);
        if (!Files.exists(log)) {
            if (!firstStart) {
                return new LogStart(null, new CorruptLogException(0, "the file " + log + " is gone"), 0);
            }
            create(folder, identity, files, failPoints);
        }
        LogFile file = null;
        try {
            file = open(log, identity, files);
            LogScan.Outcome scanned = LogScan.scan(file);
            cut(file, scanned, failPoints);
            return new LogStart(scanned.contents(), null, scanned.tornBytes());
        } catch (CorruptLogException e) {
            if (file != null) {
                file.release();
            }
            return new LogStart(null, e, 0);
        }
    }

    /** Opens a log file, and reads and checks its head. */
    static LogFile open(Path log, LogIdentity identity, LogFileSystem files) throws IOException {
        LogChannel channel = files.open(log);
        try {
            ByteBuffer bytes = ByteBuffer.allocate(LogFile.Head.BYTES);
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
                // On until it is full or there is no more.
            }
            LogFile.Head head = LogFile.Head.of(bytes.flip());
            if (head.clusterHash() != hash(identity.cluster()) || head.groupHash() != hash(identity.group())) {
                throw new LogRefusedException(log + " is of another cluster or group than " + identity);
            }
            return new LogFile(channel, head);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The head of a new file. */
    static LogFile.Head head(LogIdentity identity, long basePosition, long baseVersion) {
        return new LogFile.Head(
                hash(identity.cluster()),
                hash(identity.group()),
                new SecureRandom().nextLong(),
                basePosition,
                baseVersion);
    }

    private static void create(LogFolder folder, LogIdentity identity, LogFileSystem files, FailPoints failPoints)
            throws IOException {
        Path beside = folder.file(NEW_LOG);
        try (LogChannel channel = files.create(beside)) {
            LogFile.Head head = head(identity, 0, 0);
            new LogFile(channel, head).write(head.bytes(), 0);
            channel.sync();
        }
        failPoints.reached(FailPoint.LOG_CREATED);
        files.rename(beside, folder.file(KvLog.LOG));
        failPoints.reached(FailPoint.LOG_NAMED);
        folder.syncNames();
    }

    private static void cut(LogFile file, LogScan.Outcome scanned, FailPoints failPoints) throws IOException {
        if (file.channel().size() > scanned.end()) {
            failPoints.reached(FailPoint.CUTTING);
            file.channel().truncate(scanned.end());
            failPoints.reached(FailPoint.CUT);
        } else if (scanned.synced()) {
            return;
        }
        file.channel().sync();
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
