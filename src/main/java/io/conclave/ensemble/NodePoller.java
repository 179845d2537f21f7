package io.conclave.ensemble;

import io.conclave.config.EnsembleSettings;
import io.conclave.config.NodeAddress;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Decides what one node is asked and when, and feeds its {@link NodeWatch}. At most one question of each kind is under
 * way, so a node that hangs has one connection of each, however long it hangs.
 */
final class NodePoller {

    /** The configuration changes rarely, and a refused word is allowed only by a restart. */
    private static final Duration SELDOM = Duration.ofSeconds(60);

    /** Where the outcomes go. */
    interface Listener {

        /** A question has ended. */
        void asked(NodePoller poller, Exchange exchange);

        /** A source told figures. */
        void figures(NodePoller poller, MntrReply reply, FigureSource source);

        /** The watch has taken something in. */
        void changed(NodePoller poller);
    }

    private final NodeAddress address;
    private final NodeWatch watch;
    private final FourLetterClient client;
    private final OtherSources others;
    private final LongSupplier nanoTime;
    private final Listener listener;
    private final long metricsNanos;
    private final Set<FourLetterWord> underWay = EnumSet.noneOf(FourLetterWord.class);
    private long stagger;
    private long mntrDue;
    private long confDue;
    private long othersDue;

    /**
     * @param staggerBy how much later than the first node's the figures of this one are asked for, so that not all
     *     nodes pay at the same moment
     */
    NodePoller(
            NodeAddress address,
            EnsembleSettings settings,
            Duration staggerBy,
            FourLetterClient client,
            OtherSources others,
            LongSupplier nanoTime,
            Listener listener) {
        this.address = address;
        this.watch = new NodeWatch(
                address, settings.metricsInterval().multipliedBy(3).plus(settings.timeout()));
        this.client = client;
        this.others = others;
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.metricsNanos = settings.metricsInterval().toNanos();
        this.stagger = staggerBy.toNanos();
        this.mntrDue = nanoTime.getAsLong();
        this.confDue = mntrDue;
        this.othersDue = mntrDue;
    }

    /** The node that is asked. */
    NodeAddress address() {
        return address;
    }

    /** What is known of it. */
    NodeWatch watch() {
        return watch;
    }

    /** Whether the last {@code srvr} has not ended yet. */
    boolean isUnderWay() {
        return underWay.contains(FourLetterWord.SRVR);
    }

    /** Asks what is due; called once a poll interval. */
    void poll() {
        long now = nanoTime.getAsLong();
        boolean first = watch.condition() == NodeCondition.NOT_ASKED;
        if (!isUnderWay()) {
            ask(FourLetterWord.SRVR);
        }
        if (first || answersWords()) {
            pollFigures(now);
        }
        if (watch.wantsOthers() && now - othersDue >= 0 && others.isDue()) {
            othersDue = now + metricsNanos;
            askOthers();
        }
    }

    private boolean answersWords() {
        return watch.condition() == NodeCondition.SERVING || watch.condition() == NodeCondition.READ_ONLY;
    }

    private void pollFigures(long now) {
        if (now - mntrDue >= 0 && !underWay.contains(FourLetterWord.MNTR)) {
            mntrDue = now + metricsNanos + stagger;
            stagger = 0;
            ask(FourLetterWord.MNTR);
        }
        if (now - confDue >= 0 && !underWay.contains(FourLetterWord.CONF)) {
            confDue = now + SELDOM.toNanos();
            ask(FourLetterWord.CONF);
        }
    }

    private void ask(FourLetterWord word) {
        underWay.add(word);
        client.ask(address, word)
                .compose(
                        exchange -> mayBeDying(exchange) ? client.ask(address, word) : Future.succeededFuture(exchange))
                .onSuccess(this::ended);
    }

    /**
     * Whether the end of a connection may be the end of the server: one that is killed breaks off what is under way.
     * The question is repeated once at once, which tells a dead server from one that closes connections for a reason.
     */
    private boolean mayBeDying(Exchange exchange) {
        NodeCondition condition = exchange.reply().condition();
        return (condition == NodeCondition.CONNECTION_LIMIT || condition == NodeCondition.TRUNCATED)
                && condition != watch.condition();
    }

    private void ended(Exchange exchange) {
        underWay.remove(exchange.word());
        NodeCondition conditionBefore = watch.condition();
        watch.ended(exchange);
        boolean nowServes = answersWords() && conditionBefore != watch.condition();
        if (nowServes && conditionBefore != NodeCondition.NOT_ASKED) {
            mntrDue = nanoTime.getAsLong();
            confDue = mntrDue;
            pollFigures(mntrDue);
        }
        if (exchange.word() == FourLetterWord.MNTR) {
            figuresEnded(exchange);
        }
        listener.asked(this, exchange);
        listener.changed(this);
    }

    private void figuresEnded(Exchange exchange) {
        if (exchange.reply() instanceof Reply.Text text) {
            FigureSource source = new FigureSource(exchange.word().code(), exchange.at());
            listener.figures(this, MntrParser.parse(text.text()), source);
        } else if (exchange.reply() instanceof Reply.NotWhitelisted) {
            mntrDue = nanoTime.getAsLong() + SELDOM.toNanos();
        }
    }

    private void askOthers() {
        others.ask(watch.isWithoutSrvr())
                .onSuccess(told -> {
                    told.readings().forEach(watch::told);
                    listener.figures(
                            this, told.figures(), told.readings().get(0).source());
                    listener.changed(this);
                })
                .onFailure(failure -> {
                    watch.othersFailed(others.failures());
                    listener.changed(this);
                });
    }
}
