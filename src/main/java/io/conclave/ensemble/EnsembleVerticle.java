package io.conclave.ensemble;

import io.conclave.audit.OperationLog;
import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.config.EnsembleSettings;
import io.conclave.config.NodeAddress;
import io.conclave.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Watches the ensemble: asks all nodes at once, publishes what it comes to, and keeps which nodes are drained.
 *
 * <p>A change of a role or condition is published when it is seen. A change of mere figures waits for the end of the
 * round, so that a round costs the viewers one message at the most, and the ages of figures that do not change are
 * renewed once a metrics interval.
 */
public final class EnsembleVerticle extends VerticleBase {

    /** How long servers must contradict each other before it is reported, in poll intervals, and at the least. */
    private static final int PATIENCE_POLLS = 4;

    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

    private final EnsembleSettings settings;
    private final Bus bus;
    private final Drains drains;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final EnsembleView view;
    private final List<NodePoller> pollers = new ArrayList<>();

    private FourLetterClient client;
    private HttpReader http;
    private NodeStatus[] statuses;
    private EnsembleState current;
    private EnsembleState published;
    private Instant publishedAt = Instant.MIN;
    private boolean toldThisRound;

    /**
     * @param settings the nodes and how often they are asked
     * @param bus where the state is published and asked for
     * @param database where drains are kept
     * @param log where drains are recorded
     * @param clock what figures are dated by
     * @param nanoTime what intervals are measured with, {@link System#nanoTime()}
     */
    public EnsembleVerticle(
            EnsembleSettings settings,
            Bus bus,
            Database database,
            OperationLog log,
            Clock clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.bus = bus;
        this.drains = new Drains(database, log, clock);
        this.clock = clock;
        this.nanoTime = nanoTime;
        Duration patience = settings.pollInterval().multipliedBy(PATIENCE_POLLS);
        this.view = new EnsembleView(
                settings.name().orElse(null),
                ReadingIntervals.of(settings),
                patience.compareTo(LEAST_PATIENCE) > 0 ? patience : LEAST_PATIENCE);
    }

    @Override
    public Future<?> start() {
        return drains.load().onSuccess(this::begin);
    }

    private void begin(Map<String, Drain> drained) {
        client = new FourLetterClient(vertx, settings.timeout(), clock, nanoTime);
        http = new HttpReader(vertx, settings.timeout());
        Listener listener = new Listener();
        for (NodeAddress node : settings.nodes()) {
            NodePoller poller = poller(node, listener);
            poller.watch().drained(drained.get(node.id()));
            pollers.add(poller);
        }
        statuses = pollers.stream().map(poller -> poller.watch().status()).toArray(NodeStatus[]::new);
        current = view();
        published = current;
        bus.serve(EnsembleTopics.CURRENT, question -> Future.succeededFuture(current));
        bus.serve(EnsembleTopics.DRAIN, this::drain);
        bus.serve(EnsembleTopics.UNDRAIN, this::undrain);
        vertx.setPeriodic(settings.pollInterval().toMillis(), timer -> round());
        round();
    }

    private NodePoller poller(NodeAddress node, Listener listener) {
        int index = pollers.size();
        Duration stagger = settings.metricsInterval()
                .multipliedBy(index)
                .dividedBy(settings.nodes().size());
        boolean alone = settings.nodes().stream()
                        .filter(other -> other.host().equals(node.host()))
                        .count()
                == 1;
        OtherSources others = new OtherSources(node, alone, http, clock, nanoTime);
        return new NodePoller(node, settings, stagger, client, others, nanoTime, listener);
    }

    private void round() {
        refresh();
        if (!toldThisRound) {
            publishUnlessOnlyAges();
        }
        toldThisRound = false;
        pollers.forEach(NodePoller::poll);
    }

    private void roundEnded() {
        refresh();
        if (!toldThisRound) {
            publishUnlessOnlyAges();
        }
    }

    private void publishUnlessOnlyAges() {
        boolean agesDue = Duration.between(publishedAt, clock.instant()).compareTo(settings.metricsInterval()) >= 0;
        if (agesDue || StateDifference.between(published, current) != StateDifference.AGES) {
            publish();
            toldThisRound = true;
        }
    }

    private void publish() {
        published = current;
        publishedAt = clock.instant();
        bus.publish(EnsembleTopics.STATE, current);
    }

    /** Puts the nodes together again and tells what happened. */
    private void refresh() {
        EnsembleState before = current;
        current = view();
        StateChanges.between(before, current).forEach(event -> bus.publish(EnsembleTopics.EVENTS, event));
    }

    private EnsembleState view() {
        Optional<QuorumClaim> claim = pollers.stream()
                .filter(poller -> !poller.watch().members().isEmpty())
                .filter(poller -> poller.watch().condition() == NodeCondition.SERVING)
                .map(poller ->
                        QuorumClaim.of(poller.address().id(), poller.watch().members()))
                .findFirst();
        return view.of(Arrays.asList(statuses.clone()), claim, clock.instant());
    }

    private Future<NodeStatus> drain(DrainNode order) {
        return named(order.node()).compose(poller -> drains.drain(order).map(drain -> decided(poller, drain)));
    }

    private Future<NodeStatus> undrain(UndrainNode order) {
        return named(order.node()).compose(poller -> drains.undrain(order).map(done -> decided(poller, null)));
    }

    private NodeStatus decided(NodePoller poller, Drain drain) {
        poller.watch().drained(drain);
        update(poller);
        return statuses[pollers.indexOf(poller)];
    }

    private Future<NodePoller> named(String node) {
        return pollers.stream()
                .filter(poller -> poller.address().id().equals(node))
                .findFirst()
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(
                        Problem.notFound("node", node, "one of " + String.join(", ", settings.nodeIds()))
                                .asException()));
    }

    private void update(NodePoller poller) {
        int index = pollers.indexOf(poller);
        NodeStatus before = statuses[index];
        statuses[index] = poller.watch().status();
        if (StateDifference.isUrgent(before, statuses[index])) {
            refresh();
            publish();
        }
    }

    @Override
    public Future<?> stop() {
        return client == null ? Future.succeededFuture() : Future.join(client.close(), http.close());
    }

    /** Takes what the pollers learn. */
    private final class Listener implements NodePoller.Listener {

        @Override
        public void asked(NodePoller poller, Exchange exchange) {
            bus.publish(
                    EnsembleTopics.POLLS,
                    new PollOutcome(
                            poller.address().id(),
                            exchange.word().code(),
                            exchange.reply().condition(),
                            exchange.took()));
            if (exchange.word() == FourLetterWord.CONF) {
                pollers.forEach(other -> other.watch().listed(poller.watch().members()));
            }
        }

        @Override
        public void figures(NodePoller poller, MntrReply reply, FigureSource source) {
            bus.publish(EnsembleTopics.FIGURES, new NodeFigures(poller.address().id(), reply.values(), source));
        }

        @Override
        public void changed(NodePoller poller) {
            update(poller);
            if (pollers.stream().noneMatch(NodePoller::isUnderWay)) {
                roundEnded();
            }
        }
    }
}
