package io.conclave.cli.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.bus.Topic;
import io.conclave.cli.probe.stream.ControllerClock;
import io.conclave.cli.probe.stream.MessageSource;
import io.conclave.cli.probe.stream.SourceException;
import io.conclave.cli.probe.stream.Subscriptions;
import io.conclave.cli.probe.text.HumanLine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how long messages are on their way. */
@Command(
        name = "lag",
        description = {
            "Measures the push latency from end to end: from the stamp that the controller puts on each message as it"
                    + " publishes it, over its bus, its socket, the network and our socket, until it is read here. Rows"
                    + " of snapshots do not count. The stamp has whole milliseconds.",
            "The controller's clock is compared with ours by the shortest of sixteen round trips, as NTP does it. Where"
                    + " the two differ by more than that can be wrong by, as between hosts, what is measured is"
                    + " corrected by the difference; the error that is left is told."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = HelpText.EXIT_CODES,
        exitCodeList = {
            "0:it was measured",
            "1:the controller could not be reached, the connection was lost, or no message came",
            HelpText.MISUSED,
            HelpText.REFUSED,
            "5:the controller did not tell its time"
        },
        footerHeading = HelpText.EXAMPLES,
        footer = {
            "  conclave probe lag",
            "  conclave probe lag ensemble kv --duration 60",
            "  conclave probe lag --count 1000 --format json-lines | jq .p99Ms",
            "",
            HelpText.FILES,
            HelpText.RUN_FILE,
            "",
            HelpText.ENVIRONMENT,
            HelpText.TOKEN,
            HelpText.DATA_DIR
        })
final class LagCommand extends ProbeTask {

    private static final int ROUND_TRIPS = 16;
    private static final long LONGEST_S = 86_400;
    private static final long SLACK_S = 30;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    @Mixin
    private TopicArguments topics;

    @Option(
            names = "--duration",
            paramLabel = "<seconds>",
            defaultValue = "10",
            description = "For how long, 1 to 86400 (${DEFAULT-VALUE})")
    private long seconds;

    @Option(
            names = "--count",
            paramLabel = "<n>",
            defaultValue = "0",
            description = "Ends earlier after so many messages; 0: no (${DEFAULT-VALUE})")
    private long count;

    @Option(
            names = "--format",
            paramLabel = "<format>",
            defaultValue = "human",
            description = "human or json-lines (${DEFAULT-VALUE})")
    private CheckCommand.Format format = CheckCommand.Format.HUMAN;

    @Mixin
    private ControllerOptions controller;

    private List<String> wanted;

    @Override
    void check() {
        controller.check(command());
        wanted = topics.isEmpty()
                ? List.of("conclave.ensemble")
                : topics.topics(command()).stream().map(Topic::address).toList();
        if (seconds < 1 || seconds > LONGEST_S) {
            throw misused("--duration is 1 to " + LONGEST_S + " seconds, not " + seconds);
        }
        if (count < 0) {
            throw misused("--count is 0 or more, not " + count);
        }
    }

    @Override
    int run(Vertx vertx) throws Exception {
        boolean here = controller.isHere();
        MessageSource source = controller.sources(vertx).get();
        Measurement measurement = new Measurement();
        Future<ControllerClock> done = Future.<Void>future(opened -> vertx.runOnContext(ignored ->
                        source.open(Subscriptions.of(wanted), measurement).onComplete(opened)))
                .compose(ignored -> ControllerClock.ask(source, Clock.systemUTC(), ANSWER_LIMIT, ROUND_TRIPS))
                .map(ControllerClock::withoutNoise)
                .recover(silent -> here && silent instanceof ProblemException
                        ? Future.succeededFuture(ControllerClock.same())
                        : Future.failedFuture(silent))
                .compose(clock -> {
                    measurement.begin(clock);
                    vertx.setTimer(Duration.ofSeconds(seconds).toMillis(), ignored -> measurement.end.tryComplete());
                    return measurement.end.future().map(clock);
                })
                .eventually(source::close);
        ControllerClock clock = got(done, seconds + SLACK_S);
        Duration measured = Duration.ofNanos(System.nanoTime() - measurement.beganAt);
        return print(measurement.figures, measured, clock);
    }

    private int print(LagFigures figures, Duration measured, ControllerClock clock)
            throws IOException, Output.ReaderGone {
        List<String> names = wanted.stream().map(HumanLine::shortName).toList();
        if (format == CheckCommand.Format.JSON_LINES) {
            out().line(figures.json(measured, names, clock));
        } else if (figures.count() > 0) {
            out().line(String.join("\n", figures.lines(measured, names, clock)));
        }
        if (figures.count() == 0) {
            complain("no message of " + String.join(", ", names) + " came in " + seconds + " s");
            return ExitCodes.FAILED;
        }
        return 0;
    }

    /** Whether that is this machine, or a tunnel that begins on it. */
    static boolean isHere(URI address) {
        try {
            InetAddress host = InetAddress.getByName(address.getHost());
            return host.isLoopbackAddress() || NetworkInterface.getByInetAddress(host) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Counts from when the clocks are known. */
    private final class Measurement implements MessageSource.Listener {

        private final LagFigures figures = new LagFigures();
        private final Promise<Void> end = Promise.promise();
        private ControllerClock clock;
        private long beganAt;

        private void begin(ControllerClock known) {
            clock = known;
            beganAt = System.nanoTime();
        }

        @Override
        public void frame(String text) {
            // Only what is in it matters.
        }

        @Override
        public void received(String topic, JsonNode body) {
            Instant now = Instant.now();
            if (clock == null || end.future().isComplete()) {
                return;
            }
            try {
                figures.add(Instant.parse(body.path("at").asText()), now, clock);
            } catch (DateTimeException e) {
                end.tryFail(new SourceException(
                        SourceException.Kind.LOST, "a message of " + topic + " has no time: " + body.path("at")));
            }
            if (figures.count() == count) {
                end.tryComplete();
            }
        }

        @Override
        public void refused(String topic, Problem problem) {
            end.tryFail(problem.asException());
        }

        @Override
        public void lost(SourceException why) {
            end.tryFail(why);
        }
    }
}
