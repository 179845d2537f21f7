package io.conclave.cli.probe.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.bus.Topic;
import io.conclave.control.ControlTopics;
import io.conclave.logs.tail.TailFilter;
import io.conclave.logs.tail.TailScreen;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A controller's messages as they come. It asks for a snapshot first, comes back when the connection is lost, and heals
 * what was missed by another snapshot. All of its state belongs to one Vert.x context.
 */
public final class LiveFeed implements Feed {

    static final Duration SNAPSHOT_LIMIT = Duration.ofSeconds(10);

    /** Asked for with each connection's first snapshot, since it tells who speaks. */
    private static final String TELLS_THE_CONTROLLER = "conclave.ensemble";

    private static final long CLOSE_SECONDS = 3;

    /**
     * What is wanted of it.
     *
     * @param topics which topics
     * @param lines which of the servers' log lines
     * @param recent how many rows of each event topic's first snapshot, the newest ones
     * @param frames whether whole frames are wanted instead of messages
     * @param patient whether it is tried again where the first attempt fails too
     */
    public record Wish(List<Topic<?>> topics, TailFilter lines, int recent, boolean frames, boolean patient) {
        public Wish {
            topics = List.copyOf(topics);
        }
    }

    private final Vertx vertx;
    private final Supplier<MessageSource> sources;
    private final Wish wish;
    private final Clock clock;
    private final Backoff backoff;
    private final TailScreen screen;
    private final Supplier<String> where;
    private final Map<String, TopicCursor> cursors = new LinkedHashMap<>();
    private Context context;
    private Mailbox mailbox;
    private MessageSource source;
    private ControllerRef controller;
    private boolean wasLive;
    private boolean closed;

    /**
     * @param sources gives a new way to the controller for each attempt; throws a {@link SourceException} where there
     *     is none now
     * @param where what people call it
     */
    public LiveFeed(
            Vertx vertx,
            Supplier<MessageSource> sources,
            Supplier<String> where,
            Wish wish,
            RandomGenerator random,
            Clock clock) {
        this.vertx = vertx;
        this.sources = sources;
        this.where = where;
        this.wish = wish;
        this.clock = clock;
        this.backoff = new Backoff(random);
        this.screen = new TailScreen(wish.lines());
        wish.topics().forEach(topic -> cursors.put(topic.address(), new TopicCursor(topic, wish.recent())));
    }

    @Override
    public void start(Mailbox filled) {
        mailbox = filled;
        context = vertx.getOrCreateContext();
        context.runOnContext(ignored -> connect());
    }

    private void connect() {
        if (closed) {
            return;
        }
        MessageSource opened;
        try {
            opened = sources.get();
        } catch (SourceException away) {
            failed(away);
            return;
        }
        source = opened;
        opened.open(new Subscriptions(cursors.keySet(), wish.lines()), new Hearer(opened))
                .compose(ignored -> askSnapshot(opened, firstTopics()))
                .onSuccess(ignored -> live(opened))
                .onFailure(why -> lost(opened, why));
    }

    private Collection<String> firstTopics() {
        List<String> topics = new ArrayList<>(cursors.keySet());
        if (!cursors.containsKey(TELLS_THE_CONTROLLER)) {
            topics.add(TELLS_THE_CONTROLLER);
        }
        return topics;
    }

    private void live(MessageSource opened) {
        if (opened == source) {
            backoff.reset();
            wasLive = true;
            mailbox.offer(new Notice.Live(where.get()));
        }
    }

    private Future<Void> askSnapshot(MessageSource asked, Collection<String> topics) {
        return SnapshotReply.ask(asked, topics, SNAPSHOT_LIMIT).map(reply -> {
            if (asked == source) {
                align(reply, topics);
            }
            return null;
        });
    }

