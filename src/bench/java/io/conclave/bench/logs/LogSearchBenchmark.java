package io.conclave.bench.logs;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogService;
import io.conclave.logs.follow.Feeder;
import io.conclave.logs.follow.FileSource;
import io.conclave.logs.follow.Sources;
import io.conclave.logs.index.EmbeddedIndex;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The log centre with a million lines of three servers. How fast it takes them in from the files, against the same
 * lines in a bare FTS5 table; how long a search takes, which is its first page with all counts and the histogram,
 * against {@code grep} over the same files; and what it costs to follow 1,000 lines a second.
 */
public final class LogSearchBenchmark implements Benchmark {

    private static final int LINES = 1_000_000;
    private static final int WARM_UP_LINES = 120_000;
    private static final int MOST_COUNTED = 100_000;
    private static final int RESTS = 500;
    private static final int ROUNDS = 9;
    private static final int WARM_UPS = 3;
    private static final long MOST_BYTES = 4L << 30;
    private static final Duration AGE = Duration.ofDays(3_650);
    private static final Duration SEARCH_LIMIT = Duration.ofSeconds(20);

    /** A search, and what grep is asked for the same. */
    private record Question(String name, String query, List<String> texts) {}

    private static final List<Question> QUESTIONS = List.of(
            new Question("one line of a million", LogCorpus.NEEDLE, List.of(LogCorpus.NEEDLE)),
            new Question("a phrase", "\"causing shutdown while sock\"", List.of("causing shutdown while sock")),
            new Question("a word and a phrase", "getData \"nodes 424\"", List.of("getData", "nodes/424")),
            new Question("a word of every fifth line", "negotiated", List.of("negotiated")));

    @Override
    public String name() {
        return "log-search";
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(15);
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        LogCorpus warmUp = LogCorpus.write(workshop.newFolder("warm-up"), WARM_UP_LINES);
        LogCorpus corpus = LogCorpus.write(workshop.newFolder("logs"), LINES);
        List<Figure> figures = new ArrayList<>();
        try (EmbeddedIndex index = index(workshop.newFolder("index").resolve("logs.db"))) {
            feed(warmUp, workshop);
            BareTable.fill(workshop.newFolder("bare"), warmUp);
            double ours = corpus.lines() / feed(corpus, index);
            double bare = corpus.lines() / BareTable.fill(workshop.newFolder("bare"), corpus);
            figures.add(Rounds.of(List.of(ours), List.of(bare))
                    .figure("logs taken in", "lines/s", "bare FTS5 table", Goal.valueAtLeast(50_000)));
            // As the feeder has it do while nothing comes.
            for (int i = 0; i < RESTS; i++) {
                index.rest();
            }
            Grep grep = new Grep(corpus.files());
            for (Question question : QUESTIONS) {
                figures.add(search(index, grep, question));
            }
        }
        figures.add(FollowedLogs.cost(workshop.newFolder("followed")));
        return figures;
    }

    private static EmbeddedIndex index(Path file) {
        return new EmbeddedIndex(file, AGE, MOST_BYTES, SEARCH_LIMIT, Clock.systemUTC());
    }

    private static void feed(LogCorpus corpus, Workshop workshop) throws Exception {
        try (EmbeddedIndex index = index(workshop.newFolder("index").resolve("logs.db"))) {
            feed(corpus, index);
        }
    }

    /** Takes all of them in; how long it took, seconds. */
    private static double feed(LogCorpus corpus, EmbeddedIndex index) throws Exception {
        List<FileSource> sources = new ArrayList<>();
        for (Path file : corpus.files()) {
            String node = file.getFileName().toString().replace(".log", "");
            sources.add(new FileSource(node + "/server.log", LogService.ZOOKEEPER, node, file, ZoneOffset.UTC));
        }
        long begun = System.nanoTime();
        KeptCount count = new KeptCount(index);
        try (Feeder feeder = new Feeder(count, Sources.of(sources), System::currentTimeMillis, System::nanoTime)) {
            feeder.start();
            // The last entry of each log is open until nothing has come for a second.
            count.await(corpus.entries() - corpus.files().size(), Duration.ofMinutes(5));
            return (System.nanoTime() - begun) / 1e9;
        }
    }

    private static Figure search(EmbeddedIndex index, Grep grep, Question question) throws Exception {
        long expected = grep.count(question.texts());
        long found = index.search(LogQuery.of(question.query())).total();
        Miss.unless(
                found == expected || found < expected && found >= MOST_COUNTED,
                "%s: the index finds %d entries, grep %d lines",
                question.name(),
                found,
                expected);
        return Rounds.take(
                        WARM_UPS,
                        ROUNDS,
                        () -> {
                            long begun = System.nanoTime();
                            index.search(LogQuery.of(question.query()));
                            return (System.nanoTime() - begun) / 1e6;
                        },
                        () -> grep.lookFor(question.texts()))
                .figure("search for " + question.name(), "ms", "grep", Goal.ratioAtMost(1 / 50.0));
    }
}
