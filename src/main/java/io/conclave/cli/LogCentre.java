package io.conclave.cli;

import io.conclave.bus.Bus;
import io.conclave.config.ControlMode;
import io.conclave.config.ControlSettings;
import io.conclave.config.ControllersSettings;
import io.conclave.config.LogSettings;
import io.conclave.config.Settings;
import io.conclave.control.docker.ContainerLog;
import io.conclave.embedded.EmbeddedEnsemble;
import io.conclave.embedded.LogPlace;
import io.conclave.logs.LogService;
import io.conclave.logs.LogSink;
import io.conclave.logs.centre.LogPlaces;
import io.conclave.logs.centre.LogsVerticle;
import io.conclave.logs.centre.OperationsLog;
import io.conclave.logs.elastic.ElasticLogs;
import io.conclave.logs.follow.FileSource;
import io.conclave.logs.follow.Sources;
import io.conclave.logs.index.EmbeddedIndex;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The log centre of a controller: which logs it reads, and where it keeps them. */
final class LogCentre {

    private static final String SELF = "controller";
    private static final Duration SEARCH_LIMIT = Duration.ofSeconds(3);

    private final Settings settings;
    private final Bus bus;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Sources sources;
    private final Optional<ElasticLogs> elastic;

    LogCentre(
            Vertx vertx,
            Settings settings,
            Bus bus,
            Optional<EmbeddedEnsemble> embedded,
            Clock clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.bus = bus;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.sources = sources(settings, bus, embedded);
        this.elastic = settings.elastic()
                .map(there ->
                        new ElasticLogs(vertx, there, settings.dataDir(), clock, nanoTime, new SplittableRandom()));
    }

    private static Sources sources(Settings settings, Bus bus, Optional<EmbeddedEnsemble> embedded) {
        LogSettings logs = settings.logs();
        String self = settings.controllers().map(ControllersSettings::id).orElse(SELF);
        List<FileSource> known = new ArrayList<>();
        Path own = LogFile.in(settings.dataDir());
        known.add(new FileSource(own.getFileName().toString(), LogService.CONCLAVE, self, own, logs.zone()));
        for (LogPlace place : embedded.map(EmbeddedEnsemble::logs).orElse(List.of())) {
            known.add(new FileSource(
                    place.id() + "/" + place.file().getFileName(),
                    LogService.ZOOKEEPER,
                    place.id(),
                    place.file(),
                    logs.zone()));
        }
        List<Sources.Other> others = new ArrayList<>();
        others.add(new OperationsLog(bus, self));
        ControlSettings control = settings.control();
        if (control.mode() == ControlMode.DOCKER && control.docker().enabled()) {
            settings.ensemble().nodeIds().forEach(node -> others.add(new ContainerLog(control.docker(), node)));
        }
        return new LogPlaces(known, logs.files(), self, logs.zone()).with(others);
    }

    /** What is deployed for it. */
    List<Supplier<Deployable>> features() {
        List<Supplier<Deployable>> features = new ArrayList<>();
        features.add(this::centre);
        elastic.ifPresent(there -> features.add(() -> there.verticle(bus)));
        return features;
    }

    private Deployable centre() {
        LogSettings logs = settings.logs();
        Optional<EmbeddedIndex> index = logs.index()
                ? Optional.of(new EmbeddedIndex(
                        settings.dataDir().resolve("logs.db"), logs.retention(), logs.maxBytes(), SEARCH_LIMIT, clock))
                : Optional.empty();
        List<LogSink> sinks =
                settings.elastic().filter(there -> there.writesLogs()).isPresent()
                        ? List.of(elastic.orElseThrow().sink())
                        : List.of();
        return new LogsVerticle(bus, index, elastic.map(ElasticLogs::search), sinks, sources, clock, nanoTime);
    }
}
