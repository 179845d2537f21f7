package io.conclave.cli;

import com.github.f4b6a3.uuid.UuidCreator;
import io.conclave.agent.AgentStorages;
import io.conclave.audit.AuditVerticle;
import io.conclave.audit.FollowUpTiming;
import io.conclave.audit.OperationLog;
import io.conclave.audit.TrailReaderVerticle;
import io.conclave.bus.Bus;
import io.conclave.config.ControlSettings;
import io.conclave.config.EnsembleSettings;
import io.conclave.config.FileSettings;
import io.conclave.config.Settings;
import io.conclave.control.ControlVerticle;
import io.conclave.control.EmbeddedProcesses;
import io.conclave.control.NodeControl;
import io.conclave.control.command.CommandProcesses;
import io.conclave.control.docker.DockerProcesses;
import io.conclave.embedded.EmbeddedEnsemble;
import io.conclave.ensemble.EnsembleVerticle;
import io.conclave.figures.FiguresVerticle;
import io.conclave.files.FileReaderVerticle;
import io.conclave.files.FilesVerticle;
import io.conclave.kv.show.DemoStore;
import io.conclave.kv.show.KeyValueVerticle;
import io.conclave.registry.RegistryVerticle;
import io.conclave.scheduler.DecisionReaderVerticle;
import io.conclave.scheduler.SchedulerVerticle;
import io.conclave.storage.FailPoints;
import io.conclave.storage.LocalDisk;
import io.conclave.storage.LocalStorages;
import io.conclave.storage.NodeStorages;
import io.conclave.storage.Workbench;
import io.conclave.store.Database;
import io.conclave.workload.TaskReaderVerticle;
import io.conclave.workload.WorkloadVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The features of a controller, made anew for each time that they run. */
final class Features {

    private static final Logger LOG = LoggerFactory.getLogger(Features.class);
    private static final Clock CLOCK = Clock.systemUTC();
    private static final LongSupplier NANO_TIME = System::nanoTime;
    private static final String EVENTS_ROOT = "/demo/events";

    private final Vertx vertx;
    private final Settings settings;
    private final Bus bus;
    private final Database database;
    private final Optional<EmbeddedEnsemble> embedded;
    private final Optional<DemoStore> demoStore;
    private final Consumer<List<String>> storeMoved;
    private final Measures measures = new Measures();
    private final OperationLog log;
    private final LogCentre logs;

    /**
     * @param embedded the ensemble that this process runs, where it runs one
     * @param demoStore the key-value store that it runs, where it runs one
     * @param storeMoved told where the members of a key-value store are, each time that they moved
     */
    Features(
            Vertx vertx,
            Settings settings,
            Bus bus,
            Database database,
            Optional<EmbeddedEnsemble> embedded,
            Optional<DemoStore> demoStore,
            Consumer<List<String>> storeMoved) {
        this.vertx = vertx;
        this.settings = settings;
        this.bus = bus;
        this.database = database;
        this.embedded = embedded;
        this.demoStore = demoStore;
        this.storeMoved = storeMoved;
        this.log = new OperationLog(bus, database, CLOCK, measures);
        this.logs = new LogCentre(vertx, settings, bus, embedded, CLOCK, NANO_TIME);
        measures.start(bus);
    }

