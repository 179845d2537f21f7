package io.conclave.cli;

import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.cluster.ClusterMember;
import io.conclave.config.ControllersSettings;
import io.conclave.config.FileStorage;
import io.conclave.config.HttpSettings;
import io.conclave.config.NodeAddress;
import io.conclave.config.Settings;
import io.conclave.controllers.ControllersState;
import io.conclave.controllers.ControllersVerticle;
import io.conclave.controllers.SingleControllerVerticle;
import io.conclave.embedded.DirectoryLock;
import io.conclave.embedded.EmbeddedEnsemble;
import io.conclave.files.FilesVerticle;
import io.conclave.grafana.GrafanaVerticle;
import io.conclave.kv.show.DemoStore;
import io.conclave.store.SqlDatabase;
import io.conclave.web.WebVerticle;
import io.conclave.web.state.Leadership;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
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

    /** Of all features that act together. */
    private static final long TERM_CLOSE_SECONDS = 8;

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
        Optional<DemoStore> demoStore = demoStore(settings, embedded);
        demoStore.ifPresent(opened::push);

        String id = settings.controllers()
                .map(ControllersSettings::id)
                .orElse("controller-" + ProcessHandle.current().pid());
        Bus bus = new Bus(vertx, new ControllerRef(id, 0), CLOCK);
        Features features = new Features(vertx, settings, bus, database, embedded, demoStore, this::storeMoved);
        if (settings.controllers().isPresent()) {
            if (settings.files().storage() == FileStorage.LOCAL) {
                LOG.warn(
                        "several controllers with FILE_STORAGE=local: all of them have to see the same folder {}, where"
                                + " nothing holds back one that stood still in the middle of a move; agents do",
                        settings.files().root());
            }
            oneOfSeveral(settings, settings.controllers().get(), bus, database, features);
        } else {
            alone(settings, bus, database, features);
        }
        RunFile file = RunFile.write(
                dataDir,
                address,
                settings.ensemble().nodes(),
                settings.controllers().map(among -> settings.coordination()),
                storeAddresses(settings, demoStore));
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

    /** The only controller acts from its start to its end. */
    private void alone(Settings settings, Bus bus, SqlDatabase database, Features features)
            throws TimeoutException, StartException {
        bus.speakAs(database.beginTerm(bus.self().id()).await(OPEN_SECONDS, TimeUnit.SECONDS));
        // The edge first, so that it sees the first message of each feature.
        WebVerticle web = edge(settings, bus, Leadership.alone(bus));
        deploy(new SingleControllerVerticle(bus), CLOSE_SECONDS);
        FilesVerticle files = features.files();
        Deployments acting = new Deployments(vertx);
        opened.push(() -> acting.end().await(TERM_CLOSE_SECONDS, TimeUnit.SECONDS));
        acting.begin(features.acting(files)).await(DEPLOY_SECONDS, TimeUnit.SECONDS);
        web.featuresReady(files).await(OPEN_SECONDS, TimeUnit.SECONDS);
    }

    /** One of several waits until the others let it act, or for ever. */
    private void oneOfSeveral(
            Settings settings, ControllersSettings own, Bus bus, SqlDatabase database, Features features)
            throws TimeoutException, StartException {
        AtomicReference<ControllersVerticle> election = new AtomicReference<>();
        ControllersState nobody = ControllersState.unknown(own.id());
        WebVerticle web = edge(
                settings,
                bus,
                Leadership.among(
                        bus,
                        nobody,
                        () -> election.get() != null && election.get().mayAct()));
        Waiting waiting = new Waiting(vertx, bus, features, web);
        opened.push(() -> waiting.end().await(CLOSE_SECONDS, TimeUnit.SECONDS));
        waiting.begin().await(OPEN_SECONDS, TimeUnit.SECONDS);
        URI advertised = own.advertisedUrl() == null ? base(address) : own.advertisedUrl();
        election.set(new ControllersVerticle(
                bus,
                settings.coordination(),
                own.id(),
                advertised,
                settings.http().token(),
                new Term(vertx, bus, features, web, waiting),
                new SharedFence(database, CLOCK),
                CLOCK,
                NANO_TIME));
        web.joinCluster(user -> {
                    ClusterMember member = new ClusterMember(settings.coordination(), own.busHost(), user);
                    opened.push(member);
                    return member;
                })
                .await(OPEN_SECONDS, TimeUnit.SECONDS);
        database.onFenced(election.get()::fenced);
        deploy(election.get(), TERM_CLOSE_SECONDS);
    }

    private static URI base(URI address) {
        return URI.create(address.toString().replaceAll("/$", ""));
    }

    private WebVerticle edge(Settings settings, Bus bus, Leadership leadership)
            throws TimeoutException, StartException {
        WebVerticle web =
                new WebVerticle(settings.http(), settings.files(), settings.grafana(), bus, leadership, CLOCK);
        deploy(web, CLOSE_SECONDS);
        address = listen(web, settings.http());
        deploy(new GrafanaVerticle(settings.grafana(), bus, CLOCK), CLOSE_SECONDS);
        return web;
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

    private void deploy(Deployable verticle, long closeSeconds) throws TimeoutException {
        String id = vertx.deployVerticle(verticle).await(DEPLOY_SECONDS, TimeUnit.SECONDS);
        opened.push(() -> vertx.undeploy(id).await(closeSeconds, TimeUnit.SECONDS));
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
