package io.conclave.kv.show;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.config.KeyValueSettings;
import io.conclave.config.NodeAddress;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.kv.ring.RingState;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the key-value store: follows every member a few times a second, whoever looks, and publishes what it sees;
 * begins and ends the demo's processes; and answers what the page asks of the store. The work is that of the classes
 * beside it, all of which belong to its context.
 */
public final class KeyValueVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(KeyValueVerticle.class);
    private static final int WORKERS = 4;
    private static final long WORK_LIMIT_S = 30;

    /** More often nobody could read the figures. Roles and processes are told at once. */
    private static final long PUBLISH_NANOS = 500_000_000L;

    /** The page's first picture has the machine for itself before the processes begin. */
    private static final long CALM_NANOS = 1_500_000_000L;

    private final KeyValueSettings settings;
    private final Optional<DemoStore> demo;
    private final StoreClient client;
    private final Bus bus;
    private final OperationLog operations;
    private final Consumer<List<String>> moved;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Rates rates = new Rates();
    private MemberCalls calls;
    private StatusWatch watch;
    private StoreAccess store;
    private Checker checker;
    private FailoverTrail trail;
    private ProcessActions actions;
    private RingKeeper keeper;
    private WorkerExecutor workers;
    private DemoStart begins;
    private long calmSince;
    private Cluster cluster = Cluster.of(Map.of());
    private ShownStore shown = ShownStore.none();
    private ShownRing ring = RingPicture.nothing();
    private List<String> addresses = List.of();
    private long publishedNanos;
    private String publishedOutline = "";

    /** Makes a client of the store. */
    @FunctionalInterface
    public interface StoreClient {

        /**
         * A client that finds its own way.
         *
         * @param seeds host:port of some members
         * @param token what they want their callers to know
         */
        StoreAccess open(Vertx vertx, List<String> seeds, Optional<String> token);
    }

    /**
     * @param demo the processes that are run here, or empty
     * @param moved told the members' addresses whenever they change, on this verticle's context
     */
    public KeyValueVerticle(
            KeyValueSettings settings,
            Optional<DemoStore> demo,
            Bus bus,
            OperationLog operations,
            Consumer<List<String>> moved,
            Clock clock,
            LongSupplier nanoTime) {
        this(settings, demo, RoutedAccess::new, bus, operations, moved, clock, nanoTime);
    }

    KeyValueVerticle(
            KeyValueSettings settings,
            Optional<DemoStore> demo,
            StoreClient client,
            Bus bus,
            OperationLog operations,
            Consumer<List<String>> moved,
            Clock clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.demo = demo;
        this.client = client;
        this.bus = bus;
        this.operations = operations;
        this.moved = moved;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    private StoreMode mode() {
        return demo.isPresent() ? StoreMode.DEMO : settings.seeds().isEmpty() ? StoreMode.NONE : StoreMode.ATTACHED;
    }

    @Override
    public Future<?> start() {
        serveReadings();
        if (mode() == StoreMode.NONE) {
            serveNothing();
        } else {
            open();
        }
        bus.publish(StoreTopics.STATE, shown);
        bus.publish(StoreTopics.RING, ring);
        return Future.succeededFuture();
    }

    private void open() {
        calls = new MemberCalls(vertx, settings.token());
        watch = new StatusWatch(calls, clock, nanoTime);
        workers = vertx.createSharedWorkerExecutor("conclave-kv", WORKERS, WORK_LIMIT_S, TimeUnit.SECONDS);
        store = client.open(vertx, seeds(), settings.token());
        trail = new FailoverTrail(
                group -> checker == null ? null : checker.acknowledgements(group),
                group -> checker == null ? 0 : checker.losses(group),
                this::tell);
        KeyDesk desk = new KeyDesk(store, operations, () -> shown, () -> cluster.ring(), nanoTime);
        bus.serve(StoreTopics.GET, desk::get);
        demo.ifPresentOrElse(own -> openDemo(own, desk), this::serveWatchingOnly);
        vertx.setPeriodic(StatusWatch.INTERVAL.toMillis(), due -> look());
    }

    private void openDemo(DemoStore own, KeyDesk desk) {
        checker = new Checker(vertx, store, clock, nanoTime);
        checker.turn(true);
        actions = new ProcessActions(own, workers, operations, this::prospect, this::acting, clock, nanoTime);
        keeper = new RingKeeper(own, calls, workers, operations, clock, nanoTime);
        begins = new DemoStart(
                own.membersOf(null), own.groups().stream().map(own::membersOf).toList());
        bus.subscribe(EnsembleTopics.STATE, state -> {
            if (calmSince == 0 && state.body().quorum().held()) {
                calmSince = nanoTime.getAsLong();
            }
        });
        bus.serve(StoreTopics.ACT, order -> actions.act(order).onComplete(done -> look()));
        bus.serve(
                StoreTopics.PROSPECT,
                asked -> Future.succeededFuture(prospect(asked.process(), ProcessActions.action(asked.action()))));
        bus.serve(StoreTopics.ADD_GROUP, order -> keeper.add(order.actor()));
        bus.serve(StoreTopics.REMOVE_GROUP, order -> keeper.remove(order.group(), order.actor(), cluster.ring()));
        bus.serve(
                StoreTopics.VIRTUAL_NODES,
                order -> keeper.virtualNodes(order.virtualNodes(), order.actor(), cluster.ring()));
        bus.serve(StoreTopics.CHECKER, this::turnChecker);
        bus.serve(StoreTopics.PUT, desk::put);
        bus.serve(StoreTopics.DELETE, desk::delete);
    }

    private void serveReadings() {
        bus.serve(StoreTopics.CURRENT, asked -> Future.succeededFuture(shown));
        bus.serve(StoreTopics.CURRENT_RING, asked -> Future.succeededFuture(ring));
        bus.serve(
                StoreTopics.LIST_FAILOVERS,
                asked -> Future.succeededFuture(new FailoverList(trail == null ? List.of() : trail.newestFirst())));
    }

    private void serveNothing() {
        bus.serve(StoreTopics.GET, asked -> refused(OFF));
        refuseAll(OFF);
    }

    private void serveWatchingOnly() {
        refuseAll(WATCHED);
    }

    private void refuseAll(Problem why) {
        bus.serve(StoreTopics.ACT, asked -> refused(why));
        bus.serve(StoreTopics.PROSPECT, asked -> refused(why));
        bus.serve(StoreTopics.ADD_GROUP, asked -> refused(why));
        bus.serve(StoreTopics.REMOVE_GROUP, asked -> refused(why));
        bus.serve(StoreTopics.VIRTUAL_NODES, asked -> refused(why));
        bus.serve(StoreTopics.CHECKER, asked -> refused(why));
        bus.serve(StoreTopics.PUT, asked -> refused(why));
        bus.serve(StoreTopics.DELETE, asked -> refused(why));
    }

    private static final Problem OFF = Problem.conflict(
            "kv_off", "there is no key-value store here: set KV_DEMO_ENABLED with demo, or KV_SEEDS with serve");
    private static final Problem WATCHED =
            Problem.conflict("kv_watched_only", "this store runs elsewhere and is only watched from here");

    private static <T> Future<T> refused(Problem why) {
        return Future.failedFuture(why.asException());
    }

    private List<String> seeds() {
        return demo.map(DemoStore::addresses)
                .orElseGet(() ->
                        settings.seeds().stream().map(NodeAddress::hostPort).toList());
    }

    private Prospect prospect(String process, Action action) {
        return new Prospects(
                        shown.servers(),
                        shown.groups(),
                        settings.sessionTimeout().toSeconds())
                .of(process, action);
    }

    private void acting(String process, Action action) {
        trail.acted(process, action, clock.instant(), nanoTime.getAsLong());
    }

    private Future<ShownChecker> turnChecker(SwitchChecker order) {
        if (order.enabled() == null) {
            throw Problem.invalid("enabled", null, "true or false").asException();
        }
        ObjectNode details = Json.object().put("checker", order.enabled());
        return operations
                .begin(Action.SETTINGS, order.actor(), "kv", details)
                .compose(row -> operations.finish(row, OperationStatus.OK, Json.object()))
                .map(written -> {
                    checker.turn(order.enabled());
                    look();
                    return checker.shown();
                });
    }

    /** One round: asks everyone anew, and makes of what has been said so far what there is to be shown. */
    private void look() {
        List<KnownProcess> known = demo.map(DemoStore::processes).orElse(List.of());
        Set<String> all = new TreeSet<>(seeds());
        all.addAll(cluster.addresses());
        watch.look(demo.isPresent() ? seeds() : all);
        Map<String, Sighting> sightings = watch.sightings();
        long now = nanoTime.getAsLong();
        cluster = Cluster.of(sightings);
        rates.look(sightings, now);
        Picture picture = new Picture(cluster, sightings, known, rates, now);
        shown = new ShownStore(
                mode(),
                demo.isPresent(),
                demo.map(own -> own.sessionTimeout().toMillis()).orElse(null),
                cluster.ring() == null ? 0 : cluster.ring().version(),
                picture.servers(),
                picture.groups(),
                checker == null ? null : checker.shown(),
                keeper == null ? null : keeper.shown(),
                rates.shown(),
                actions == null ? List.of() : actions.busy());
        for (ShownGroup group : shown.groups()) {
            FailoverTrail.Seen seen = picture.seen(group);
            if (seen != null) {
                trail.seen(group.name(), seen, clock.instant(), now);
            }
        }
        demo.ifPresent(own -> follow(own, now));
        publish(now);
    }

    private void follow(DemoStore own, long now) {
        checker.follow(cluster.ring());
        keeper.look(cluster);
        if (calmSince != 0 && now - calmSince > CALM_NANOS) {
            Set<String> answering = new HashSet<>();
            shown.servers().stream()
                    .filter(ShownServer::answers)
                    .map(ShownServer::id)
                    .forEach(answering::add);
            shown.groups().forEach(group -> group.members().stream()
                    .filter(ShownMember::answers)
                    .map(ShownMember::id)
                    .forEach(answering::add));
            begins.next(answering, own.failed(), now).forEach(id -> workers.executeBlocking(() -> own.start(id), false)
                    .onFailure(failure -> LOG.warn("{} cannot be started: {}", id, failure.toString())));
        }
        List<String> current = own.addresses();
        if (!current.equals(addresses)) {
            addresses = current;
            moved.accept(current);
        }
    }

    private void publish(long now) {
        String outline = outline();
        if (!outline.equals(publishedOutline) || now - publishedNanos >= PUBLISH_NANOS) {
            publishedOutline = outline;
            publishedNanos = now;
            bus.publish(StoreTopics.STATE, shown);
        }
        RingState state = cluster.ring();
        ShownRing next = state == null ? RingPicture.nothing() : drawn(state);
        if (!next.equals(ring)) {
            ring = next;
            bus.publish(StoreTopics.RING, ring);
        }
    }

    /** Drawing costs little, but four times a second it would be for nothing. */
    private ShownRing drawn(RingState state) {
        String newcomer = keeper == null ? null : keeper.newcomer();
        boolean same = ring.version() == state.version()
                && ring.outcomes().stream()
                        .filter(ShownRing.Outcome::added)
                        .map(ShownRing.Outcome::group)
                        .findFirst()
                        .equals(state.isChanging() ? Optional.empty() : Optional.ofNullable(newcomer));
        return same ? ring : RingPicture.of(state, newcomer);
    }

    /** What is told at once when it changes. */
    private String outline() {
        StringBuilder outline = new StringBuilder();
        shown.servers()
                .forEach(server ->
                        outline.append(server.process()).append(server.master()).append(server.answers()));
        shown.groups().forEach(group -> {
            outline.append(group.condition())
                    .append(group.primary())
                    .append(group.epoch())
                    .append(group.inSync());
            group.members().forEach(member -> outline.append(member.process()).append(member.role()));
        });
        return outline.append(shown.busy()).append(shown.ringWork()).toString();
    }

    private void tell(Failover failover) {
        bus.publish(StoreTopics.FAILOVERS, failover);
        if (failover.state() == Failover.State.DONE && failover.unavailableMs() != null) {
            checker.unavailable(failover.unavailableMs());
        }
    }

    @Override
    public Future<?> stop() {
        if (calls == null) {
            return Future.succeededFuture();
        }
        if (checker != null) {
            checker.turn(false);
        }
        return Future.join(store.close(), calls.close(), workers.close());
    }
}