    /**
     * Everything that acts. The audit trail first, since it tells what ran when a controller ended from what runs now;
     * and the logs last, since their backlog is long and nobody waits for it.
     *
     * @param files keeps the files
     */
    List<Feature> acting(FilesVerticle files) {
        EnsembleSettings ensemble = settings.ensemble();
        Feature figures = Feature.of(this::figures);
        Feature audit = Feature.of(() ->
                new AuditVerticle(bus, database, log, () -> measures.now(bus), FollowUpTiming.USUAL, CLOCK, NANO_TIME));
        Feature servers = Feature.of(this::ensemble, figures, audit);
        Feature keeping = Feature.of(() -> files, audit);
        Feature controlling = Feature.of(() -> new ControlVerticle(bus, log, control(), CLOCK, NANO_TIME), audit);
        Feature keyValue = Feature.of(
                () -> new KeyValueVerticle(settings.keyValue(), demoStore, bus, log, storeMoved, CLOCK, NANO_TIME),
                audit);
        Feature workload = Feature.of(
                () -> new WorkloadVerticle(
                        settings.workload(),
                        ensemble,
                        EVENTS_ROOT,
                        settings.files().maxUploadBytes(),
                        bus,
                        database,
                        log,
                        new SplittableRandom(),
                        CLOCK),
                audit);
        Feature registry = Feature.of(
                () -> new RegistryVerticle(
                        bus,
                        database,
                        ensemble.connectString(),
                        settings.zkFileRoot(),
                        settings.controllers().isPresent(),
                        CLOCK),
                audit);
        Feature scheduler = Feature.of(
                () -> new SchedulerVerticle(
                        settings.scheduler(),
                        ensemble.nodeIds(),
                        bus,
                        database,
                        log,
                        CLOCK,
                        NANO_TIME,
                        () -> UuidCreator.getTimeOrderedEpoch().toString()),
                servers,
                keeping);
        List<Feature> all = new ArrayList<>(
                List.of(figures, audit, servers, keeping, controlling, keyValue, workload, registry, scheduler));
        logs.features().forEach(part -> all.add(Feature.of(part, scheduler, workload)));
        return all;
    }

    /** Keeps the files while this controller acts. */
    FilesVerticle files() {
        return files(storages());
    }

    private FilesVerticle files(NodeStorages storages) {
        return new FilesVerticle(storages, settings.files(), bus, database, log, CLOCK, NANO_TIME);
    }

    private NodeStorages storages() {
        FileSettings files = settings.files();
        List<String> nodes = settings.ensemble().nodeIds();
        Workbench bench = Workbench.on(vertx, FailPoints.OFF, NANO_TIME, Workbench.PATIENCE);
        return switch (files.storage()) {
            case LOCAL -> new LocalStorages(bench, files.root(), nodes, new LocalDisk(), files.minFreeBytes());
            case AGENTS ->
                new AgentStorages(
                        bench, nodes, settings.coordination(), settings.http().token(), bus::self);
        };
    }

    /**
     * Loads the code of what acts, by making each feature once and leaving it. Takes some tenths of a second the first
     * time; not for event loops.
     *
     * @return how many there are
     */
    int load() {
        NodeStorages unused = storages();
        try {
            List<Deployable> made = acting(files(unused)).stream()
                    .map(feature -> feature.make().get())
                    .toList();
            return made.size();
        } finally {
            unused.close()
                    .onFailure(failure -> LOG.debug("what was only loaded did not close: {}", failure.toString()));
        }
    }

    /** What answers out of the database while another controller acts, or none. */
    List<Feature> reading() {
        return List.of(
                Feature.of(() -> new TrailReaderVerticle(bus, database)),
                Feature.of(() -> new TaskReaderVerticle(bus, database, CLOCK)),
                Feature.of(() -> new FileReaderVerticle(
                        bus, database, settings.ensemble().nodeIds())),
                Feature.of(() -> new DecisionReaderVerticle(bus, database)));
    }

    /** What sees the servers while no controller is there that would tell of them. */
    List<Feature> watching() {
        Feature figures = Feature.of(this::figures);
        return List.of(figures, Feature.of(this::ensemble, figures));
    }

    private Deployable figures() {
        return new FiguresVerticle(settings.ensemble(), bus, CLOCK);
    }

    private Deployable ensemble() {
        return new EnsembleVerticle(settings.ensemble(), bus, database, log, CLOCK, NANO_TIME);
    }

    private NodeControl control() {
        ControlSettings control = settings.control();
        EnsembleSettings ensemble = settings.ensemble();
        String mode = control.mode().code();
        return switch (control.mode()) {
            case PROCESS -> NodeControl.by(mode, new EmbeddedProcesses(embedded.orElseThrow()));
            case DOCKER ->
                control.docker().enabled()
                        ? NodeControl.by(mode, new DockerProcesses(control.docker(), ensemble.nodeIds()))
                        : NodeControl.refused(mode, NodeControl.Refusal.DOCKER_OFF);
            case COMMAND -> NodeControl.by(mode, new CommandProcesses(control.commands(), ensemble.nodes()));
            case NONE -> NodeControl.refused(mode, NodeControl.Refusal.NONE);
        };
    }
}
