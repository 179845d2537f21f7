package io.conclave.logs.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.bus.ProblemException;
import io.conclave.logs.AskContext;
import io.conclave.logs.DegradedReason;
import io.conclave.logs.FacetCount;
import io.conclave.logs.Histogram;
import io.conclave.logs.LogBatch;
import io.conclave.logs.LogContext;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogHit;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogPosition;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogService;
import io.conclave.logs.LogSinkException;
import io.conclave.logs.SearchPage;
import io.conclave.logs.TextRange;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedIndexTest {

    private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

    @TempDir
    Path folder;

    private Path file;
    private Instant now = START;
    private EmbeddedIndex index;
    private long offset;

    private final Clock clock = new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @BeforeEach
    void open() throws LogSinkException {
        file = folder.resolve("logs.db");
        index = open(64 << 20);
    }

    private EmbeddedIndex open(long mostBytes) throws LogSinkException {
        EmbeddedIndex opened = new EmbeddedIndex(file, Duration.ofDays(7), mostBytes, Duration.ofSeconds(5), clock);
        opened.positions();
        return opened;
    }

    @AfterEach
    void close() {
        index.close();
    }

    private LogEntry entry(String node, LogLevel level, Instant at, String message) {
        return new LogEntry(
                node + "/server.log",
                offset++,
                at,
                true,
                LogService.ZOOKEEPER,
                node,
                level,
                "main",
                "o.a.z.s.q.QuorumPeerConfig",
                message,
                0);
    }

    private void keep(LogEntry... entries) throws LogSinkException {
        index.keep(new LogBatch(List.of(entries), List.of()));
    }

    private List<String> found(String text) {
        return messages(index.search(LogQuery.of(text)));
    }

    private static List<String> messages(SearchPage page) {
        return page.hits().stream().map(LogHit::message).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            textBlock =
                    """
            leader|3 1
            LEADER|3 1
            leader election|1
            "leader election"|
            "new leader"|1
            lead*|4 3 1
            "new lead"*|1
            leader NOT zk2|1
            NOT leader|6 5 4 2
            leader OR exception|5 3 1
            (leader OR exception) NOT (zk2 OR null)|1
            NOT (leader OR leading)|6 5 2
            NOT NOT leader|3 1
            zk2:2888|3
            0x300|2
            exception|5
            NullPointerException|5
            pointer|5
            "null pointer"|
            选举|6
            举超|6
            超|6
            选时|
            "选举超时" 秒|6
            quorumpeerconfig|6 5 4 3 2 1
            peer|6 5 4 3 2 1
            at java|5
            none|
            """)
    void whatIsLookedForIsFound(String query, String numbers) throws LogSinkException {
        keep(
                entry("zk1", LogLevel.INFO, START, "1 new leader after election"),
                entry("zk1", LogLevel.INFO, START.plusMillis(1), "2 session 0x300 expired"),
                entry("zk1", LogLevel.INFO, START.plusMillis(2), "3 leader is zk2:2888"),
                entry("zk1", LogLevel.INFO, START.plusMillis(3), "4 LEADING"),
                entry("zk1", LogLevel.INFO, START.plusMillis(4), "5 java.lang.NullPointerException\n\tat java.base"),
                entry("zk1", LogLevel.INFO, START.plusMillis(5), "6 选举超时 5秒"));

        assertThat(found(query).stream().map(message -> message.substring(0, 1)))
                .isEqualTo(numbers == null ? List.of() : List.of(numbers.split(" ")));
    }

    @Test
    void whatWasLookedForIsToldAsRangesOfPlainText() throws LogSinkException {
        keep(entry("zk1", LogLevel.ERROR, START, "<script>leader</script>"));

        LogHit hit = index.search(LogQuery.of("leader")).hits().get(0);

        assertThat(hit.message()).isEqualTo("<script>leader</script>");
        assertThat(hit.highlights()).containsExactly(new TextRange(8, 14));
        assertThat(hit.at()).isEqualTo(START);
        assertThat(hit.source()).isEqualTo("zk1/server.log");
        assertThat(hit.logger()).isEqualTo("o.a.z.s.q.QuorumPeerConfig");
        assertThat(hit.thread()).isEqualTo("main");
    }

    @ParameterizedTest
    @CsvSource({"NEWEST", "OLDEST"})
    void pagesFollowEachOtherWithoutGapAndRepetitionWhileMoreComes(LogQuery.Sort sort) throws LogSinkException {
        for (int i = 0; i < 100; i++) {
            // Three of a time each, some of it out of order.
            keep(entry("zk" + i % 3, LogLevel.INFO, START.plusMillis((i * 7 % 100) / 3), "line " + i));
        }
        List<String> all = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        String cursor = null;
        do {
            SearchPage page =
                    index.search(new LogQuery("line", Set.of(), Set.of(), Set.of(), null, null, sort, cursor, 7));
            all.addAll(messages(page));
            page.hits().forEach(hit -> times.add(hit.at()));
            cursor = page.nextCursor();
            if (sort == LogQuery.Sort.NEWEST) {
                keep(entry("zk1", LogLevel.INFO, START.plusSeconds(9), "line that came meanwhile"));
            }
        } while (cursor != null);

        assertThat(all).hasSize(100).doesNotHaveDuplicates();
        assertThat(times)
                .isSortedAccordingTo(
                        sort == LogQuery.Sort.OLDEST
                                ? java.util.Comparator.naturalOrder()
                                : java.util.Comparator.reverseOrder());
    }

    @Test
    void entriesOfOneMomentKeepTheirOrderAlsoOverARestartAndWhenTheyAreMany() throws LogSinkException {
        for (int batch = 0; batch < 5; batch++) {
            if (batch == 3) {
                index.close();
                index = open(64 << 20);
            }
            List<LogEntry> entries = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                entries.add(entry("zk1", LogLevel.values()[i % 6], START, "line " + (batch * 300 + i)));
            }
            index.keep(new LogBatch(entries, List.of()));
        }
        SearchPage page = index.search(
                new LogQuery(null, Set.of(), Set.of(), Set.of(), null, null, LogQuery.Sort.OLDEST, null, 500));

        assertThat(messages(page)).startsWith("line 0", "line 1", "line 2").endsWith("line 498", "line 499");
        assertThat(page.total()).isEqualTo(1_500);
    }

    @Test
    void filtersNarrowAndEachFacetLeavesItsOwnFilterAside() throws LogSinkException {
        keep(
                entry("zk1", LogLevel.INFO, START, "a"),
                entry("zk1", LogLevel.ERROR, START.plusSeconds(1), "a"),
                entry("zk2", LogLevel.ERROR, START.plusSeconds(2), "a"),
                entry("zk2", LogLevel.WARN, START.plusSeconds(3), "b"),
                new LogEntry(
                        "controller.log", 0, START, true, LogService.CONCLAVE, "c1", LogLevel.ERROR, "", "", "a", 0));

        SearchPage page = index.search(new LogQuery(
                "a",
                Set.of(LogService.ZOOKEEPER),
                Set.of("zk1"),
                Set.of(LogLevel.ERROR),
                null,
                null,
                null,
                null,
                null));

        assertThat(page.total()).isEqualTo(1);
        assertThat(page.totalExact()).isTrue();
        assertThat(page.facets().nodes()).containsExactly(new FacetCount("zk1", 1), new FacetCount("zk2", 1));
        assertThat(page.facets().levels()).containsExactly(new FacetCount("error", 1), new FacetCount("info", 1));
        assertThat(page.facets().services()).containsExactly(new FacetCount("zookeeper", 1));
        assertThat(index.search(new LogQuery(null, null, Set.of("zk9"), null, null, null, null, null, null))
                        .hits())
                .isEmpty();
    }

    @Test
    void aTimeRangeTakesItsBeginningAndNotItsEnd() throws LogSinkException {
        for (int i = 0; i < 5; i++) {
            keep(entry("zk1", LogLevel.INFO, START.plusSeconds(i), "line " + i));
        }

        assertThat(messages(index.search(new LogQuery(
                        null, null, null, null, START.plusSeconds(1), START.plusSeconds(3), null, null, null))))
                .containsExactly("line 2", "line 1");
    }

    @Test
    void timesOfLongAgoAndFarAheadAreKept() throws LogSinkException {
        keep(
                entry("zk1", LogLevel.INFO, Instant.parse("2099-12-31T23:59:59.999Z"), "ahead"),
                entry("zk1", LogLevel.INFO, START, "now"));

        assertThat(messages(index.search(LogQuery.everything()))).containsExactly("ahead", "now");
        assertThat(index.search(LogQuery.everything()).histogram().bars().size())
                .isLessThanOrEqualTo(Histogram.MOST_BARS);
    }

    @Test
    void theHistogramCountsEachEntryInItsBarWithItsLevel() throws LogSinkException {
        keep(
                entry("zk1", LogLevel.INFO, START, "a"),
                entry("zk1", LogLevel.WARN, START.plusMillis(999), "a"),
                entry("zk1", LogLevel.FATAL, START.plusMillis(2_000), "a"));

        Histogram histogram = index.search(LogQuery.of("a")).histogram();

        assertThat(histogram.from()).isEqualTo(START);
        assertThat(histogram.bucketMs()).isEqualTo(1_000);
        assertThat(histogram.bars())
                .containsExactly(new Histogram.Bar(2, 1, 0), new Histogram.Bar(0, 0, 0), new Histogram.Bar(1, 0, 1));
    }

    @Test
    void theContextIsWhatTheSameServerWroteAround() throws LogSinkException {
        for (int i = 0; i < 50; i++) {
            keep(
                    entry("zk1", LogLevel.INFO, START.plusMillis(i), "one " + i),
                    entry("zk2", LogLevel.WARN, START.plusMillis(i), "two " + i));
        }
        LogHit hit = index.search(LogQuery.of("\"one 25\"")).hits().get(0);

        LogContext context = index.context(new AskContext(hit.id(), 3));

        assertThat(context.hits())
                .extracting(LogHit::message)
                .containsExactly("one 22", "one 23", "one 24", "one 25", "one 26", "one 27", "one 28");
        assertThat(context.position()).isEqualTo(3);
        assertThatThrownBy(() -> index.context(new AskContext("17", null)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(404));
    }

    @Test
    void theBestFitComesFirst() throws LogSinkException {
        keep(
                entry("zk1", LogLevel.INFO, START, "leader leader leader"),
                entry("zk1", LogLevel.INFO, START.plusMillis(1), "the leader of a long line with many other words"),
                entry("zk1", LogLevel.INFO, START.plusMillis(2), "nothing"),
                entry("zk1", LogLevel.INFO, START.plusMillis(3), "nothing again"));

        assertThat(messages(index.search(
                        new LogQuery("leader", null, null, null, null, null, LogQuery.Sort.BEST, null, null))))
                .containsExactly("leader leader leader", "the leader of a long line with many other words");
    }

    @Test
    void entriesAndPositionsAreKeptTogetherAndRemembered() throws LogSinkException {
        LogPosition position = new LogPosition("zk1/server.log", "2049:17", 1234, 42, 256);
        index.keep(new LogBatch(List.of(entry("zk1", LogLevel.INFO, START, "a")), List.of(position)));
        index.close();
        index = open(64 << 20);

        assertThat(index.positions()).containsExactly(position);
        assertThat(found("a")).containsExactly("a");
    }

    @Test
    void whatIsTooOldGoes() throws LogSinkException {
        keep(entry("zk1", LogLevel.INFO, START, "old"));
        now = START.plus(Duration.ofDays(8));
        keep(entry("zk1", LogLevel.INFO, now, "new"));

        assertThat(messages(index.search(LogQuery.everything()))).containsExactly("new");
        assertThat(found("old")).isEmpty();
    }

    @Test
    void theOldestGoesWhereTheIndexWouldBecomeTooLarge() throws Exception {
        index.close();
        long most = 3 << 20;
        index = open(most);
        for (int batch = 0; batch < 24; batch++) {
            List<LogEntry> entries = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                entries.add(entry(
                        "zk1",
                        LogLevel.INFO,
                        now,
                        "batch" + batch + " session 0x" + Integer.toHexString(i * 7919 + batch)
                                + " was closed by a client that had enough"));
            }
            index.keep(new LogBatch(entries, List.of()));
            now = now.plusSeconds(60);
        }

        assertThat(found("batch23")).isNotEmpty();
        assertThat(found("batch0")).isEmpty();
        assertThat(Files.size(file)).isLessThan(2 * most);
    }

    @Test
    void aDamagedFileIsMovedAsideAndBegunAnewAndSaid() throws Exception {
        keep(entry("zk1", LogLevel.INFO, START, "lost"));
        index.close();
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.write(new byte[4096]);
        }
        index = new EmbeddedIndex(file, Duration.ofDays(7), 64 << 20, Duration.ofSeconds(5), clock);

        assertThatThrownBy(() -> index.positions()).isInstanceOf(LogSinkException.class);
        assertThat(index.positions()).isEmpty();
        keep(entry("zk1", LogLevel.INFO, START, "found"));

        assertThat(found("found")).containsExactly("found");
        assertThat(index.search(LogQuery.everything()).degraded()).isEqualTo(DegradedReason.REBUILT);
        assertThat(folder.resolve("logs.db.damaged")).exists();
    }

    @Test
    void nothingOfABatchThatFailsIsKept() throws LogSinkException {
        assertThatThrownBy(() -> index.keep(new LogBatch(
                        List.of(entry("zk1", LogLevel.INFO, START, "a")),
                        List.of(new LogPosition("s", null, 1, 1, 1)))))
                .isInstanceOf(LogSinkException.class);

        assertThat(messages(index.search(LogQuery.everything()))).isEmpty();
        keep(entry("zk1", LogLevel.INFO, START, "b"));
        assertThat(messages(index.search(LogQuery.everything()))).containsExactly("b");
    }

    @Test
    void aSearchThatTakesTooLongIsCutShortAndTheNextOneIsAnswered() throws LogSinkException {
        List<LogEntry> many = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            many.add(entry("zk1", LogLevel.INFO, START.plusMillis(i), "a session of " + i));
        }
        index.keep(new LogBatch(many, List.of()));
        LogQuery best = new LogQuery("session", null, null, null, null, null, LogQuery.Sort.BEST, null, 10);

        index.close();
        try (EmbeddedIndex hasty = new EmbeddedIndex(file, Duration.ofDays(7), 64 << 20, Duration.ofMillis(1), clock)) {
            hasty.positions();
            assertThatThrownBy(() -> hasty.search(best)).isInstanceOfSatisfying(ProblemException.class, cut -> {
                assertThat(cut.problem().status()).isEqualTo(504);
                assertThat(cut.problem().code()).isEqualTo("search_too_long");
            });
        }
        index = open(64 << 20);
        assertThat(index.search(best).hits()).hasSize(10);
    }

    @Test
    void aCursorThatNoPageGaveIsRefused() {
        assertThatThrownBy(() -> index.search(LogQuery.of("a").from("x'; DROP TABLE entry", 5)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().field()).isEqualTo("cursor"));
    }

    @Test
    void tenThousandDifferentLoggersAndThreadsAreKeptAndEachIsFound() throws LogSinkException {
        List<LogEntry> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(new LogEntry(
                    "a",
                    i,
                    START.plusMillis(i),
                    true,
                    LogService.OTHER,
                    "host",
                    LogLevel.INFO,
                    "thread-" + i,
                    "com.example.Logger" + i,
                    "the same message",
                    0));
        }
        index.keep(new LogBatch(many, List.of()));

        assertThat(index.search(LogQuery.of("message")).total()).isEqualTo(10_000);
        assertThat(index.search(LogQuery.of("logger7777")).hits())
                .singleElement()
                .satisfies(hit -> assertThat(hit.thread()).isEqualTo("thread-7777"));
    }

    @Test
    void moreNodesThanHaveANumberOfTheirOwnAreFoundAllTheSame() throws LogSinkException {
        for (int i = 0; i < 200; i++) {
            keep(entry("node" + i, LogLevel.INFO, START.plusMillis(i), "from " + i));
        }

        assertThat(found("\"from 199\"")).containsExactly("from 199");
        assertThat(index.search(LogQuery.of("\"from 199\"")).hits().get(0).node())
                .isEqualTo("node199");
    }
}
