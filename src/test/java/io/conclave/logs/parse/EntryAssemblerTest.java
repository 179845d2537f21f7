package io.conclave.logs.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.logs.LogEntry;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogService;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryAssemblerTest {

    private static final long NOW = Instant.parse("2026-05-01T10:00:00Z").toEpochMilli();

    private static List<LogEntry> entries(String text) {
        return entries(text.getBytes(StandardCharsets.UTF_8), text.length() + 1);
    }

    private static List<LogEntry> entries(byte[] bytes, int blockSize) {
        List<LogEntry> entries = new ArrayList<>();
        EntryAssembler assembler = new EntryAssembler(
                "zk1/server.log", LogService.ZOOKEEPER, "zk1", ZoneOffset.UTC, () -> NOW, entries::add);
        LineSplitter splitter = new LineSplitter(0, assembler::line);
        for (int from = 0; from < bytes.length; from += blockSize) {
            splitter.add(ByteBuffer.wrap(bytes, from, Math.min(blockSize, bytes.length - from)));
        }
        splitter.finish();
        assembler.flush();
        return entries;
    }

    private static LogEntry only(String text) {
        List<LogEntry> entries = entries(text);
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            textBlock =
                    """
            3.3 log4j|2011-03-21 15:51:26,123 - INFO  [main:QuorumPeerConfig@90] - Reading configuration from: zoo.cfg|INFO|main|QuorumPeerConfig|Reading configuration from: zoo.cfg
            3.4 log4j|2014-03-21 15:51:26,123 [myid:1] - INFO  [QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181:FastLeaderElection@774] - Notification time out: 60000|INFO|QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181|FastLeaderElection|Notification time out: 60000
            3.4 warning|2014-03-21 15:51:26,123 [myid:2] - WARN  [SyncThread:2:FileTxnLog@338] - fsync-ing the write ahead log in SyncThread:2 took 1043ms|WARN|SyncThread:2|FileTxnLog|fsync-ing the write ahead log in SyncThread:2 took 1043ms
            3.5 log4j|2019-06-03 08:00:01,002 [myid:3] - INFO  [QuorumPeer[myid=3](plain=/0:0:0:0:0:0:0:0:2181)(secure=disabled):Leader@464] - LEADING|INFO|QuorumPeer[myid=3](plain=/0:0:0:0:0:0:0:0:2181)(secure=disabled)|Leader|LEADING
            3.6 log4j|2020-09-09 08:00:01,002 [myid:1] - ERROR [main:QuorumPeerMain@101] - Unexpected exception, exiting abnormally|ERROR|main|QuorumPeerMain|Unexpected exception, exiting abnormally
            3.7 log4j|2021-07-01 08:00:01,002 [myid:localhost:2181] - INFO  [main-SendThread(localhost:2181):ClientCnxn$SendThread@1181] - Opening socket|INFO|main-SendThread(localhost:2181)|ClientCnxn$SendThread|Opening socket
            3.8 logback|2022-11-02 08:00:01,002 [myid:] - INFO  [main:o.a.z.s.q.QuorumPeerConfig@177] - Reading configuration from: /conf/zoo.cfg|INFO|main|o.a.z.s.q.QuorumPeerConfig|Reading configuration from: /conf/zoo.cfg
            3.9 logback|2025-11-25 18:04:59,770 [myid:1] - INFO  [NIOWorkerThread-2:Learner@165] - Revalidating client: 0x3000013ac0e0000|INFO|NIOWorkerThread-2|Learner|Revalidating client: 0x3000013ac0e0000
            3.9 no line number|2025-11-25 18:04:59,770 [myid:1] - DEBUG [main:Environment@?] - a - b] - c|DEBUG|main|Environment|a - b] - c
            Conclave|2026-01-02T03:04:05.678+08:00 INFO  [vert.x-eventloop-thread-0] i.c.ensemble.EnsembleVerticle - zk1 leads|INFO|vert.x-eventloop-thread-0|i.c.ensemble.EnsembleVerticle|zk1 leads
            the store|2026-01-02 03:04:05,678 WARN  Mastership - lost it|WARN||Mastership|lost it
            a time and a level|2026-01-02 03:04:05 ERROR something broke|ERROR|||something broke
            a time in brackets|[2026-01-02 03:04:05,678] WARN [main] broken (kafka.Server)|WARN|||[main] broken (kafka.Server)
            only a time|2026-01-02T03:04:05Z whatever it says|UNKNOWN|||whatever it says
            """)
    void knownFormatsAreReadIntoTheirParts(
            String name, String line, LogLevel level, String thread, String logger, String message) {
        LogEntry entry = only(line + "\n");

        assertThat(entry.timeKnown()).isTrue();
        assertThat(entry.level()).isEqualTo(level);
        assertThat(entry.thread()).isEqualTo(thread == null ? "" : thread);
        assertThat(entry.logger()).isEqualTo(logger == null ? "" : logger);
        assertThat(entry.message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            2026-01-02 03:04:05,678 x|2026-01-02T03:04:05.678Z
            2026-01-02 03:04:05.6 x|2026-01-02T03:04:05.600Z
            2026-01-02T03:04:05.678912345Z x|2026-01-02T03:04:05.678Z
            2026-01-02T03:04:05.678+08:00 x|2026-01-01T19:04:05.678Z
            2026-01-02T03:04:05.678-0330 x|2026-01-02T06:34:05.678Z
            2024-02-29 23:59:60,000 x|2024-02-29T23:59:59Z
            1970-01-01 00:00:00,000 x|1970-01-01T00:00:00Z
            2099-12-31 23:59:59,999 x|2099-12-31T23:59:59.999Z
            """)
    void timesAreReadWithTheirFractionAndZoneHoweverOldOrFarAhead(String line, String at) {
        assertThat(only(line).at()).isEqualTo(Instant.parse(at));
        assertThat(only(line).timeKnown()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            2026-13-02 03:04:05,678 x
            2026-02-30 03:04:05,678 x
            2026-01-02 25:04:05,678 x
            9999-01-02 03:04:05,678 x
            2026-01-02 03:04
            ٢٠٢٦-01-02 03:04:05 x
            """)
    void whatIsNoTimeIsKeptWholeWithTheTimeOfReading(String line) {
        LogEntry entry = only(line);

        assertThat(entry.timeKnown()).isFalse();
        assertThat(entry.at().toEpochMilli()).isEqualTo(NOW);
        assertThat(entry.message()).isEqualTo(line);
        assertThat(entry.level()).isEqualTo(LogLevel.UNKNOWN);
    }

    @Test
    void timesWithoutZoneAreOfTheZoneGiven() {
        List<LogEntry> entries = new ArrayList<>();
        EntryAssembler assembler = new EntryAssembler(
                "s", LogService.ZOOKEEPER, "zk1", ZoneId.of("Asia/Shanghai"), () -> NOW, entries::add);
        assembler.line(0, "2026-01-02 03:04:05,678 [myid:1] - INFO  [main:A@1] - x", 0);
        assembler.flush();

        assertThat(entries.get(0).at()).isEqualTo(Instant.parse("2026-01-01T19:04:05.678Z"));
    }

    @Test
    void aStackTraceStaysWithItsLine() {
        List<LogEntry> entries = entries(
                """
                2025-11-25 18:04:59,770 [myid:1] - WARN  [QuorumConnectionThread:QuorumCnxManager@401] - Cannot open channel to 2
                java.net.ConnectException: Connection refused
                \tat java.base/sun.nio.ch.Net.pollConnect(Native Method)
                Caused by: java.io.IOException: really

                \t... 12 more
                2025-11-25 18:04:59,771 [myid:1] - INFO  [main:A@1] - next
                """);

        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).message())
                .isEqualTo(
                        """
                        Cannot open channel to 2
                        java.net.ConnectException: Connection refused
                        \tat java.base/sun.nio.ch.Net.pollConnect(Native Method)
                        Caused by: java.io.IOException: really

                        \t... 12 more""");
        assertThat(entries.get(1).message()).isEqualTo("next");
    }

    @Test
    void linesOfAnUnknownProgramAreAnEntryEachAndThoseSetInGoOn() {
        assertThat(entries("one\ntwo\n  still two\nCaused by: two\nthree\n"))
                .extracting(LogEntry::message)
                .containsExactly("one", "two\n  still two\nCaused by: two", "three");
    }

    @Test
    void offsetsAreThoseOfTheBytesWhateverTheBlocks() {
        String text = "2026-01-02 03:04:05,678 一\r\n2026-01-02 03:04:05,679 two\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int block = 1; block <= bytes.length; block++) {
            List<LogEntry> entries = entries(bytes, block);

            assertThat(entries).extracting(LogEntry::message).containsExactly("一", "two");
            assertThat(entries).extracting(LogEntry::offset).containsExactly(0L, 29L);
        }
    }

    @Test
    void aLineOfTenMegabytesIsCutAndWhatIsMissingIsCounted() {
        String head = "2026-01-02 03:04:05,678 [myid:1] - INFO  [main:A@1] - ";
        int length = 10 << 20;
        LogEntry entry = only(head + "x".repeat(length) + "\n");

        assertThat(entry.message()).hasSize(LogEntry.LONGEST_MESSAGE);
        assertThat(entry.message().length() + entry.cut()).isEqualTo(length);
    }

    @Test
    void aTraceWithoutEndIsCutIntoEntriesOfBoundedSize() {
        StringBuilder text = new StringBuilder("2026-01-02 03:04:05,678 [myid:1] - INFO  [main:A@1] - x\n");
        for (int i = 0; i < 100_000; i++) {
            text.append("\tat a.b.C.d(C.java:").append(i).append(")\n");
        }
        List<LogEntry> entries = entries(text.toString());

        assertThat(entries).hasSizeGreaterThan(90).allSatisfy(entry -> assertThat(
                        entry.message().length())
                .isLessThanOrEqualTo(LogEntry.LONGEST_MESSAGE));
    }

    @Test
    void controlAndEscapeCharactersAreMadeHarmless() {
        LogEntry entry = only("2026-01-02 03:04:05,678 INFO  A - \u001b[31mred\u001b[0m\u001b]0;title\u0007 nul\u0000"
                + " bell\u0007 back\b del\u007f \u202eturned \ud800half \u001bZ end \u001b[999");

        assertThat(entry.message()).isEqualTo("red nul␀ bell␇ back␈ del␡ \uFFFDturned ?half  end ␛[999");
    }

    @Test
    void markupIsTextLikeAllElse() {
        String message = "<script>alert('x')</script> & \"quoted\"";

        assertThat(only("2026-01-02 03:04:05,678 INFO  A - " + message).message())
                .isEqualTo(message);
    }

    @Test
    void anyBytesBecomeHarmlessEntriesOfBoundedSize() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            byte[] bytes = new byte[random.nextInt(40_000)];
            random.nextBytes(bytes);

            for (LogEntry entry : entries(bytes, 1 + random.nextInt(9_000))) {
                assertThat(entry.message().length()).isLessThanOrEqualTo(LogEntry.LONGEST_MESSAGE);
                assertThat(entry.message().chars())
                        .noneMatch(unit -> unit < ' ' && unit != '\n' && unit != '\t' || unit == 0x7f);
            }
        }
    }

    @Test
    void theSameEntryHasTheSameIdAndAnotherHasAnother() {
        String line = "2026-01-02 03:04:05,678 INFO  A - x\n";

        assertThat(only(line).id()).isEqualTo(only(line).id()).matches("[0-9a-f]{30}");
        assertThat(entries(line + line)).extracting(LogEntry::id).doesNotHaveDuplicates();
    }
}
