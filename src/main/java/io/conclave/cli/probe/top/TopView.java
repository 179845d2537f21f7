package io.conclave.cli.probe.top;

import io.conclave.cli.probe.stream.Feed;
import io.conclave.cli.probe.stream.FeedItem;
import io.conclave.cli.probe.stream.Mailbox;
import io.conclave.cli.probe.stream.Notice;
import io.conclave.cli.probe.stream.Told;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.terminal.Size;
import org.jline.utils.AttributedString;

/** Shows what a feed brings: on the whole terminal until somebody leaves, or once as lines. */
public final class TopView {

    /** How the person left. */
    public enum Left {
        IN_ORDER,
        BY_INTERRUPT
    }

    /** Between two drawings while news comes; a person reads no quicker. */
    private static final long DRAW_MS = 200;

    /** Between two drawings while none comes, since ages grow. */
    private static final long IDLE_DRAW_MS = 500;

    private final TopModel model;
    private final TopScreen screen;
    private final Clock clock;
    private final boolean colours;

    /** @param clock by which ages are told: our own, or that of a recording */
    public TopView(TopModel model, TopScreen screen, Clock clock, boolean colours) {
        this.model = model;
        this.screen = screen;
        this.clock = clock;
        this.colours = colours;
    }

    /**
     * Shows it until the person leaves; a feed that ends in order stays on the screen.
     *
     * @param ending what is said when the feed has ended in order
     * @throws NoScreenException where there is no terminal for it, before the feed is begun
     */
    public Left onTerminal(Feed feed, Mailbox mailbox, String ending) throws Exception {
        try (FullScreen terminal = FullScreen.open(mailbox)) {
            feed.start(mailbox);
            boolean news = true;
            long drawnAt = System.nanoTime() - Duration.ofMillis(IDLE_DRAW_MS).toNanos();
            while (!terminal.isLeft()) {
                long sinceMs = Duration.ofNanos(System.nanoTime() - drawnAt).toMillis();
                if (terminal.isToBeDrawnAnew() || sinceMs >= (news ? DRAW_MS : IDLE_DRAW_MS)) {
                    terminal.draw(drawn(terminal.size()));
                    drawnAt = System.nanoTime();
                    news = false;
                } else {
                    FeedItem item = mailbox.take(Duration.ofMillis(Math.max(1, DRAW_MS - Math.min(DRAW_MS, sinceMs))));
                    news |= item != null;
                    take(item, ending);
                }
            }
            return terminal.isInterrupted() ? Left.BY_INTERRUPT : Left.IN_ORDER;
        }
    }

    private List<AttributedString> drawn(Size size) {
        return screen.lines(model, clock.instant(), size.getColumns(), size.getRows()).stream()
                .map(line -> colours ? line : new AttributedString(line.toString()))
                .toList();
    }

    private void take(FeedItem item, String ending) throws Exception {
        if (item instanceof Told told) {
            model.take(told);
        } else if (item instanceof Notice notice) {
            model.take(notice);
        } else if (item instanceof FeedItem.Ended ended) {
            if (ended.why() != null) {
                throw ended.why();
            }
            model.ended(ending);
        }
    }

    /**
     * The lines of one screen, as soon as a live feed has told all that is there, or when a recording has ended.
     *
     * @param width none is wider
     */
    public String once(Feed feed, Mailbox mailbox, int width) throws Exception {
        feed.start(mailbox);
        FeedItem item;
        do {
            item = mailbox.take(Mailbox.forever());
            take(item, "");
        } while (!(item instanceof Notice.Live || item instanceof FeedItem.Ended));
        return screen.lines(model, clock.instant(), width, 0).stream()
                .map(line -> colours ? line.toAnsi() : line.toString().stripTrailing())
                .collect(Collectors.joining("\n"));
    }
}
