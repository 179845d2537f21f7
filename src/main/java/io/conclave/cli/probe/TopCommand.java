package io.conclave.cli.probe;

import io.conclave.bus.Topic;
import io.conclave.cli.probe.stream.Feed;
import io.conclave.cli.probe.stream.LiveFeed;
import io.conclave.cli.probe.stream.Mailbox;
import io.conclave.cli.probe.top.TopScreen;
import io.conclave.logs.tail.TailFilter;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what happens on one screen. */
@Command(
        name = "top",
        description = {
            "Shows the ensemble on the whole terminal, as it changes: every server with what is known of it and when it"
                    + " was last heard, the plan and why, migrations with how far they are, elections, operations and"
                    + " tasks. What is old is marked.",
            "q or Ctrl-C leaves. A narrow terminal shows fewer columns, a low one fewer rows. Where the output is no"
                    + " terminal, one screen is printed as with --once."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = HelpText.EXIT_CODES,
        exitCodeList = {
            "0:it was left by q, or printed once",
            HelpText.FAILED,
            HelpText.MISUSED,
            HelpText.REFUSED,
            HelpText.SIGNALS
        },
        footerHeading = HelpText.EXAMPLES,
        footer = {
            "  conclave probe top",
            "  conclave probe top --once --color always",
            "  watch -n 10 conclave probe top --once",
            "",
            HelpText.FILES,
            HelpText.RUN_FILE,
            "",
            HelpText.ENVIRONMENT,
            HelpText.TOKEN,
            HelpText.DATA_DIR,
            HelpText.NO_COLOR
        })
final class TopCommand extends ProbeTask {

    private static final int EARLIER_ROWS = 50;

    @Option(names = "--once", description = "Prints one screen and ends")
    private boolean once;

    @Mixin
    private ColourOption colour;

    @Mixin
    private FollowOptions follow;

    @Override
    void check() {
        follow.check(command());
    }

    @Override
    int run(Vertx vertx) throws Exception {
        List<Topic<?>> topics = TopicCandidates.NAMES.resolve(TopScreen.TOPICS);
        LiveFeed.Wish wish = new LiveFeed.Wish(topics, TailFilter.EVERYTHING, EARLIER_ROWS, false, follow.patient());
        try (Feed feed = follow.feed(vertx, wish)) {
            Mailbox mailbox = new Mailbox(TopicCandidates.states(topics));
            return new Screening(out(), this::complain, colour.wanted())
                    .show(feed, mailbox, follow.controller().where(), Clock.systemUTC(), once);
        }
    }
}
