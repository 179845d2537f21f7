package io.conclave.figures;

import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.config.EnsembleSettings;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.ensemble.Health;
import io.conclave.ensemble.NodeCondition;
import io.conclave.ensemble.NodeFigures;
import io.conclave.ensemble.NodeStatus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the last minutes of each server's figures and tells new ones. It asks no server anything: it takes what the
 * ensemble's monitor reads.
 */
public final class FiguresVerticle extends VerticleBase {

    /** Rows lie no closer, however often servers are asked. */
    private static final Duration FINEST = Duration.ofSeconds(2);

    private static final long TELL_INTERVAL_MS = 1_000;

    private final Bus bus;
    private final Clock clock;
    private final Duration interval;
    private final Duration patience;
    private final Map<String, NodeHistory> histories = new LinkedHashMap<>();

    /**
     * @param settings whose figures, and how often they are read
     * @param clock the one that readings are dated by
     */
    public FiguresVerticle(EnsembleSettings settings, Bus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
        Duration read = settings.metricsInterval();
        this.interval = read.compareTo(FINEST) > 0 ? read : FINEST;
        this.patience = interval.multipliedBy(2).plus(settings.timeout());
        settings.nodeIds().forEach(node -> histories.put(node, new NodeHistory(interval)));
    }

    @Override
    public Future<?> start() {
        bus.subscribe(EnsembleTopics.FIGURES, message -> read(message.body()));
        bus.subscribe(EnsembleTopics.STATE, message -> seen(message.body()));
        bus.serve(FigureTopics.HISTORY, question -> Future.succeededFuture(history(question)));
        vertx.setPeriodic(TELL_INTERVAL_MS, timer -> tell());
        return Future.succeededFuture();
    }

    private void read(NodeFigures figures) {
        Instant at = figures.source().at().truncatedTo(ChronoUnit.MILLIS);
        histories.get(figures.node()).read(at, figures.source().source(), figures.values());
    }

    private void seen(EnsembleState state) {
        Instant now = now();
        state.nodes().stream()
                .filter(FiguresVerticle::tellsNothing)
                .forEach(node -> histories.get(node.id()).unread(now));
    }

    /** Its figures are gone for sure; of any other node that they will come again is known only by waiting. */
    private static boolean tellsNothing(NodeStatus node) {
        return node.health() == Health.DOWN
                || node.health() == Health.HUNG
                || node.state() == NodeCondition.NOT_SERVING;
    }

    private void tell() {
        Instant latest = now().minus(patience);
        Map<String, FigureSeries> news = new LinkedHashMap<>();
        histories.forEach((node, history) -> {
            if (history.newest() != null && history.newest().isBefore(latest)) {
                history.unread(now());
            }
            List<FigureRow> rows = history.untold();
            if (!rows.isEmpty()) {
                news.put(node, FigureSeries.of(rows));
            }
        });
        if (!news.isEmpty()) {
            bus.publish(FigureTopics.NEW, figures(news));
        }
    }

    private Figures history(AskFigures question) {
        question.check();
        if (question.node() != null && !histories.containsKey(question.node())) {
            throw Problem.notFound("node", question.node(), "one of " + String.join(", ", histories.keySet()))
                    .asException();
        }
        Instant from = now().minus(Duration.ofMinutes(question.minutes()));
        Map<String, FigureSeries> series = new LinkedHashMap<>();
        histories.forEach((node, history) -> {
            if (question.node() == null || question.node().equals(node)) {
                series.put(node, FigureSeries.of(history.since(from)));
            }
        });
        return figures(series);
    }

    private Figures figures(Map<String, FigureSeries> nodes) {
        return new Figures(interval.toMillis(), NodeHistory.KEPT.toMillis(), nodes);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
