package io.conclave.web.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.Published;
import io.conclave.bus.Topic;
import io.conclave.controllers.ControllersTopics;
import io.conclave.grafana.GrafanaTopics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every public topic, for all viewers at once: takes each message from the bus, encodes it once, keeps what a snapshot
 * tells, and hands the same text to every subscriber. All of it happens on the context that {@link #start} was called
 * on, so that a snapshot and the frames around it are in order.
 */
public final class StreamHub {

    private static final Subscriber[] NOBODY = {};

    /** Told each message of this controller's own features, as it goes out. */
    @FunctionalInterface
    public interface Tap {
        /**
         * Takes a message.
         *
         * @param topic which topic's
         * @param body JSON, with number, time and publisher
         */
        void published(Topic<?> topic, String body);
    }

    /** Whoever gets a topic's frames. */
    interface Subscriber {
        /** Takes a topic's message. */
        void publish(Outgoing message);
    }

    private static final class Channel {
        private final Topic<?> topic;
        private final TopicLog log;
        private final Set<Subscriber> subscribers = new LinkedHashSet<>();
        private Subscriber[] list = NOBODY;
        private Consumer<Boolean> demand = wanted -> {};

        private Channel(Topic<?> topic) {
            this.topic = topic;
            this.log = switch (topic.kind()) {
                case STATE -> new StateLog();
                case EVENT -> new EventLog(EventLog.USUALLY_KEPT);
                case PASSING -> new EventLog(0);
                case INTERNAL -> throw new IllegalArgumentException(topic.address() + " is not for viewers");
            };
        }
    }

    private final Bus bus;
    private final Clock clock;
    private final Consumer<Duration> pushed;
    private final Map<String, Channel> channels;
    private final List<Runnable> waiting = new ArrayList<>();
    private final Subscriber elsewhere = message -> {};
    private Tap tap = (topic, body) -> {};
    private boolean earlierAwaited;
    private String wholeSnapshot;

    /**
     * @param clock the one that the bus stamps messages with
     * @param pushed told for each message with subscribers how long it took from being published until it was handed to
     *     the last socket; the stamp has milliseconds, so it is up to one too long
     */
    public StreamHub(Bus bus, Clock clock, Consumer<Duration> pushed) {
        this.bus = bus;
        this.clock = clock;
        this.pushed = pushed;
        this.channels = PublicTopics.ALL.stream()
                .collect(Collectors.toMap(Topic::address, Channel::new, (a, b) -> a, LinkedHashMap::new));
    }

    /** Subscribes to every public topic; what was published before is not seen. */
    public void start() {
        channels.values().forEach(channel -> bus.subscribe(channel.topic, message -> take(channel, message)));
    }

    /** Has each message of this controller's own features told from now on. */
    public void tap(Tap told) {
        tap = told;
    }

    /** Where another controller's messages went out here before, these go on behind their numbers. */
    private void take(Channel channel, Published<?> message) {
        long number = Math.max(message.seq(), channel.log.seq() + 1);
        String body = Frame.body(new Published<>(number, message.at(), message.controller(), message.body()));
        boolean told = send(channel, number, body);
        tap.published(channel.topic, body);
        if (told) {
            pushed.accept(Duration.between(message.at(), clock.instant()));
        }
    }

    /** Says whether anybody was there to be told. */
    private static boolean tell(Channel channel, String body) {
        if (channel.subscribers.isEmpty()) {
            return false;
        }
        Outgoing message = new Outgoing(channel.topic.address(), body);
        for (Subscriber subscriber : list(channel)) {
            subscriber.publish(message);
        }
        return true;
    }

    private boolean send(Channel channel, long number, String body) {
        channel.log.add(number, body);
        wholeSnapshot = null;
        return tell(channel, body);
    }

    /**
     * Hands on a message of another controller's stream, with a number of this one's.
     *
     * @param address of the topic
     * @param body JSON, as that controller sent it
     */
    public void relay(String address, String body) {
        Channel channel = channel(address);
        long number = channel.log.seq() + 1;
        send(channel, number, Frame.renumbered(body, number));
    }

    /**
     * Makes good what may have been missed of another controller's stream: of what its snapshot tells, whatever has not
     * gone out here goes out now. Where too much was missed for that, a number is left out, so that viewers ask for the
     * snapshot, and that one has all.
     *
     * @param address of the topic
     * @param snapshot the messages that the other controller's snapshot tells, oldest first
     */
    public void heal(String address, List<String> snapshot) {
        Channel channel = channel(address);
        Set<String> known =
                channel.log.rows().stream().map(StreamHub::unnumbered).collect(Collectors.toSet());
        List<String> missed = snapshot.stream()
                .filter(body -> !known.contains(unnumbered(body)))
                .toList();
        boolean overlaps = missed.size() < snapshot.size();
        if (channel.topic.kind() == Topic.Kind.PASSING) {
            leaveOut(channel, List.of());
        } else if (channel.topic.kind() == Topic.Kind.STATE || overlaps || missed.size() == 1) {
            missed.forEach(body -> relay(address, body));
        } else if (!missed.isEmpty()) {
            leaveOut(channel, missed.subList(0, missed.size() - 1));
            relay(address, missed.get(missed.size() - 1));
        }
    }

    private void leaveOut(Channel channel, List<String> instead) {
        long number = channel.log.seq() + 1;
        channel.log.replace(
                number,
                instead.stream().map(body -> Frame.renumbered(body, number)).toList());
        wholeSnapshot = null;
    }

    /** A message as the stream sends it. */
    public static String ascii(JsonNode message) {
        return AsciiJson.of(message.toString());
    }

    private static String unnumbered(String body) {
        return Frame.renumbered(body, 0);
    }

    /** Every topic, and the number that each stands at. */
    public Map<String, Long> numbers() {
        return channels.values().stream()
                .collect(Collectors.toMap(channel -> channel.topic.address(), channel -> channel.log.seq()));
    }

    /** Counts as a viewer of a topic, for one who looks at another controller's page. */
    public void demand(Topic<?> topic, boolean wanted) {
        if (wanted) {
            register(topic.address(), elsewhere);
        } else {
            unregister(topic.address(), elsewhere);
        }
    }

    /** Whether this very controller's viewers want a topic. */
    public boolean isWanted(Topic<?> topic) {
        return channels.get(topic.address()).subscribers.stream().anyMatch(viewer -> viewer != elsewhere);
    }

    /** What another controller's stream has that this one hands on. */
    public static List<Topic<?>> relayed() {
        return PublicTopics.ALL.stream()
                .filter(topic -> topic != ControllersTopics.EVENTS && topic != GrafanaTopics.STATE)
                .toList();
    }

    /** A copy, since a subscriber may leave while it is served; made anew only when someone came or left. */
    private static Subscriber[] list(Channel channel) {
        if (channel.list.length == 0) {
            channel.list = channel.subscribers.toArray(NOBODY);
        }
        return channel.list;
    }

    /**
     * Puts rows of a time before this start in front of a topic's own. They carry the number 0: nobody could have been
     * subscribed to them.
     *
     * @param oldestFirst the rows
     * @param at when each was published or would have been
     */
    public <T> void addEarlier(Topic<T> topic, List<T> oldestFirst, Function<T, Instant> at) {
        channels.get(topic.address())
                .log
                .addEarlier(oldestFirst.stream()
                        .map(row -> Frame.body(new Published<>(0, at.apply(row), bus.self(), row)))
                        .toList());
        wholeSnapshot = null;
    }

    /** Says that {@link #addEarlier} is still to come, and that snapshots have to wait for it. */
    public void awaitEarlier() {
        earlierAwaited = true;
    }

    /** Says that {@link #addEarlier} is done, or that snapshots must do without; a second time changes nothing. */
    public void earlierDone() {
        earlierAwaited = false;
        List<Runnable> ready = List.copyOf(waiting);
        waiting.clear();
        ready.forEach(Runnable::run);
    }

    /**
     * Does something as soon as snapshots tell of the time before this start too, at once where they do. Who had one
     * before would never learn of those rows, since no message tells of them.
     */
    public void whenEarlierIsThere(Runnable what) {
        if (earlierAwaited) {
            waiting.add(what);
        } else {
            what.run();
        }
    }

    /** Whether there is such a topic for viewers. */
    boolean has(String address) {
        return channels.containsKey(address);
    }

    /**
     * Tells from now on whether a topic has subscribers, at once and each time that it changes.
     *
     * @param wanted takes true from the first subscriber on, false when the last has left
     */
    public void watchDemand(Topic<?> topic, Consumer<Boolean> wanted) {
        Channel channel = channels.get(topic.address());
        channel.demand = wanted;
        wanted.accept(!channel.subscribers.isEmpty());
    }

    /** Hands the topic's frames to the subscriber from now on; a second time changes nothing. */
    void register(String address, Subscriber subscriber) {
        Channel channel = channels.get(address);
        if (channel.subscribers.add(subscriber)) {
            channel.list = NOBODY;
            if (channel.subscribers.size() == 1) {
                channel.demand.accept(true);
            }
        }
    }

    /** Ends that. */
    void unregister(String address, Subscriber subscriber) {
        Channel channel = channels.get(address);
        if (channel.subscribers.remove(subscriber)) {
            channel.list = NOBODY;
            if (channel.subscribers.isEmpty()) {
                channel.demand.accept(false);
            }
        }
    }

    /** How many there are over all topics. */
    int registrations() {
        return channels.values().stream()
                .mapToInt(channel -> channel.subscribers.size())
                .sum();
    }

    /**
     * The state of topics and the number that each stands at, as JSON.
     *
     * @param topics which, or null for all
     * @throws io.conclave.bus.ProblemException 404, naming a topic that does not exist
     */
    public String snapshot(List<String> topics) {
        if (topics != null) {
            return compose(topics);
        }
        if (wholeSnapshot == null) {
            wholeSnapshot = compose(List.copyOf(channels.keySet()));
        }
        return wholeSnapshot;
    }

    /**
     * Which topics a question for the snapshot names.
     *
     * @param body of the question; may be null or missing
     * @return null for all of them
     * @throws ProblemException 400 for what is no such question
     */
    public static List<String> wanted(JsonNode body) {
        if (body == null || body.isMissingNode() || body.isNull()) {
            return null;
        }
        List<String> wanted = Json.decode(body, SnapshotQuestion.class).topics();
        if (wanted != null && wanted.contains(null)) {
            throw Problem.invalid("topics", wanted, "a list of topics").asException();
        }
        return wanted;
    }

    private String compose(List<String> topics) {
        return topics.stream()
                .distinct()
                .map(address -> "\"" + channel(address).topic.address() + "\":"
                        + channel(address).log.snapshot())
                .collect(Collectors.joining(",", "{\"topics\":{", "}}"));
    }

    private Channel channel(String address) {
        Channel channel = channels.get(address);
        if (channel == null) {
            throw Problem.notFound("topic", address, String.join(", ", channels.keySet()))
                    .asException();
        }
        return channel;
    }
}
