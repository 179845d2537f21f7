package io.conclave.cli.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Problem;
import io.conclave.cli.probe.check.CheckLimits;
import io.conclave.cli.probe.check.HealthCheck;
import io.conclave.cli.probe.check.Report;
import io.conclave.cli.probe.check.Severity;
import io.conclave.cli.probe.stream.ControllerClock;
import io.conclave.cli.probe.stream.MessageSource;
import io.conclave.cli.probe.stream.SnapshotReply;
import io.conclave.cli.probe.stream.SourceException;
import io.conclave.cli.probe.text.MessageFormat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whether all is well. */
@Command(
        name = "check",
        description = {
            "Says in one line whether all is well, and in one more for each finding why. The exit codes are those of"
                    + " monitoring plug-ins (Nagios, Icinga, Sensu), with figures behind a bar; for a health check"
                    + " anything but 0 is unhealthy.",
            "Looked at: somebody leads and no server contradicts it (leader); a majority stands behind it and one more"
                    + " may fail (quorum); files move where the plan wants them to (plan); the servers have answered"
                    + " of late (fresh). Ages are taken by the controller's clock."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnInvalidInput = 3,
        exitCodeOnExecutionException = 3,
        exitCodeListHeading = HelpText.EXIT_CODES,
        exitCodeList = {
            "0:OK: all is well",
            "1:WARNING: it works, and somebody should look",
            "2:CRITICAL: no leader, no quorum, stuck, or too old",
            "3:UNKNOWN: it could not be found out, as where the controller is away or the command line is wrong"
        },
        footerHeading = HelpText.EXAMPLES,
        footer = {
            "  conclave probe check",
            "  conclave probe check --url https://conclave.example --age-critical 20",
            "  HEALTHCHECK CMD java -jar conclave.jar probe check --min-tolerated 0",
            "",
            HelpText.FILES,
            HelpText.RUN_FILE,
            "",
            HelpText.ENVIRONMENT,
            HelpText.TOKEN,
            HelpText.DATA_DIR
        })
final class CheckCommand extends ProbeTask {

    private static final String ENSEMBLE = "conclave.ensemble";
    private static final String PLAN = "conclave.plan";
    private static final String MIGRATIONS = "conclave.migrations";
    private static final List<String> TOPICS = List.of(ENSEMBLE, PLAN, MIGRATIONS);

    /** How this check prints: a raw answer would be no verdict. */
    enum Format {
        HUMAN,
        JSON_LINES;

        @Override
        public String toString() {
            return MessageFormat.valueOf(name()).toString();
        }
    }

    @Option(
            names = "--min-tolerated",
            paramLabel = "<n>",
            defaultValue = "1",
            description = "Warns where fewer than so many servers more may fail, of three voters or more"
                    + " (${DEFAULT-VALUE})")
    private int minTolerated;

    @Option(
            names = "--age-warning",
            paramLabel = "<seconds>",
            defaultValue = "10",
            description = "Warns where no server has answered for so long (${DEFAULT-VALUE})")
    private long ageWarning;

    @Option(
            names = "--age-critical",
            paramLabel = "<seconds>",
            defaultValue = "60",
            description = "Critical where no server has answered for so long (${DEFAULT-VALUE})")
    private long ageCritical;

    @Option(
            names = "--plan-warning",
            paramLabel = "<seconds>",
            defaultValue = "120",
            description = "Warns where files should move and nothing has happened for so long (${DEFAULT-VALUE})")
    private long planWarning;

    @Option(
            names = "--plan-critical",
            paramLabel = "<seconds>",
            defaultValue = "600",
            description = "Critical where files should move and nothing has happened for so long (${DEFAULT-VALUE})")
    private long planCritical;

    @Option(
            names = "--format",
            paramLabel = "<format>",
            defaultValue = "human",
            description = "human: as monitoring plug-ins print it; json-lines: one object (${DEFAULT-VALUE})")
    private Format format = Format.HUMAN;

    @Mixin
    private AskOptions asking;

    private CheckLimits limits;

    @Override
    void check() {
        asking.check(command());
        try {
            limits = new CheckLimits(
                    minTolerated,
                    Duration.ofSeconds(ageWarning),
                    Duration.ofSeconds(ageCritical),
                    Duration.ofSeconds(planWarning),
                    Duration.ofSeconds(planCritical));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw misused(e.getMessage());
        }
    }

    @Override
    int run(Vertx vertx) throws Exception {
        return print(asking.ask(vertx, this::report, frame -> {}));
    }

    private Future<Report> report(MessageSource source) {
        Future<JsonNode> snapshot = SnapshotReply.ask(source, TOPICS, asking.limit());
        // Where the scheduler does not answer, our own clock has to do.
        Future<ControllerClock> clock = ControllerClock.ask(source, Clock.systemUTC(), asking.limit(), 1)
                .otherwise(ControllerClock.same());
        return snapshot.compose(told -> clock.map(known -> report(told, known.at(Instant.now()))));
    }

    private Report report(JsonNode snapshot, Instant now) {
        List<JsonNode> migrations = new ArrayList<>();
        JsonNode rows = state(snapshot, MIGRATIONS);
        if (rows != null) {
            rows.path("recent").forEach(migrations::add);
        }
        JsonNode ensemble = state(snapshot, ENSEMBLE);
        return new Report(
                new HealthCheck(limits).findings(ensemble, state(snapshot, PLAN), migrations, now),
                Report.Figures.of(ensemble));
    }

    private static JsonNode state(JsonNode snapshot, String topic) {
        JsonNode state = snapshot.path("topics").path(topic).get("state");
        return state == null || state.isNull() ? null : state;
    }

    private int print(Report report) throws IOException, Output.ReaderGone {
        if (format == Format.JSON_LINES) {
            out().line(report.json());
        } else {
            out().line(String.join("\n", report.lines()));
        }
        return report.severity().exitCode();
    }

    @Override
    int failed(Problem problem) {
        return impossible(refusal(problem));
    }

    @Override
    int failed(SourceException why) {
        return impossible(why.getMessage());
    }

    /** Where it could not be found out, that is the verdict, and it belongs where verdicts are read. */
    private int impossible(String why) {
        try {
            return print(Report.impossible(why));
        } catch (IOException | Output.ReaderGone e) {
            return failed(new IOException(why, e));
        }
    }

    @Override
    int failed(IOException why) {
        super.failed(why);
        return Severity.UNKNOWN.exitCode();
    }
}
