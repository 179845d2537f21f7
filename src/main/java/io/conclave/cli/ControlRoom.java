package io.conclave.cli;

import com.github.f4b6a3.uuid.UuidCreator;
import io.conclave.agent.AgentStorages;
import io.conclave.audit.AuditVerticle;
import io.conclave.audit.FollowUpTiming;
import io.conclave.audit.OperationLog;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.config.ControlSettings;
import io.conclave.config.EnsembleSettings;
import io.conclave.config.FileSettings;
import io.conclave.config.HttpSettings;
import io.conclave.config.NodeAddress;
import io.conclave.config.Settings;
import io.conclave.control.ControlVerticle;
import io.conclave.control.EmbeddedProcesses;
import io.conclave.control.NodeControl;
import io.conclave.control.command.CommandProcesses;
import io.conclave.control.docker.DockerProcesses;
import io.conclave.embedded.DirectoryLock;
import io.conclave.embedded.EmbeddedEnsemble;
import io.conclave.ensemble.EnsembleVerticle;
import io.conclave.figures.FiguresVerticle;
import io.conclave.files.FilesVerticle;
import io.conclave.grafana.GrafanaVerticle;
import io.conclave.kv.show.DemoStore;
import io.conclave.kv.show.KeyValueVerticle;
import io.conclave.registry.RegistryVerticle;
import io.conclave.scheduler.SchedulerVerticle;
import io.conclave.storage.FailPoints;
import io.conclave.storage.LocalDisk;
import io.conclave.storage.LocalStorages;
import io.conclave.storage.NodeStorages;
import io.conclave.storage.Workbench;
import io.conclave.store.Database;
import io.conclave.store.SqlDatabase;
import io.conclave.web.WebVerticle;
import io.conclave.workload.WorkloadVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A controller, composed of its features. The servers of an embedded ensemble are begun first, since they take longest;
 * the page is up before the ensemble is, since that is when people look. What was opened is closed in reverse order,
 * also where the start fails half way.
 */
