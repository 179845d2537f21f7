package io.conclave.logs;

import static io.conclave.testing.Answers.done;
import static io.conclave.testing.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search finds, whichever index answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LogSearchContract {

    private static final String ELECTION = "org.apache.zookeeper.server.quorum.FastLeaderElection";
    private static final String CONNECTION = "org.apache.zookeeper.server.NIOServerCnxn";

    /** Within a day, since it is made of whole hours of today or yesterday. */
    private final Instant begin = Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.HOURS);

    private final List<LogEntry> entries = corpus();
    private LogSearch search;

    /** An index that has these entries and no others. */
    protected abstract LogSearch open(List<LogEntry> all) throws Exception;

    @BeforeAll
    void fill() throws Exception {
        search = open(entries);
    }

    private List<LogEntry> corpus() {
        List<LogEntry> all = new ArrayList<>();
        Entries zk1 = new Entries(begin);
        all.add(zk1.in(ELECTION).say("New election. My id = 1, proposed zxid=0x500000012"));
        all.add(zk1.after(10).say("Notification: 2 (message format version), 1 (n.leader), 0x500000012 (n.zxid)"));
        all.add(zk1.after(10)
                .as(LogLevel.WARN)
                .in(CONNECTION)
                .say("Exception causing close of session 0x10001\n"
                        + "java.lang.NullPointerException: null\n\tat java.base/java.io.DataInputStream.readInt"));
        all.add(zk1.after(10).as(LogLevel.INFO).say("<script>alert('x')</script> closed the <b>session</b> & more"));
        all.add(zk1.after(10).as(LogLevel.ERROR).say("Severe unrecoverable error, exiting {\"match_all\":{}}"));
        Entries zk2 = new Entries(begin.plusSeconds(600)).by(LogService.ZOOKEEPER, "zk2");
        all.add(zk2.in(ELECTION).say("New election. My id = 2, proposed zxid=0x500000013"));
        all.add(zk2.after(10).say("Election new, in another order"));
        all.add(zk2.as(LogLevel.WARN).in(CONNECTION).after(10).say("fsync-ing the write ahead log took 1342ms"));
        Entries conclave = new Entries(begin.plusSeconds(1200)).by(LogService.CONCLAVE, "conclave");
        all.add(conclave.in("i.c.cli.ControlRoom").say("节点 zk1 选举完成，领导者为 zk2"));
        all.add(conclave.after(10).say("调度器：选择节点，举办迁移"));
        all.add(conclave.after(10).as(LogLevel.UNKNOWN).say("a line without a level; user's 100% C:\\temp\\* ?"));
        // Many of one moment, over which pages have to find their way.
        Entries busy = new Entries(begin.plusSeconds(3000)).by(LogService.ZOOKEEPER, "zk3");
        for (int i = 0; i < 40; i++) {
            all.add(busy.in(CONNECTION).say("Established session 0x2000" + i + " with negotiated timeout 4000"));
            busy.after(i % 10 == 9 ? 1 : 0);
        }
        return all;
    }

    private SearchPage find(String text) throws Exception {
        return done(search.search(LogQuery.of(text)));
    }

    private List<String> messages(String text) throws Exception {
        return find(text).hits().stream().map(LogHit::message).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "election, 4",
        "ELECTION, 4",
        "Fastleaderelection, 4",
        "0x500000012, 2",
        "elect, 0",
        "elect*, 4",
        "\"new election\", 2",
        "\"election new\", 1",
        "\"my id = 2\", 1",
        "\"new elec\"*, 2",
        "new election, 3",
        "fsync, 1",
        "fsync-ing, 1",
        "exception, 1",
        "pointer, 1",
        "nullpointerexception, 1",
        "NullPointer*, 1",
        "cnxn, 44",
        "quorum, 0",
        "fsync OR exception, 2",
        "session NOT exception, 41",
        "session AND NOT exception NOT established, 1",
        "(fsync OR exception) zk2, 0",
        "NOT established, 11",
        "NOT (established OR election), 7",
        "NOT NOT fsync, 1",
        "节, 2",
        "节点, 2",
        "选举, 1",
        "\"选 举\", 1",
        "领导者, 1",
        "领导举, 0",
        "选择节点举办, 1",
    })
    void textFindsWhatItSays(String text, long expected) throws Exception {
        SearchPage page = find(text);
        assertThat(page.total()).as(messages(text).toString()).isEqualTo(expected);
        assertThat(page.totalExact()).isTrue();
        assertThat(page.degraded()).isNull();
    }

    @Test
    void nothingAskedForFindsEverythingTheNewestFirst() throws Exception {
        SearchPage page = find(null);
        assertThat(page.total()).isEqualTo(entries.size());
        assertThat(page.hits()).hasSize(LogQuery.USUAL_PAGE);
        assertThat(page.hits())
                .isSortedAccordingTo(Comparator.comparing(LogHit::at).reversed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"match_all\":{}}",
                "message:*",
                "_exists_:message",
                "/.*/",
                "a^9 ~2",
                "[* TO *]",
                "' OR '1'='1",
                "tags : a",
                "\\\"",
            })
    void signsOfQueryLanguagesMeanNothing(String text) throws Exception {
        try {
            assertThat(find(text).total()).isLessThan(5);
        } catch (io.conclave.bus.ProblemException unreadable) {
            assertThat(unreadable.problem().code()).isEqualTo("invalid_q");
        }
    }

    @Test
    void entryIsFoundAsItWasWritten() throws Exception {
        LogEntry entry = entries.get(2);
        LogHit hit = find("DataInputStream").hits().get(0);
        assertThat(hit)
                .usingRecursiveComparison()
                .ignoringFields("id", "highlights")
                .isEqualTo(new LogHit(
                        "",
                        entry.at().truncatedTo(ChronoUnit.MILLIS),
                        true,
                        entry.service(),
                        entry.node(),
                        entry.level(),
                        entry.thread(),
                        entry.logger(),
                        entry.message(),
                        entry.source(),
                        0,
                        List.of()));
    }

    @Test
    void whatWasLookedForIsMarkedByRangesAndMarkupStaysText() throws Exception {
        LogHit hit = find("script alert").hits().get(0);
        assertThat(hit.message()).isEqualTo("<script>alert('x')</script> closed the <b>session</b> & more");
        assertThat(hit.highlights()).containsExactly(new TextRange(1, 7), new TextRange(8, 13), new TextRange(20, 26));
    }

    private SearchPage filtered(Set<LogService> services, Set<String> nodes, Set<LogLevel> levels) throws Exception {
        return done(search.search(new LogQuery(null, services, nodes, levels, null, null, null, null, 500)));
    }

    @Test
    void servicesNodesAndLevelsFilter() throws Exception {
        assertThat(filtered(Set.of(LogService.CONCLAVE), Set.of(), Set.of()).total())
                .isEqualTo(3);
        assertThat(filtered(Set.of(), Set.of("zk1", "zk2"), Set.of()).total()).isEqualTo(8);
        assertThat(filtered(Set.of(), Set.of(), Set.of(LogLevel.WARN, LogLevel.ERROR))
                        .total())
                .isEqualTo(3);
        assertThat(filtered(Set.of(LogService.ZOOKEEPER), Set.of("zk2"), Set.of(LogLevel.WARN))
                        .hits())
                .extracting(LogHit::message)
                .containsExactly("fsync-ing the write ahead log took 1342ms");
        assertThat(filtered(Set.of(), Set.of("zk9"), Set.of()).total()).isZero();
    }

    @Test
    void timeHasAnInclusiveBeginningAndAnExclusiveEnd() throws Exception {
        Instant from = entries.get(5).at();
        Instant to = entries.get(7).at();
        SearchPage page = done(search.search(
                new LogQuery(null, Set.of(), Set.of(), Set.of(), from, to, LogQuery.Sort.OLDEST, null, null)));
        assertThat(page.hits())
                .extracting(LogHit::message)
                .containsExactly(entries.get(5).message(), entries.get(6).message());
    }

    @Test
    void countsLeaveTheirOwnFilterAside() throws Exception {
        Facets facets = filtered(Set.of(), Set.of("zk1"), Set.of(LogLevel.WARN)).facets();
        assertThat(counts(facets.levels())).isEqualTo(Map.of("info", 3L, "warn", 1L, "error", 1L));
        assertThat(counts(facets.nodes())).isEqualTo(Map.of("zk1", 1L, "zk2", 1L));
        assertThat(counts(facets.services())).isEqualTo(Map.of("zookeeper", 1L));
        assertThat(facets.levels().get(0)).isEqualTo(new FacetCount("info", 3));
    }

    private static Map<String, Long> counts(List<FacetCount> counts) {
        Map<String, Long> byValue = new HashMap<>();
        counts.forEach(count -> byValue.put(count.value(), count.count()));
        return byValue;
    }

    @Test
    void barsCoverEverythingFoundWithoutGaps() throws Exception {
        Histogram histogram = find(null).histogram();
        assertThat(histogram.bars()).hasSizeBetween(50, Histogram.MOST_BARS);
        assertThat(histogram.from()).isEqualTo(begin);
        assertThat(histogram.bars().stream().mapToLong(Histogram.Bar::count).sum())
                .isEqualTo(entries.size());
        assertThat(histogram.bars().stream().mapToLong(Histogram.Bar::warnings).sum())
                .isEqualTo(2);
        assertThat(histogram.bars().stream().mapToLong(Histogram.Bar::errors).sum())
                .isEqualTo(1);
        assertThat(histogram.bars().get(0)).isEqualTo(new Histogram.Bar(5, 1, 1));
        assertThat(histogram.bars().get((int) (600_000 / histogram.bucketMs())).count())
                .isEqualTo(3);
    }

    @Test
    void nothingFoundHasNoBars() throws Exception {
        SearchPage page = find("nosuchword");
        assertThat(page.hits()).isEmpty();
        assertThat(page.nextCursor()).isNull();
        assertThat(page.histogram()).isEqualTo(Histogram.NONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = LogQuery.Sort.class,
            names = {"NEWEST", "OLDEST"})
    void pagesFollowEachOtherWithoutAGapOrARepetition(LogQuery.Sort sort) throws Exception {
        List<LogHit> all = new ArrayList<>();
        LogQuery query = new LogQuery("NOT exception", Set.of(), Set.of(), Set.of(), null, null, sort, null, 7);
        SearchPage page = done(search.search(query));
        all.addAll(page.hits());
        while (page.nextCursor() != null) {
            assertThat(page.hits()).hasSize(7);
            page = done(search.search(query.from(page.nextCursor(), 7)));
            all.addAll(page.hits());
        }
        Comparator<LogHit> oldestFirst = Comparator.comparing(LogHit::at);
        assertThat(all).isSortedAccordingTo(sort == LogQuery.Sort.OLDEST ? oldestFirst : oldestFirst.reversed());
        assertThat(all)
                .extracting(LogHit::message)
                .containsExactlyInAnyOrderElementsOf(entries.stream()
                        .map(LogEntry::message)
                        .filter(message -> !message.contains("Exception"))
                        .toList());
        assertThat(all).extracting(LogHit::id).doesNotHaveDuplicates();
    }

    @Test
    void whatFitsBestComesFirst() throws Exception {
        SearchPage page = done(search.search(new LogQuery(
                "election OR order", Set.of(), Set.of(), Set.of(), null, null, LogQuery.Sort.BEST, null, 2)));
        assertThat(page.hits().get(0).message()).isEqualTo("Election new, in another order");
        assertThat(page.nextCursor()).isNull();
    }

    @Test
    void surroundingsAreWhatTheSameServerWroteBeforeAndBehind() throws Exception {
        String id = find("DataInputStream").hits().get(0).id();
        LogContext context = done(search.context(new AskContext(id, 2)));
        assertThat(context.position()).isEqualTo(2);
        assertThat(context.hits())
                .extracting(LogHit::message)
                .containsExactlyElementsOf(
                        entries.subList(0, 5).stream().map(LogEntry::message).toList());
        LogContext atItsBegin = done(search.context(
                new AskContext(find("message format").hits().get(0).id(), 3)));
        assertThat(atItsBegin.position()).isEqualTo(1);
        assertThat(atItsBegin.hits()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffffffffffffffffffffffffff", "1", "../_all", "\"}", "é"})
    void surroundingsOfWhatIsNotThereAreNotFound(String id) throws Exception {
        assertThat(problem(search.context(new AskContext(id, 2))).code()).isIn("unknown_id", "invalid_id");
    }

    static Stream<String> foreignCursors() {
        return Stream.of("x", "", "e30", "TltbXSwx", "////", "N".repeat(5_000));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("foreignCursors")
    void foreignCursorIsRefused(String cursor) throws Exception {
        LogQuery query = LogQuery.everything().from(cursor, 5);
        assertThat(problem(search.search(query)).code()).isEqualTo("invalid_cursor");
    }

    @Test
    void textThatCannotBeReadIsRefusedWithItsPlace() throws Exception {
        assertThat(problem(search.search(LogQuery.of("election (new"))).position())
                .isEqualTo(9);
    }
}
