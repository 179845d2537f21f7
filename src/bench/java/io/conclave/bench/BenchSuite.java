package io.conclave.bench;

import io.conclave.bench.journal.JournalBenchmark;
import io.conclave.bench.kv.CopiesBenchmark;
import io.conclave.bench.kv.FailoverBenchmark;
import io.conclave.bench.kv.HandOverBenchmark;
import io.conclave.bench.kv.LogBenchmark;
import io.conclave.bench.kv.RingBenchmark;
import io.conclave.bench.kv.SyncBenchmark;
import io.conclave.bench.logs.LogSearchBenchmark;
import io.conclave.bench.page.FileTableBenchmark;
import io.conclave.bench.page.OverviewBenchmark;
import io.conclave.bench.plan.GrowthBenchmark;
import io.conclave.bench.plan.PlanBenchmark;
import io.conclave.bench.polls.PollBenchmark;
import io.conclave.bench.product.MemoryBenchmark;
import io.conclave.bench.product.MigrationBenchmark;
import io.conclave.bench.product.StartupBenchmark;
import io.conclave.bench.product.UploadBenchmark;
import io.conclave.bench.stream.FanOutBenchmark;
import io.conclave.bench.stream.PushBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the benchmarks one after another, prints a table and writes it as JSON. {@code mvn -Pbench verify} runs them
 * all, {@code -Dbench.only=fan-out,journal} some.
 */
public final class BenchSuite {

    private static final List<Benchmark> ALL = List.of(
            new PlanBenchmark(),
            new GrowthBenchmark(),
            new PushBenchmark(),
            new FanOutBenchmark(),
            new UploadBenchmark(),
            new StartupBenchmark(),
            new PollBenchmark(),
            new MigrationBenchmark(),
            new JournalBenchmark(),
            new OverviewBenchmark(),
            new FileTableBenchmark(),
            new MemoryBenchmark(),
            new CopiesBenchmark(1, "kv-one-copy"),
            new CopiesBenchmark(3, "kv-three-copies"),
            new SyncBenchmark(),
            new FailoverBenchmark(),
            new HandOverBenchmark(),
            new LogBenchmark(),
            new RingBenchmark(),
            new LogSearchBenchmark());

    private final Path folder;
    private final Table table;

    private BenchSuite(Path folder, Table table) {
        this.folder = folder;
        this.table = table;
    }

    /**
     * Runs the suite; exits with 1 where a benchmark has no figure. A goal that is missed is shown, but no failure: the
     * machine may be busy.
     *
     * <p>The product itself is started from the jar that the property {@code conclave.jar} names.
     *
     * @param args the file to write; beside it the work is done, so it should be on a real disk
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]).toAbsolutePath();
        Table table = new Table(System.out);
        Ledger ledger = new Ledger(file, Instant.now());
        Path folder = file.resolveSibling("bench");
        BenchSuite suite = new BenchSuite(folder, table);
        List<Outcome> outcomes = suite.run(chosen(System.getProperty("bench.only", "")));
        table.print(outcomes);
        ledger.write(outcomes);
        boolean complete = outcomes.stream().allMatch(Outcome.Measured.class::isInstance);
        System.exit(complete ? 0 : 1);
    }

    private static List<Benchmark> chosen(String only) {
        if (only.isBlank()) {
            return ALL;
        }
        Set<String> names = Set.of(only.strip().split("\\s*,\\s*"));
        List<String> known = ALL.stream().map(Benchmark::name).toList();
        if (!known.containsAll(names)) {
            throw new IllegalArgumentException(
                    "bench.only is " + only + ", but must be of " + String.join(", ", known));
        }
        return ALL.stream()
                .filter(benchmark -> names.contains(benchmark.name()))
                .toList();
    }

    private List<Outcome> run(List<Benchmark> benchmarks) {
        ExecutorService worker = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "bench");
            thread.setDaemon(true);
            return thread;
        });
        List<Outcome> outcomes = new ArrayList<>();
        for (Benchmark benchmark : benchmarks) {
            table.begins(benchmark);
            outcomes.add(run(benchmark, worker));
        }
        worker.shutdownNow();
        return outcomes;
    }

    private Outcome run(Benchmark benchmark, ExecutorService worker) {
        long begun = System.nanoTime();
        var running = worker.submit(() -> measure(benchmark));
        try {
            List<Figure> figures = running.get(benchmark.limit().toMillis(), TimeUnit.MILLISECONDS);
            return new Outcome.Measured(benchmark.name(), figures, Duration.ofNanos(System.nanoTime() - begun));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return new Outcome.NoFigure(benchmark.name(), cause instanceof Miss ? cause.getMessage() : trace(cause));
        } catch (TimeoutException e) {
            running.cancel(true);
            return new Outcome.NoFigure(benchmark.name(), "not done after " + benchmark.limit());
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            return new Outcome.NoFigure(benchmark.name(), "interrupted");
        }
    }

    private List<Figure> measure(Benchmark benchmark) throws Exception {
        Path own = folder.resolve(benchmark.name());
        Workshop.clear(own);
        Files.createDirectories(own);
        List<Figure> figures = benchmark.run(new Workshop(own, table::note));
        Workshop.clear(own);
        return figures;
    }

    /** What went wrong and where, on one line. */
    private static String trace(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        for (StackTraceElement step : trace) {
            if (step.getClassName().startsWith(BenchSuite.class.getPackageName())) {
                return cause + " at " + step;
            }
        }
        return cause.toString();
    }
}
