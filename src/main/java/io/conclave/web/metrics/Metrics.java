package io.conclave.web.metrics;

import io.conclave.bus.Bus;
import io.conclave.web.state.LatestState;
import io.conclave.web.state.Leadership;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * {@code /metrics} in the Prometheus text format. The page is written on a worker, since that of a large ensemble takes
 * longer than an event loop should be held; those who ask meanwhile get the same one.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition formats</a>
 */
public final class Metrics implements AutoCloseable {

    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    /** Meters whose names break the format's own rules; what they tell is told by others or known beforehand. */
    private static final Set<String> MISNAMED = Set.of("process.cpu.time", "system.cpu.count");

    private final PrometheusMeterRegistry registry = emptyRegistry();
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final EventMeters events = new EventMeters(registry);
    private final StateCollector states;
    private final IntSupplier clients;
    private final WorkerExecutor workers;
    private Future<String> writing;

    /**
     * Begins to listen on the calling context.
     *
     * @param leadership who acts
     * @param clients how many viewers are on the stream; asked on the calling context
     * @param workers where the page is written
     */
    public Metrics(
            Bus bus,
            LatestState latest,
            Leadership leadership,
            IntSupplier clients,
            Clock clock,
            WorkerExecutor workers) {
        this.states = new StateCollector(latest, leadership);
        this.clients = clients;
        this.workers = workers;
        FigureCollector figures = new FigureCollector(clock);
        figures.start(bus);
        states.start(bus);
        events.start(bus);
        new ElasticMeters(registry).start(bus);
        registry.getPrometheusRegistry().register(figures);
        registry.getPrometheusRegistry().register(states);
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private static PrometheusMeterRegistry emptyRegistry() {
        PrometheusMeterRegistry empty = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        empty.config().meterFilter(MeterFilter.deny(meter -> MISNAMED.contains(meter.getName())));
        return empty;
    }

    /** Counts a message that was handed to the viewers. */
    public void pushed(Duration took) {
        events.pushed(took);
    }

    /** Adds the route. */
    public void mount(Router router) {
        router.get("/metrics").handler(this::answer);
    }

    private void answer(RoutingContext ctx) {
        if (writing == null || writing.isComplete()) {
            states.viewers(clients.getAsInt());
            writing = workers.executeBlocking(() -> registry.scrape(), false);
        }
        writing.onSuccess(text -> {
                    if (!ctx.response().closed()) {
                        ctx.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, TEXT_FORMAT)
                                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                                .end(text);
                    }
                })
                .onFailure(ctx::fail);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
