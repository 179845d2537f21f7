package io.conclave.cli.kv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.cli.LatencyHistogram;
import io.conclave.kv.client.KvClientSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Measures the store. */
@Command(
        name = "bench",
        description = "Has clients put and get as fast as they can, each with a connection of its own and one call at a"
                + " time, and checks at the end that every acknowledged value is there.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every acknowledged value is there",
            "1:one is not, or calls failed",
            "2:the command line is wrong"
        })
final class BenchCommand extends StoreCommand {

    private static final int MOST_CLIENTS = 1_024;
    private static final int MOST_VALUE_BYTES = 1_048_576;
    private static final double MICROS = 1_000;

    @Option(names = "--clients", paramLabel = "<n>", defaultValue = "16", description = "1 to 1024 (${DEFAULT-VALUE})")
    private int clients;

    @Option(
            names = "--value-bytes",
            paramLabel = "<n>",
            defaultValue = "256",
            description = "Bytes of each value, 8 to 1048576 (${DEFAULT-VALUE})")
    private int valueBytes;

    @Option(
            names = "--gets",
            paramLabel = "<percent>",
            defaultValue = "0",
            description = "How many of 100 calls read, 0 to 100 (${DEFAULT-VALUE})")
    private int gets;

    @Option(
            names = "--seconds",
            paramLabel = "<s>",
            defaultValue = "10",
            description = "How long it is measured, 1 to 3600 (${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "<s>",
            defaultValue = "3",
            description = "How long it runs before, 0 to 600 (${DEFAULT-VALUE})")
    private int warmUp;

    @Option(
            names = "--keys",
            paramLabel = "<n>",
            defaultValue = "100",
            description = "Keys of each client, 1 to 100000 (${DEFAULT-VALUE})")
    private int keys;

    @Option(
            names = "--prefix",
            paramLabel = "<text>",
            defaultValue = "bench/",
            description = "What all keys begin with (${DEFAULT-VALUE}); a run's own part follows")
    private String prefix;

    @Override
    void check() {
        within("--clients", clients, 1, MOST_CLIENTS);
        within("--value-bytes", valueBytes, Long.BYTES, MOST_VALUE_BYTES);
        within("--gets", gets, 0, 100);
        within("--seconds", seconds, 1, 3_600);
        within("--warm-up", warmUp, 0, 600);
        within("--keys", keys, 1, 100_000);
    }

    private void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    command().commandLine(), option + " is " + least + " to " + most + ", not " + value);
        }
    }

    @Override
    int eventLoops() {
        return Math.min(2, Runtime.getRuntime().availableProcessors());
    }

    @Override
    int ask(Vertx vertx, KvClientSettings settings) throws Exception {
        String own = prefix + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "/";
        BenchLoad load = new BenchLoad(valueBytes, gets, keys, own);
        List<BenchClient> running = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            running.add(new BenchClient(vertx, client(vertx, settings), i, load));
        }
        running.forEach(BenchClient::start);
        TimeUnit.SECONDS.sleep(warmUp);
        running.forEach(BenchClient::count);
        long begun = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        double measured = (System.nanoTime() - begun) / 1e9;
        got(Future.all(running.stream().map(BenchClient::stop).toList()));
        long wrong = wrongKeys(running);
        Figures figures = new Figures(
                measured,
                merged(running, BenchClient::puts),
                merged(running, BenchClient::gets),
                running.stream().mapToLong(BenchClient::failures).sum(),
                wrong);
        tell(figures, running);
        return wrong == 0 && figures.failures == 0 ? 0 : ExitCodes.FAILED;
    }

    private record Figures(double seconds, LatencyHistogram puts, LatencyHistogram gets, long failures, long wrong) {}

    private static LatencyHistogram merged(
            List<BenchClient> clients, Function<BenchClient, LatencyHistogram> histogram) {
        LatencyHistogram merged = new LatencyHistogram();
        clients.forEach(client -> merged.add(histogram.apply(client)));
        return merged;
    }

    private static long wrongKeys(List<BenchClient> clients) throws Exception {
        List<Future<Integer>> checks =
                clients.stream().map(BenchClient::wrongKeys).toList();
        got(Future.all(checks));
        return checks.stream().mapToLong(Future::result).sum();
    }

    private void tell(Figures figures, List<BenchClient> running) {
        if (json()) {
            ObjectNode object = Json.object()
                    .put("clients", clients)
                    .put("valueBytes", valueBytes)
                    .put("getsPercent", gets)
                    .put("seconds", figures.seconds)
                    .put("failures", figures.failures)
                    .put("keysChecked", (long) clients * keys)
                    .put("wrongKeys", figures.wrong);
            object.set("puts", told(figures.puts, figures.seconds));
            object.set("gets", told(figures.gets, figures.seconds));
            print(object);
            return;
        }
        out().println("%d clients, %d-byte values, %d %% gets, %.1f s"
                .formatted(clients, valueBytes, gets, figures.seconds));
        line("puts", figures.puts, figures.seconds);
        line("gets", figures.gets, figures.seconds);
        running.stream()
                .map(BenchClient::firstFailure)
                .filter(told -> !told.isEmpty())
                .findFirst()
                .ifPresent(told -> out().println(figures.failures + " calls failed, one so: " + told));
        out().println(
                        figures.wrong == 0
                                ? "every acknowledged value of %d keys is there".formatted((long) clients * keys)
                                : "LOST: %d of %d keys do not hold what was acknowledged"
                                        .formatted(figures.wrong, (long) clients * keys));
    }

    private static ObjectNode told(LatencyHistogram histogram, double seconds) {
        return Json.object()
                .put("count", histogram.total())
                .put("perSecond", histogram.total() / seconds)
                .put("p50Micros", histogram.quantile(0.5) / MICROS)
                .put("p99Micros", histogram.quantile(0.99) / MICROS)
                .put("p999Micros", histogram.quantile(0.999) / MICROS);
    }

    private void line(String what, LatencyHistogram histogram, double seconds) {
        if (histogram.total() > 0) {
            out().println("%s  %,10.0f /s   p50 %,8.0f µs   p99 %,8.0f µs   p99.9 %,8.0f µs"
                    .formatted(
                            what,
                            histogram.total() / seconds,
                            histogram.quantile(0.5) / MICROS,
                            histogram.quantile(0.99) / MICROS,
                            histogram.quantile(0.999) / MICROS));
        }
    }
}
