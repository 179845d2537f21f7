package io.conclave.workload;

import io.conclave.audit.OperationLog;
import io.conclave.bus.Bus;
import io.conclave.config.EnsembleSettings;
import io.conclave.config.WorkloadSettings;
import io.conclave.ensemble.AskEnsemble;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.files.FileTopics;
import io.conclave.scheduler.AskPlan;
import io.conclave.scheduler.SchedulerTopics;
import io.conclave.store.Database;
import io.conclave.znodes.ClosingAside;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Demo traffic: ticks by themselves and by hand, tasks, and files on demand. The first tick comes as soon as the
 * ensemble has a quorum and files can be placed; without a quorum ticks wait and do not pile up.
 */
public final class WorkloadVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(WorkloadVerticle.class);
    private static final String ACTOR = "workload";
    private static final long READINESS_CHECK_MS = 250;
    private static final long FIRST_RETRY_MS = 1_000;
    private static final long CLOSE_MS = 1_000;

    private final EnsembleSettings ensembleSettings;
    private final Supplier<ZnodeTraffic> connect;
    private final Bus bus;
    private final Database database;
    private final RandomGenerator random;
    private final Clock clock;
    private final WorkloadSwitch settings;
    private final TaskBoard tasks;
    private final FilesOnDemand filesOnDemand;
    private final Pace pace;
    private final DemoFiles demoFiles = new DemoFiles();
    private EnsembleState ensemble;
    private WorkerExecutor worker;
    private ZnodeTraffic znodes;
    private Ticker ticker;
    private long timer = -1;
    private boolean stopped;
    private boolean sessionsBusy;
    private boolean filesWereMade;
    private Instant lastTickAt;
    private String lastError;

    /**
     * @param settings what it starts with
     * @param ensemble which nodes there are and how clients reach them
     * @param eventsRoot znode below which events are made, such as {@code /demo/events}
     * @param maxFileBytes upload limit, which holds for made files too
     * @param random where sizes, numbers and jitter come from
     */
    public WorkloadVerticle(
            WorkloadSettings settings,
            EnsembleSettings ensemble,
            String eventsRoot,
            long maxFileBytes,
            Bus bus,
            Database database,
            OperationLog log,
            RandomGenerator random,
            Clock clock) {
        this(
                settings,
                ensemble,
                () -> new EnsembleTraffic(ensemble.connectString(), eventsRoot, clock),
                maxFileBytes,
                bus,
                database,
                log,
                random,
                clock);
    }

    WorkloadVerticle(
            WorkloadSettings settings,
            EnsembleSettings ensemble,
            Supplier<ZnodeTraffic> connect,
            long maxFileBytes,
            Bus bus,
            Database database,
            OperationLog log,
            RandomGenerator random,
            Clock clock) {
        this.ensembleSettings = ensemble;
        this.connect = connect;
        this.bus = bus;
        this.database = database;
        this.random = random;
        this.clock = clock;
        this.settings = new WorkloadSwitch(settings, database, log, clock);
        this.tasks = new TaskBoard(bus, database, clock);
        this.filesOnDemand = new FilesOnDemand(bus, ensembleSettings.nodeIds(), maxFileBytes);
        this.pace = new Pace(random);
    }

    @Override
    public Future<?> start() {
        worker = vertx.createSharedWorkerExecutor("workload", 1);
        bus.subscribe(EnsembleTopics.STATE, state -> ensemble = state.body());
        bus.subscribe(FileTopics.CHANGES, change -> demoFiles.apply(change.body()));
        bus.request(EnsembleTopics.CURRENT, new AskEnsemble()).onSuccess(state -> {
            if (ensemble == null) {
                ensemble = state;
            }
        });
        Future<?> demoFilesLoaded = loadDemoFiles();
        return worker.executeBlocking(connect::get)
                .compose(connected -> {
                    znodes = connected;
                    ticker = new Ticker(bus, tasks, demoFiles, demoFilesLoaded, connected, worker, random);
                    return settings.load();
                })
                .compose(loaded -> tasks.announceCounts())
                .onSuccess(ready -> {
                    serve();
                    holdSessions();
                    arm(1);
                });
    }

    private Future<?> loadDemoFiles() {
        return database.read(tx -> {
                    List<String> ids = new ArrayList<>();
                    tx.files().forEachNamed(DemoFiles.PREFIX, row -> {
                        if (DemoFiles.isOurs(row)) {
                            ids.add(row.id());
                        }
                    });
                    return ids;
                })
                .onSuccess(demoFiles::load);
    }

    private void serve() {
        bus.serve(WorkloadTopics.TICK, request -> tick(request.actor()).map(Ticker.Outcome::result));
        bus.serve(WorkloadTopics.CURRENT, request -> Future.succeededFuture(state()));
        bus.serve(WorkloadTopics.CHANGE, this::change);
        bus.serve(WorkloadTopics.LIST_TASKS, tasks::list);
        bus.serve(
                WorkloadTopics.CREATE_TASK,
                request -> tasks.create(request, settings.current().maxTasks()));
        bus.serve(WorkloadTopics.ADVANCE_TASK, tasks::advance);
        bus.serve(WorkloadTopics.BULK, filesOnDemand::bulk);
        bus.serve(WorkloadTopics.STRESS, filesOnDemand::stress);
    }

    private Future<WorkloadState> change(ChangeWorkload request) {
        boolean wasOn = settings.current().enabled();
        return settings.change(request).map(changed -> {
            holdSessions();
            arm(wasOn ? pace.nextMs(changed.interval()) : 1);
            return state();
        });
    }

    private WorkloadState state() {
        WorkloadSettings now = settings.current();
        return new WorkloadState(
                now.enabled(),
                now.interval().toSeconds(),
                now.maxFiles(),
                now.maxTasks(),
                now.extraClients(),
                znodes.openSessions(),
                ticker.ticks(),
                lastTickAt,
                lastError);
    }

    /** Sets the one timer anew, or takes it away where the traffic is off. */
    private void arm(long delayMs) {
        vertx.cancelTimer(timer);
        if (settings.current().enabled() && !stopped) {
            timer = vertx.setTimer(delayMs, fired -> due());
        }
    }

    private void due() {
        if (ensemble == null || !ensemble.quorum().held()) {
            arm(READINESS_CHECK_MS);
            return;
        }
        Future<?> ready =
                filesWereMade ? Future.succeededFuture() : bus.request(SchedulerTopics.DIAGNOSTICS, new AskPlan());
        ready.onFailure(notYet -> arm(READINESS_CHECK_MS))
                .onSuccess(yes -> tick(ACTOR).onComplete(ended -> arm(nextDelayMs())));
    }

    private long nextDelayMs() {
        return filesWereMade ? pace.nextMs(settings.current().interval()) : FIRST_RETRY_MS;
    }

    private Future<Ticker.Outcome> tick(String actor) {
        return ticker.tick(settings.current(), ensemble, actor).onSuccess(this::remember);
    }

    private void remember(Ticker.Outcome outcome) {
        if (outcome.ran()) {
            lastTickAt = clock.instant();
        }
        String error = outcome.result().skipped();
        if (error != null && !error.equals(lastError)) {
            LOG.warn("a tick of demo traffic was not complete: {}", error);
        }
        lastError = error;
        filesWereMade |= !outcome.filesFailed();
        holdSessions();
    }

    private int wantedSessions() {
        WorkloadSettings now = settings.current();
        return now.enabled() && !stopped ? now.extraClients() : 0;
    }

    /** One call at a time waits for the worker; when it is done it looks whether the wish has changed meanwhile. */
    private void holdSessions() {
        if (sessionsBusy || stopped) {
            return;
        }
        sessionsBusy = true;
        int wanted = wantedSessions();
        worker.executeBlocking(() -> {
                    znodes.holdSessions(wanted);
                    return null;
                })
                .onComplete(done -> {
                    sessionsBusy = false;
                    if (done.failed()) {
                        LOG.warn("the extra sessions could not be opened: {}", String.valueOf(done.cause()));
                    } else if (wanted != wantedSessions()) {
                        holdSessions();
                    }
                });
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        if (znodes == null) {
            return Future.succeededFuture();
        }
        // What the worker has begun ends first.
        return worker.executeBlocking(() -> null)
                .timeout(CLOSE_MS, TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .onComplete(idle -> ClosingAside.close("workload", znodes::close))
                .eventually(worker::close);
    }
}
