package io.conclave.web.news;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.ProblemException;
import io.conclave.bus.Topic;
import io.conclave.cluster.ClusterBus;
import io.conclave.cluster.ClusterMember;
import io.conclave.control.ControlTopics;
import io.conclave.controllers.ControllerRole;
import io.conclave.controllers.ControllersState;
import io.conclave.controllers.StandingReason;
import io.conclave.web.state.Leadership;
import io.conclave.web.stream.StreamHub;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageProducer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the news of the active controller on the cluster's event bus, and takes them from there while another one is
 * active. Every message of the stream goes to the address of its topic as JSON text; {@value ClusterBus#SNAPSHOT} is
 * answered as it is on the stream, by the active controller alone. All of it is on the context of the edge; what is
 * lost on the way is seen by its number and made good by the snapshot, so nothing depends on the cluster but how soon
 * it is seen.
 */
public final class News implements ClusterMember.User {

    private static final Logger LOG = LoggerFactory.getLogger(News.class);
    private static final long BEAT_MS = 500;
    private static final long SNAPSHOT_MS = 3_000;
    private static final long ASK_AGAIN_MS = 100;

    /** After so much silence of an active controller the own membership is doubted. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(6);

    private static final long DEMAND_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Of messages that are not written yet; more are left out, which the others see. */
    private static final long MOST_UNWRITTEN_CHARS = 8L << 20;

    private final Vertx home;
    private final Context context;
    private final Bus bus;
    private final StreamHub hub;
    private final Leadership leadership;
    private final LongSupplier nanoTime;
    private final ClusterCommands commands;
    private final Feed feed;
    private final List<Topic<?>> topics = StreamHub.relayed();
    private final Map<String, MessageProducer<String>> outlets = new HashMap<>();
    private final Map<String, Long> wantedElsewhere = new HashMap<>();
    private ClusterMember member;
    private EventBus cluster;
    private long unwritten;
    private long heardAt;
    private boolean asking;
    private boolean contactLost;
    private long timer = -1;

    /**
     * @param home the Vert.x of the edge; to be called on the edge's context
     * @param commands takes the commands that come by way of the cluster
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public News(
            Vertx home,
            Bus bus,
            StreamHub hub,
            Leadership leadership,
            ClusterCommands commands,
            LongSupplier nanoTime) {
        this.home = home;
        this.context = home.getOrCreateContext();
        this.bus = bus;
        this.hub = hub;
        this.leadership = leadership;
        this.commands = commands;
        this.nanoTime = nanoTime;
        this.feed = new Feed(topics, new ToHub());
    }

    /** Begins, as soon as the member has joined. */
    public void start(ClusterMember own) {
        member = own;
        heardAt = nanoTime.getAsLong();
        hub.tap(this::publish);
        timer = home.setPeriodic(BEAT_MS, due -> beat());
        own.open();
    }

    @Override
    public void joined(Vertx vertx, EventBus clustered) {
        for (Topic<?> topic : topics) {
            clustered.<String>consumer(topic.address(), message -> there(() -> take(topic.address(), message)));
        }
        clustered.<String>consumer(ClusterBus.BEAT, message -> there(() -> heard(message)));
        clustered.<String>consumer(ClusterBus.WANTED, message -> there(() -> wanted(message)));
        clustered.<String>consumer(ClusterBus.SNAPSHOT, message -> there(() -> answer(message)));
        commands.serve(clustered, this::there);
        there(() -> {
            cluster = clustered;
            outlets.clear();
            unwritten = 0;
            heardAt = nanoTime.getAsLong();
            // Whatever the former member asked is answered by nobody any more.
            asking = false;
            askWhereMissing();
        });
    }

    @Override
    public void left() {
        there(() -> cluster = null);
    }

    private void there(Runnable what) {
        context.runOnContext(ignored -> what.run());
    }

    private boolean isActive() {
        return leadership.state().role() == ControllerRole.ACTIVE;
    }

    private void publish(Topic<?> topic, String body) {
        if (cluster == null || !isActive()) {
            return;
        }
        if (unwritten > MOST_UNWRITTEN_CHARS) {
            LOG.warn("{} is left out of the news: the cluster does not keep up", topic.address());
            return;
        }
        EventBus through = cluster;
        unwritten += body.length();
        outlets.computeIfAbsent(topic.address(), through::publisher)
                .write(body)
                .onComplete(written -> there(() -> {
                    if (through == cluster) {
                        unwritten -= body.length();
                    }
                }));
    }

    private void beat() {
        renewAfterLoss();
        if (cluster == null) {
            return;
        }
        if (isActive()) {
            feed.notBelow(bus.self().epoch());
            expireDemand();
            cluster.publish(
                    ClusterBus.BEAT,
                    Json.encode(new Beat(bus.self().id(), bus.self().epoch(), hub.numbers())));
            return;
        }
        if (hub.isWanted(ControlTopics.LOG_LINES)) {
            cluster.publish(ClusterBus.WANTED, bus.self().id());
        }
        ControllersState state = leadership.state();
        long now = nanoTime.getAsLong();
        if (state.otherActive().isEmpty()) {
            heardAt = now;
        } else if (now - heardAt > SILENCE_NANOS) {
            heardAt = now;
            member.renew("nothing is heard of " + state.active().id());
        }
    }

    /**
     * A member whose session has ended reaches itself still, while the others know it no more: so after each lost
     * contact another one takes its place, whatever the old one believes.
     */
    private void renewAfterLoss() {
        ControllersState state = leadership.state();
        if (state.reason() == StandingReason.COORDINATION_LOST) {
            contactLost = true;
        } else if (contactLost && state.role() != ControllerRole.DETACHED) {
            contactLost = false;
            member.renew("the contact with the coordinating ensemble was lost");
        }
    }

    private void take(String topic, Message<String> message) {
        if (!isActive()) {
            Item.of(message.body()).filter(this::isOther).ifPresent(item -> feed.message(topic, item));
        }
    }

    private boolean isOther(Item item) {
        return !item.controller().equals(bus.self().id());
    }

    private void heard(Message<String> message) {
        Beat beat;
        try {
            beat = Json.decode(message.body(), Beat.class);
        } catch (ProblemException nonsense) {
            LOG.warn("a beat makes no sense: {}", nonsense.getMessage());
            return;
        }
        if (!isActive() && !beat.controller().equals(bus.self().id())) {
            heardAt = nanoTime.getAsLong();
            feed.beat(beat);
        }
    }

    private void wanted(Message<String> message) {
        if (isActive() && !message.body().equals(bus.self().id())) {
            wantedElsewhere.put(message.body(), nanoTime.getAsLong());
            hub.demand(ControlTopics.LOG_LINES, true);
        }
    }

    private void expireDemand() {
        wantedElsewhere.values().removeIf(at -> nanoTime.getAsLong() - at > DEMAND_NANOS);
        if (wantedElsewhere.isEmpty()) {
            hub.demand(ControlTopics.LOG_LINES, false);
        }
    }

    private void answer(Message<String> message) {
        if (!isActive()) {
            // The bus asks one controller after the other, and whoever asked is not to wait for one that knows nothing.
            message.fail(ClusterBus.NOT_ACTIVE, bus.self().id() + " is not active");
            return;
        }
        DeliveryOptions epoch = new DeliveryOptions()
                .addHeader(ClusterBus.EPOCH, Long.toString(bus.self().epoch()));
        try {
            List<String> wanted = StreamHub.wanted(Json.parse(message.body()));
            hub.whenEarlierIsThere(() -> message.reply(hub.snapshot(wanted), epoch));
        } catch (ProblemException wrong) {
            ClusterCommands.refuse(message, wrong.problem());
        }
    }

    /**
     * Asks until it comes. One question at a time: where another epoch begins meanwhile, its snapshot is the next that
     * is asked for.
     */
    private void askSnapshot(long epoch) {
        if (asking || cluster == null) {
            return;
        }
        asking = true;
        EventBus through = cluster;
        through.<String>request(ClusterBus.SNAPSHOT, "{}", new DeliveryOptions().setSendTimeout(SNAPSHOT_MS))
                .onComplete(asked -> there(() -> {
                    if (through != cluster) {
                        return;
                    }
                    asking = false;
                    home.setTimer(ASK_AGAIN_MS, due -> askWhereMissing());
                    if (asked.succeeded()) {
                        healed(asked.result());
                    } else {
                        LOG.debug(
                                "the snapshot of epoch {} did not come: {}",
                                epoch,
                                asked.cause().getMessage());
                    }
                }));
    }

    private void askWhereMissing() {
        if (!isActive()) {
            feed.askAgain();
        }
    }

    private void healed(Message<String> reply) {
        String epoch = reply.headers().get(ClusterBus.EPOCH);
        if (epoch == null || !epoch.matches("\\d{1,18}") || isActive()) {
            return;
        }
        Map<String, Long> seqs = new HashMap<>();
        Map<String, List<String>> rows = new HashMap<>();
        for (Map.Entry<String, JsonNode> topic :
                Json.parse(reply.body()).path("topics").properties()) {
            seqs.put(topic.getKey(), topic.getValue().path("seq").asLong());
            rows.put(topic.getKey(), rows(topic.getValue().path("state")));
        }
        feed.snapshot(Long.parseLong(epoch), seqs, rows);
    }

    private static List<String> rows(JsonNode state) {
        List<String> rows = new ArrayList<>();
        if (state.has("recent") && state.size() == 1) {
            state.get("recent").forEach(row -> rows.add(StreamHub.ascii(row)));
        } else if (state.isObject()) {
            rows.add(StreamHub.ascii(state));
        }
        return rows;
    }

    /** Ends it; what has been told stays. */
    public void close() {
        home.cancelTimer(timer);
        cluster = null;
    }

    private final class ToHub implements Feed.Outlet {

        @Override
        public void relay(String topic, String body) {
            hub.relay(topic, body);
        }

        @Override
        public void heal(String topic, List<String> snapshot) {
            hub.heal(topic, snapshot);
        }

        @Override
        public void askSnapshot(long epoch) {
            News.this.askSnapshot(epoch);
        }
    }
}