    private void align(JsonNode reply, Collection<String> topics) {
        Map<String, SnapshotReply.TopicState> states = SnapshotReply.read(reply, topics, clock.instant());
        ControllerRef speaker = SnapshotReply.speaker(states.values());
        List<String> again = new ArrayList<>();
        for (String topic : topics) {
            TopicCursor cursor = cursors.get(topic);
            if (cursor != null) {
                SnapshotReply.TopicState state = states.get(topic);
                take(cursor.snapshot(state.seq(), state.rows(), speaker), topic, again);
            }
        }
        if (!again.isEmpty()) {
            heal(again);
        }
    }

    private void heal(List<String> topics) {
        MessageSource asked = source;
        askSnapshot(asked, topics).onFailure(why -> lost(asked, why));
    }

    private void take(TopicCursor.Step step, String topic, List<String> again) {
        step.items().forEach(this::tell);
        if (step.snapshotWanted()) {
            again.add(topic);
        }
    }

    private void tell(FeedItem item) {
        if (item instanceof Told told) {
            if (controller != null
                    && !controller.equals(told.controller())
                    && told.controller().epoch() >= controller.epoch()) {
                mailbox.offer(new Notice.OtherController(controller, told.controller()));
            }
            controller = told.controller();
            if (wish.frames() || !isWanted(told)) {
                return;
            }
        }
        mailbox.offer(item);
    }

    /** Not every source filters lines itself. */
    private boolean isWanted(Told told) {
        return !told.topic().equals(ControlTopics.LOG_LINES.address())
                || screen.admits(
                        told.body().path("node").asText(),
                        told.body().path("line").asText());
    }

    private void lost(MessageSource which, Throwable why) {
        if (which != source || closed) {
            return;
        }
        source = null;
        which.close();
        cursors.values().forEach(TopicCursor::disconnected);
        failed(
                why instanceof SourceException known
                        ? known
                        : new SourceException(SourceException.Kind.LOST, "lost: " + said(why)));
    }

    private static String said(Throwable why) {
        return why instanceof ProblemException known
                ? "what the server said is not understood: " + known.problem().detail()
                : String.valueOf(why.getMessage());
    }

    private void failed(SourceException why) {
        boolean again = why.kind() != SourceException.Kind.REFUSED && (wasLive || wish.patient());
        if (!again) {
            closed = true;
            mailbox.offer(new FeedItem.Ended(why));
            return;
        }
        Duration wait = backoff.next();
        mailbox.offer(new Notice.Lost(why.getMessage(), wait));
        vertx.setTimer(Math.max(1, wait.toMillis()), ignored -> connect());
    }

    @Override
    public void close() {
        if (context == null) {
            return;
        }
        Future<Void> gone = Future.future(done -> context.runOnContext(ignored -> {
            closed = true;
            MessageSource open = source;
            source = null;
            (open == null ? Future.<Void>succeededFuture() : open.close()).onComplete(done);
        }));
        try {
            gone.await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // The goodbye of the other side never came; the connection goes with Vert.x.
        }
    }

    /** Hears one source. */
    private final class Hearer implements MessageSource.Listener {

        private final MessageSource heard;

        private Hearer(MessageSource heard) {
            this.heard = heard;
        }

        @Override
        public void frame(String text) {
            if (wish.frames() && heard == source) {
                mailbox.offer(new FeedItem.Frame(text));
            }
        }

        @Override
        public void received(String topic, JsonNode body) {
            TopicCursor cursor = cursors.get(topic);
            if (heard != source || cursor == null) {
                return;
            }
            List<String> again = new ArrayList<>();
            try {
                take(cursor.live(Told.of(topic, body, clock.instant(), false)), topic, again);
            } catch (ProblemException wrong) {
                LiveFeed.this.lost(heard, wrong);
                return;
            }
            if (!again.isEmpty()) {
                heal(again);
            }
        }

        @Override
        public void refused(String topic, Problem problem) {
            LiveFeed.this.lost(
                    heard,
                    new SourceException(
                            SourceException.Kind.REFUSED,
                            "the server does not tell " + topic + ": " + problem.detail()));
        }

        @Override
        public void lost(SourceException why) {
            LiveFeed.this.lost(heard, why);
        }
    }
}
