package io.conclave.cli.probe;

import io.conclave.bus.Topic;
import io.conclave.cli.probe.stream.Feed;
import io.conclave.cli.probe.stream.LiveFeed;
import io.conclave.cli.probe.stream.Mailbox;
import io.conclave.cli.probe.text.MessageFormat;
import io.conclave.cli.probe.text.MessagePrinter;
import io.conclave.control.ControlTopics;
import io.conclave.logs.tail.TailFilter;
import io.vertx.core.Vertx;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Follows topics. */
@Command(
        name = "tail",
        description = {
            "Prints what a controller tells as it tells it: first the state of each topic and its newest rows, then"
                    + " each message. It comes back by itself when the connection is lost. What was missed meanwhile"
                    + " is read from a snapshot and told on standard error, which is the only place for such remarks.",
            "In a pipe it ends, with 0, at the first line that nobody reads any more, as with head.",
            "Where the output is taken too slowly, only the newest state of each topic is kept and rows are dropped and"
                    + " counted: memory stays bounded."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = HelpText.EXIT_CODES,
        exitCodeList = {HelpText.TAIL_OK, HelpText.FAILED, HelpText.MISUSED, HelpText.REFUSED, HelpText.SIGNALS},
        footerHeading = HelpText.EXAMPLES,
        footer = {
            "  conclave probe tail",
            "  conclave probe tail elections operations --recent 50",
            "  conclave probe tail ensemble --format json-lines | jq -c '.body.nodes[] | {id, role, zxid}'",
            "  conclave probe tail logs --node zk1,zk2 --level warn,error --match 'fsync OR \"broken pipe\"'",
            "  conclave probe tail plan --format json-lines --count 1 | jq .body.verdicts",
            "",
            HelpText.FILES,
            HelpText.RUN_FILE,
            "",
            HelpText.ENVIRONMENT,
            HelpText.TOKEN,
            HelpText.DATA_DIR,
            HelpText.NO_COLOR
        })
final class TailCommand extends ProbeTask {

    @Mixin
    private TopicArguments topics;

    @Mixin
    private FormatOptions format;

    @Option(
            names = "--recent",
            paramLabel = "<n>",
            defaultValue = "10",
            description = "How many earlier rows of each topic of events come first, 0 to 200 (${DEFAULT-VALUE})")
    private int recent;

    @Option(
            names = "--count",
            paramLabel = "<n>",
            defaultValue = "0",
            description = "Ends after so many lines; 0: never (${DEFAULT-VALUE})")
    private long count;

    @Mixin
    private LineOptions lines;

    @Mixin
    private FollowOptions follow;

    private List<Topic<?>> wanted;
    private TailFilter filter;

    @Override
    void check() {
        wanted = topics.topics(command());
        follow.check(command());
        filter = lines.filter(command());
        if (!filter.takesAll() && !wanted.contains(ControlTopics.LOG_LINES)) {
            throw misused("--node, --level and --match are for the topic logs, which is not among those that are told");
        }
        if (!filter.takesAll()
                && format.format() == MessageFormat.RAW
                && follow.controller().isOfCluster()) {
            throw misused("--format raw shows what a member of the cluster gets, which nobody filters");
        }
        if (recent < 0 || recent > FollowOptions.MOST_RECENT) {
            throw misused("--recent is 0 to " + FollowOptions.MOST_RECENT + ", not " + recent);
        }
        if (count < 0) {
            throw misused("--count is 0 or more, not " + count);
        }
    }

    @Override
    int run(Vertx vertx) throws Exception {
        boolean raw = format.format() == MessageFormat.RAW;
        MessagePrinter printer = format.printer();
        try (Feed feed = follow.feed(vertx, new LiveFeed.Wish(wanted, filter, recent, raw, follow.patient()))) {
            new FeedPrinter(printer::line, out()::line, this::complain)
                    .print(feed, new Mailbox(TopicCandidates.states(wanted)), count);
        }
        return 0;
    }
}