public final class ControlRoom implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlRoom.class);
    private static final Clock CLOCK = Clock.systemUTC();
    private static final LongSupplier NANO_TIME = System::nanoTime;
    private static final long DEPLOY_SECONDS = 60;
    private static final long OPEN_SECONDS = 10;
    private static final long CLOSE_SECONDS = 2;
    private static final String EVENTS_ROOT = "/demo/events";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private final Promise<RunFile> runFile = Promise.promise();

    private Vertx vertx;
    private URI address;

    private ControlRoom() {}

    /**
     * Starts a controller; blocks until it serves.
     *
     * @throws StartException where something stands against it: says what, and what to do
     */
    public static ControlRoom start(Settings settings) throws StartException {
        ControlRoom room = new ControlRoom();
        try {
            room.open(settings);
            return room;
        } catch (StartException e) {
            room.close();
            throw e;
        } catch (IOException | TimeoutException | RuntimeException e) {
            room.close();
            throw StartException.of(e);
        }
    }

    private void open(Settings given) throws IOException, TimeoutException, StartException {
        Path dataDir = given.dataDir();
        opened.push(DirectoryLock.take(dataDir));
        Optional<EmbeddedEnsemble> embedded =
                given.embedded().map(ensemble -> EmbeddedEnsemble.start(dataDir.resolve("zk"), ensemble));
        embedded.ifPresent(opened::push);
        Settings settings =
                embedded.map(ensemble -> given.withNodes(ensemble.nodes())).orElse(given);

        vertx = Vertx.vertx(vertxOptions());
        opened.push(() -> vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS));
        SqlDatabase database = SqlDatabase.open(settings.database());
        opened.push(database);
        ControllerRef self = database.beginTerm(
                        "controller-" + ProcessHandle.current().pid())
                .await(DEPLOY_SECONDS, TimeUnit.SECONDS);

        Optional<DemoStore> demoStore = demoStore(settings, embedded);
        demoStore.ifPresent(opened::push);
        deployAll(settings, new Bus(vertx, self, CLOCK), database, control(settings, embedded), demoStore);
        RunFile file =
                RunFile.write(dataDir, address, settings.ensemble().nodes(), storeAddresses(settings, demoStore));
        runFile.complete(file);
        opened.push(file);
    }

    /** Those of every process that serves: nothing is unpacked to disk. */
    static VertxOptions vertxOptions() {
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
    }

    /** Prepared, and not begun: its processes have to wait until the page is there. */
    private static Optional<DemoStore> demoStore(Settings settings, Optional<EmbeddedEnsemble> embedded)
            throws IOException {
        if (embedded.isEmpty() || !settings.keyValue().demo()) {
            return Optional.empty();
        }
        return Optional.of(new DemoStore(
                settings.dataDir().resolve("kv"),
                settings.keyValue(),
                settings.ensemble().connectString(),
                KvChild.class));
    }

    private static List<String> storeAddresses(Settings settings, Optional<DemoStore> demoStore) {
        return demoStore.map(DemoStore::addresses).orElseGet(() -> settings.keyValue().seeds().stream()
                .map(NodeAddress::hostPort)
                .toList());
    }

    /** The file is written last, and members of the store may move before it is. */
    private void storeMoved(List<String> addresses) {
        runFile.future()
                .compose(file -> vertx.executeBlocking(() -> {
                    file.keyValue(addresses);
                    return null;
                }))
                .onFailure(failure -> LOG.warn("run.json does not tell where the key-value store is: {}", failure));
    }

    /** The edge first, so that it sees the first message of each feature; then each after those that it asks. */
    private void deployAll(
            Settings settings, Bus bus, Database database, NodeControl control, Optional<DemoStore> demoStore)
            throws TimeoutException, StartException {
        EnsembleSettings ensemble = settings.ensemble();
        List<String> nodes = ensemble.nodeIds();
        Measures measures = new Measures();
        measures.start(bus);
        OperationLog log = new OperationLog(bus, database, CLOCK, measures);

        WebVerticle web = new WebVerticle(settings.http(), settings.files(), settings.grafana(), bus, CLOCK);
        deploy(web);
        address = listen(web, settings.http());
        deploy(new AuditVerticle(bus, database, log, () -> measures.now(bus), FollowUpTiming.USUAL, CLOCK, NANO_TIME));
        deploy(new FiguresVerticle(ensemble, bus, CLOCK));
        deploy(new EnsembleVerticle(ensemble, bus, database, log, CLOCK, NANO_TIME));
        FilesVerticle files =
                new FilesVerticle(storages(settings, bus), settings.files(), bus, database, log, CLOCK, NANO_TIME);
        deploy(files);
        deploy(new SchedulerVerticle(
                settings.scheduler(),
                nodes,
                bus,
                database,
                log,
                CLOCK,
                NANO_TIME,
                () -> UuidCreator.getTimeOrderedEpoch().toString()));
        deploy(new WorkloadVerticle(
                settings.workload(),
                ensemble,
                EVENTS_ROOT,
                settings.files().maxUploadBytes(),
                bus,
                database,
                log,
                new SplittableRandom(),
                CLOCK));
        deploy(new RegistryVerticle(bus, database, ensemble.connectString(), settings.zkFileRoot(), CLOCK));
        deploy(new GrafanaVerticle(settings.grafana(), bus, CLOCK));
        deploy(new ControlVerticle(bus, log, control, CLOCK, NANO_TIME));
        deploy(new KeyValueVerticle(settings.keyValue(), demoStore, bus, log, this::storeMoved, CLOCK, NANO_TIME));
        web.featuresReady(files).await(OPEN_SECONDS, TimeUnit.SECONDS);
    }

    private NodeStorages storages(Settings settings, Bus bus) {
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

    private static URI listen(WebVerticle web, HttpSettings http) throws TimeoutException, StartException {
        Future<Integer> opened = web.open();
        try {
            return address(http, opened.await(OPEN_SECONDS, TimeUnit.SECONDS));
        } catch (Exception e) {
            if (opened.failed()) {
                throw StartException.cannotListen(http, opened.cause());
            }
            throw e;
        }
    }

    private static NodeControl control(Settings settings, Optional<EmbeddedEnsemble> embedded) {
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

    /** Where a program on this machine reaches it; one that listens on every address is reached on the loopback. */
    private static URI address(HttpSettings http, int port) {
        String host =
                switch (http.host()) {
                    case "0.0.0.0" -> "127.0.0.1";
                    case "::" -> "::1";
                    default -> http.host();
                };
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
    }

    /** Where the page, REST and the stream are. */
    URI address() {
        return address;
    }

    private void deploy(Deployable verticle) throws TimeoutException {
        String id = vertx.deployVerticle(verticle).await(DEPLOY_SECONDS, TimeUnit.SECONDS);
        opened.push(() -> vertx.undeploy(id).await(CLOSE_SECONDS, TimeUnit.SECONDS));
    }

    /** Ends everything that was started, embedded servers included, in under three seconds. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("something did not close cleanly: {}", e.toString());
            }
        }
    }
}
