package io.conclave.cli.probe;

import io.conclave.bus.Topic;
import io.conclave.cli.probe.stream.Feed;
import io.conclave.cli.probe.stream.LiveFeed;
import io.conclave.cli.probe.stream.Mailbox;
import io.conclave.cli.probe.stream.RecordedLine;
import io.conclave.logs.tail.TailFilter;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what is told into a file. */
@Command(
        name = "record",
        description = {
            "Writes what a controller tells into a file, with the time at which it was here, until it is ended. The"
                    + " lines are those of tail --format json-lines; each is written whole, also where Ctrl-C ends it.",
            "It begins with what all topics stand at, so that replay and its --top know everything from the start."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = HelpText.EXIT_CODES,
        exitCodeList = {
            "0:as much was recorded as was asked for",
            "1:the controller could not be reached, or the file is there already or cannot be written",
            HelpText.MISUSED,
            HelpText.REFUSED,
            HelpText.SIGNALS
        },
        footerHeading = HelpText.EXAMPLES,
        footer = {
            "  conclave probe record failover.jsonl",
            "  conclave probe record - --topic elections --duration 600 | gzip > elections.jsonl.gz",
            "",
            HelpText.FILES,
            HelpText.RUN_FILE,
            "",
            HelpText.ENVIRONMENT,
            HelpText.TOKEN,
            HelpText.DATA_DIR
        })
final class RecordCommand extends ProbeTask {

    @Parameters(index = "0", paramLabel = "<file>", description = "The file; - is standard output")
    private String file;

    @Option(
            names = "--topic",
            paramLabel = "<topic>",
            split = ",",
            completionCandidates = TopicCandidates.class,
            description = "Only these topics, short or full; may be repeated (all)")
    private List<String> names = new ArrayList<>();

    @Option(names = "--force", description = "Writes a file that is there already anew")
    private boolean force;

    @Option(
            names = "--count",
            paramLabel = "<n>",
            defaultValue = "0",
            description = "Ends after so many messages; 0: never (${DEFAULT-VALUE})")
    private long count;

    @Option(
            names = "--duration",
            paramLabel = "<seconds>",
            defaultValue = "0",
            description = "Ends after so long; 0: never (${DEFAULT-VALUE})")
    private long seconds;

    @Mixin
    private FollowOptions follow;

    private List<Topic<?>> wanted;

    @Override
    void check() {
        follow.check(command());
        try {
            wanted = TopicCandidates.NAMES.resolve(names);
        } catch (IllegalArgumentException e) {
            throw misused(e.getMessage());
        }
        if (count < 0 || seconds < 0) {
            throw misused("--count and --duration are 0 or more");
        }
    }

    @Override
    int run(Vertx vertx) throws Exception {
        if (file.equals("-")) {
            record(vertx, out()::line);
            return 0;
        }
        try (RecordingFile recording = RecordingFile.create(Path.of(file), force)) {
            Thread ending = new Thread(() -> end(recording), "end of the recording");
            Runtime.getRuntime().addShutdownHook(ending);
            record(vertx, recording::line);
            complain(recording.lines() + " messages recorded in " + file);
            Runtime.getRuntime().removeShutdownHook(ending);
        }
        return 0;
    }

    private void record(Vertx vertx, FeedPrinter.LineWriter out) throws Exception {
        try (Feed feed = follow.feed(
                vertx,
                new LiveFeed.Wish(wanted, TailFilter.EVERYTHING, FollowOptions.MOST_RECENT, false, follow.patient()))) {
            Mailbox mailbox = new Mailbox(TopicCandidates.states(wanted));
            if (seconds > 0) {
                vertx.setTimer(Duration.ofSeconds(seconds).toMillis(), ignored -> mailbox.end());
            }
            new FeedPrinter(RecordedLine::encode, out, this::complain).print(feed, mailbox, count);
        }
    }

    /** The process is asked to end. */
    private void end(RecordingFile recording) {
        try {
            recording.close();
            complain(recording.lines() + " messages recorded in " + file);
        } catch (IOException e) {
            complain(e.getMessage());
        }
    }
}
