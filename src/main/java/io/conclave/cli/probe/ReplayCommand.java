package io.conclave.cli.probe;

import io.conclave.bus.Topic;
import io.conclave.cli.probe.stream.Mailbox;
import io.conclave.cli.probe.stream.RecordedFeed;
import io.conclave.cli.probe.text.MessagePrinter;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells a recording again. */
@Command(
        name = "replay",
        description = {
            "Tells again what record, or tail --format json-lines, has written: in its own time, quicker, or at once."
                    + " Needs no controller.",
            "A recording that is cut off in the middle of a line is told up to there, which is said on standard error."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = HelpText.EXIT_CODES,
        exitCodeList = {
            "0:all that is whole was told",
            "1:the file cannot be read, or has a line in its middle that is none of a recording",
            HelpText.MISUSED,
            HelpText.SIGNALS
        },
        footerHeading = HelpText.EXAMPLES,
        footer = {
            "  conclave probe replay failover.jsonl --speed 10",
            "  conclave probe replay failover.jsonl --top",
            "  zcat elections.jsonl.gz | conclave probe replay - --fast elections",
            "",
            HelpText.ENVIRONMENT,
            HelpText.NO_COLOR
        })
final class ReplayCommand extends ProbeTask {

    private static final double FASTEST = 1e6;

    @Parameters(index = "0", paramLabel = "<file>", description = "The recording; - is standard input")
    private String file;

    @Parameters(
            index = "1..*",
            paramLabel = "<topic>",
            completionCandidates = TopicCandidates.class,
            description = "Only these topics, short or full (all)")
    private List<String> names = List.of();

    @Option(
            names = "--speed",
            paramLabel = "<factor>",
            defaultValue = "1",
            description = "How many times as fast as it was, above 0 (${DEFAULT-VALUE})")
    private double speed;

    @Option(names = "--fast", description = "As fast as it can be printed")
    private boolean fast;

    @Option(names = "--top", description = "Shows it on one screen, as top does, instead of printing lines")
    private boolean onScreen;

    @Mixin
    private FormatOptions format;

    private List<Topic<?>> wanted;

    @Override
    void check() {
        try {
            wanted = TopicCandidates.NAMES.resolve(names);
        } catch (IllegalArgumentException e) {
            throw misused(e.getMessage());
        }
        if (!(speed > 0 && speed <= FASTEST)) {
            throw misused("--speed is above 0 and at most 1000000, not " + speed);
        }
        if (onScreen && file.equals("-")) {
            throw misused("--top reads keys from standard input, so that the recording has to be a file");
        }
    }

    @Override
    int run(Vertx vertx) throws Exception {
        Set<String> topics =
                names.isEmpty() ? Set.of() : wanted.stream().map(Topic::address).collect(Collectors.toSet());
        try (RecordedFeed feed = new RecordedFeed(open(), file, fast ? 0 : speed, topics)) {
            Mailbox mailbox = new Mailbox(TopicCandidates.states(wanted));
            if (onScreen) {
                return new Screening(out(), this::complain, format.colours())
                        .show(feed, mailbox, file, feed.clock(), false);
            }
            MessagePrinter printer = format.printer();
            new FeedPrinter(printer::line, out()::line, this::complain).print(feed, mailbox, 0);
        }
        return 0;
    }

    private InputStream open() throws IOException {
        if (file.equals("-")) {
            return parent().in();
        }
        try {
            return Files.newInputStream(Path.of(file));
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
