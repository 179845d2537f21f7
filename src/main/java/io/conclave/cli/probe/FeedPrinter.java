package io.conclave.cli.probe;

import io.conclave.cli.SafeText;
import io.conclave.cli.probe.stream.Feed;
import io.conclave.cli.probe.stream.FeedItem;
import io.conclave.cli.probe.stream.Mailbox;
import io.conclave.cli.probe.stream.Notice;
import io.conclave.cli.probe.stream.SourceException;
import io.conclave.cli.probe.stream.Told;
import java.io.IOException;
import java.util.function.Consumer;

/** Writes what a feed brings, in its order, and says beside it what a person should know of the feed. */
final class FeedPrinter {

    /** Writes a line. */
    interface LineWriter {
        /** Writes it with its end. */
        void line(String text) throws IOException, Output.ReaderGone;
    }

    /** Makes a line of a message. */
    interface LineMaker {
        /** The line, without its end. */
        String line(Told told);
    }

    private final LineMaker printer;
    private final LineWriter out;
    private final Consumer<String> beside;

    FeedPrinter(LineMaker printer, LineWriter out, Consumer<String> beside) {
        this.printer = printer;
        this.out = out;
        this.beside = beside;
    }

    /**
     * Prints until the feed ends.
     *
     * @param most lines after which it is enough; 0 for never
     */
    void print(Feed feed, Mailbox mailbox, long most) throws Exception {
        feed.start(mailbox);
        long printed = 0;
        boolean wasLive = false;
        while (true) {
            FeedItem item = mailbox.take(Mailbox.forever());
            if (item instanceof FeedItem.Ended ended) {
                end(ended);
                return;
            } else if (item instanceof Notice.Live live) {
                if (wasLive) {
                    beside.accept(live.sentence());
                }
                wasLive = true;
            } else if (item instanceof Notice notice) {
                beside.accept(notice.sentence());
            } else {
                out.line(
                        item instanceof Told told ? printer.line(told) : SafeText.json(((FeedItem.Frame) item).text()));
                printed++;
                if (printed == most) {
                    return;
                }
            }
        }
    }

    private static void end(FeedItem.Ended ended) throws IOException {
        if (ended.why() instanceof SourceException why) {
            throw why;
        } else if (ended.why() instanceof IOException why) {
            throw why;
        }
    }
}
