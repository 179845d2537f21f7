package io.conclave.bench.logs;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Logs as three servers write them in a busy week: sessions, requests, elections, slow disks, stack traces. Each line
 * is of its own: sessions, addresses, transactions and times differ.
 *
 * @param files one a server
 * @param lines in all of them together
 * @param entries of which the lines of a stack trace make one
 * @param bytes of all of them together
 */
record LogCorpus(List<Path> files, int lines, int entries, long bytes) {

    /** A word that stands in one line only. */
    static final String NEEDLE = "0x30000cafebabe01";

    private static final int SERVERS = 3;
    private static final int TRACE_LINES = 4;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS").withZone(ZoneOffset.UTC);
    private static final String[] THREADS = {
        "NIOWorkerThread-%d:ZooKeeperServer@1032",
        "CommitProcessor:%d:LeaderSessionTracker@104",
        "SessionTracker:ZooKeeperServer@628",
        "QuorumPeer[myid=%d](plain=0.0.0.0:2181)(secure=disabled):Follower@75",
        "SyncThread:%d:FileTxnLog@427",
        "LearnerHandler-/10.0.0.%d:41234:LearnerHandler@480"
    };

    /**
     * Writes them.
     *
     * @param folder where
     * @param lines how many in all
     */
    static LogCorpus write(Path folder, int lines) throws IOException {
        List<Path> files = new ArrayList<>();
        int entries = 0;
        for (int server = 1; server <= SERVERS; server++) {
            Path file = folder.resolve("zk" + server + ".log");
            files.add(file);
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                entries += write(out, server, lines / SERVERS);
            }
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return new LogCorpus(files, lines / SERVERS * SERVERS, entries, bytes);
    }

    private static int write(BufferedWriter out, int server, int lines) throws IOException {
        SplittableRandom random = new SplittableRandom(server);
        long at = Instant.parse("2026-11-20T00:00:00Z").toEpochMilli();
        int entries = 0;
        boolean hidden = server != 2;
        for (int line = 0; line < lines; entries++) {
            at += random.nextInt(600);
            boolean needle = !hidden && line >= lines / 2;
            if (!needle && random.nextInt(400) == 0 && line + TRACE_LINES <= lines) {
                trace(out, at, server, random);
                line += TRACE_LINES;
            } else {
                out.write(line(at, server, random, needle));
                hidden |= needle;
                line++;
            }
        }
        return entries;
    }

    /** A line with its end. */
    static String line(long atMs, int server, SplittableRandom random, boolean needle) {
        String session = needle ? NEEDLE : "0x" + server + "0000" + Long.toHexString(random.nextLong(1L << 40));
        String client =
                "/10.0." + random.nextInt(256) + "." + random.nextInt(256) + ":" + (32_768 + random.nextInt(28_000));
        String level = "INFO ";
        String message;
        switch (needle ? 0 : random.nextInt(100)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 ->
                message = "Established session " + session + " with negotiated timeout 30000 for client " + client;
            case 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34 ->
                message = "Client attempting to establish new session at " + client;
            case 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49 ->
                message = "Processed session termination for sessionid: " + session;
            case 50, 51, 52, 53, 54, 55, 56, 57, 58, 59 ->
                message = "Got user-level KeeperException when processing sessionid:" + session
                        + " type:create cxid:0x" + Integer.toHexString(random.nextInt(1 << 20)) + " zxid:0x" + server
                        + "000" + Integer.toHexString(random.nextInt()) + " txntype:-1 reqpath:n/a Error"
                        + " Path:/conclave/files/" + random.nextInt(100_000)
                        + " Error:KeeperErrorCode = NodeExists for /conclave/files/" + random.nextInt(100_000);
            case 60, 61, 62, 63, 64 -> {
                level = "WARN ";
                message = "fsync-ing the write ahead log in SyncThread:" + server + " took " + random.nextInt(9_000)
                        + "ms which will adversely effect operation latency. File size is " + random.nextInt(1 << 26)
                        + " bytes. See the ZooKeeper troubleshooting guide";
            }
            case 65 -> {
                level = "ERROR";
                message = "Unexpected exception causing shutdown while sock still open, peer " + client;
            }
            default ->
                message = "Processing request " + session + " cxid 0x" + Integer.toHexString(random.nextInt(1 << 24))
                        + " getData /conclave/nodes/" + random.nextInt(1_000) + " took " + random.nextInt(50) + " ms";
        }
        String thread = String.format(java.util.Locale.ROOT, THREADS[random.nextInt(THREADS.length)], server);
        return TIME.format(Instant.ofEpochMilli(atMs)) + " [myid:" + server + "] - " + level + " [" + thread + "] - "
                + message + "\n";
    }

    private static void trace(BufferedWriter out, long atMs, int server, SplittableRandom random) throws IOException {
        out.write(TIME.format(Instant.ofEpochMilli(atMs)) + " [myid:" + server
                + "] - WARN  [NIOWorkerThread-1:NIOServerCnxn@380] - Close of session 0x"
                + Long.toHexString(random.nextLong(1L << 40))
                + "\njava.io.IOException: Broken pipe\n"
                + "\tat java.base/sun.nio.ch.SocketDispatcher.write0(Native Method)\n"
                + "\tat org.apache.zookeeper.server.NIOServerCnxn.doIO(NIOServerCnxn.java:" + random.nextInt(600)
                + ")\n");
    }
}
