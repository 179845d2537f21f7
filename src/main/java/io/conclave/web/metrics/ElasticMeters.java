package io.conclave.web.metrics;

import io.conclave.bus.Bus;
import io.conclave.logs.elastic.ElasticFigures;
import io.conclave.logs.elastic.ElasticTopics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Tells what became of what was to be written to Elasticsearch; nothing where there is none. */
final class ElasticMeters {

    private static final String DOCUMENTS = "zk_demo_elasticsearch_documents_total";

    private final MeterRegistry registry;
    private volatile ElasticFigures newest = new ElasticFigures(0, 0, 0, Map.of());
    private boolean registered;

    ElasticMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Begins to listen. */
    void start(Bus bus) {
        bus.subscribe(ElasticTopics.FIGURES, told -> take(told.body()));
    }

    private void take(ElasticFigures figures) {
        newest = figures;
        if (!registered) {
            registered = true;
            documents("written", ElasticFigures::written);
            documents("repeated", ElasticFigures::repeated);
            documents("dropped", ElasticFigures::lost);
            FunctionCounter.builder("zk_demo_elasticsearch_retries_total", this, meters -> meters.newest.retries())
                    .description("Requests that write, made again since they had failed as a whole or in part")
                    .register(registry);
        }
    }

    private void documents(String result, ToDoubleFunction<ElasticFigures> count) {
        FunctionCounter.builder(DOCUMENTS, this, meters -> count.applyAsDouble(meters.newest))
                .description("Log entries and operations that were to be written to Elasticsearch")
                .tag("result", result)
                .register(registry);
    }
}
