package io.conclave.scheduler;

import io.conclave.audit.OperationLog;
import io.conclave.bus.Bus;
import io.conclave.config.SchedulerSettings;
import io.conclave.ensemble.AskEnsemble;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.files.AskStorage;
import io.conclave.files.FileChange;
import io.conclave.files.FileTopics;
import io.conclave.files.MoveFile;
import io.conclave.files.PlaceFile;
import io.conclave.files.Placement;
import io.conclave.files.StorageState;
import io.conclave.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where files are: keeps the index of them, publishes counts and plan whenever they change, gives new files
 * their place, and runs rounds.
 *
 * <p>The index is read from the database once. Changes that come meanwhile are kept and applied afterwards, which ends
 * where the changes end, whichever of them the reading had seen already.
 */
public final class SchedulerVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(SchedulerVerticle.class);
    /** The name of every plan that was only asked for; none can be run by it. */
    private static final String WHAT_IF = "what-if";

    /** From the first healthy ensemble to the first round: enough for the first files to be there. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    /** From a drain to the first round for it. */
    private static final Duration PROMPTLY = Duration.ofMillis(100);

    private static final Duration LONGEST_STOP = Duration.ofSeconds(1);

    private final List<String> nodes;
    private final Bus bus;
    private final Database database;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Strategies strategies = new Strategies();
    private final Planner planner = new Planner(strategies);
    private final SchedulerSwitch settings;
    private final Situation situation;
    private final Reservations reservations;
    private final Placer placer;
    private final PlanBook book;
    private final StatusFeed status;
    private final List<FileChange> early = new ArrayList<>();

    private FileIndex index;
    private CurrentPlan current;
    private PlanFeed feed;
    private DecisionLog decisions;
    private Approval approval;
    private Rounds rounds;
    private RoundClock roundClock;
    private boolean settled;

    /**
     * @param settings what it starts with; changes at run time are kept in the database
     * @param nodes ids of the nodes, in configured order
     * @param bus where plans and counts are published, and files are asked to be moved
     * @param database where the files are read from, and settings and decisions are kept
     * @param log where changes of settings are recorded
     * @param clock what plans are dated by
     * @param nanoTime what durations are measured with, {@link System#nanoTime()}
     * @param ids gives a new name for a plan each time, unique for ever
     */
    public SchedulerVerticle(
            SchedulerSettings settings,
            List<String> nodes,
            Bus bus,
            Database database,
            OperationLog log,
            Clock clock,
            LongSupplier nanoTime,
            Supplier<String> ids) {
        this.nodes = List.copyOf(nodes);
        this.bus = bus;
        this.database = database;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.settings = new SchedulerSwitch(settings, strategies, database, log, clock);
        this.situation = new Situation(nodes, settings.weights());
        this.reservations = new Reservations(nanoTime);
        this.placer = new Placer(strategies, reservations);
        this.book = new PlanBook(ids, clock);
        this.status = new StatusFeed(bus, this.settings::current, strategies.codes(), clock);
    }

    @Override
    public Future<?> start() {
        bus.subscribe(FileTopics.CHANGES, message -> fileChanged(message.body()));
        return settings.load()
                .compose(state -> database.read(tx -> {
                    FileIndex loaded = new FileIndex(nodes);
                    tx.files().forEachBrief(file -> loaded.add(file.node(), FileEntry.of(file)));
                    return loaded;
                }))
                .onSuccess(this::begin);
    }

    private void begin(FileIndex loaded) {
        early.forEach(loaded::apply);
        early.clear();
        index = loaded;
        current = new CurrentPlan(
                planner, book, this::inputs, index, nanoTime, timing -> bus.publish(SchedulerTopics.TIMINGS, timing));
        decisions = new DecisionLog(vertx, database, planner);
        approval = new Approval(current, book, decisions);
        feed = new PlanFeed(vertx, bus, current, index, nanoTime, this::planned);
        rounds = new Rounds(current::get, decisions, new Moves(vertx, bus, index, feed::changed));
        roundClock = new RoundClock(vertx, nanoTime, settings::interval, this::roundByItself, status);
        listen();
        serve();
        bus.publish(SchedulerTopics.CHANGED, settings.current());
        feed.changed();
        roundClock.restart();
    }

    private void listen() {
        bus.subscribe(EnsembleTopics.STATE, message -> learn(message.body()));
        bus.subscribe(FileTopics.STORAGE, message -> learn(message.body()));
        bus.subscribe(FileTopics.RELEASED, message -> message.body().nodes().forEach(reservations::released));
        bus.request(EnsembleTopics.CURRENT, new AskEnsemble())
                .onSuccess(this::learn)
                .onFailure(failure -> LOG.debug("the ensemble's state will come: {}", failure.getMessage()));
        bus.request(FileTopics.ROOM, new AskStorage())
                .onSuccess(this::learn)
                .onFailure(failure -> LOG.debug("the storage's state will come: {}", failure.getMessage()));
    }

    private void serve() {
        bus.serve(FileTopics.PLACE, this::place);
        bus.serve(
                SchedulerTopics.DIAGNOSTICS,
                question -> Future.succeededFuture(current.get().plan()));
        bus.serve(SchedulerTopics.SETTINGS, question -> Future.succeededFuture(settings.current()));
        bus.serve(SchedulerTopics.CHANGE, this::change);
        bus.serve(SchedulerTopics.RUN, order -> rounds.run(order.actor(), () -> approval.of(order.planId())));
        bus.serve(SchedulerTopics.WHAT_IF, this::whatIf);
        bus.serve(SchedulerTopics.DECISIONS, question -> decisions.page(question));
        bus.serve(SchedulerTopics.REPLAY, question -> decisions.replay(question));
    }

    private PlanInputs inputs() {
        return situation.inputs(index, settings.forPlans());
    }

    private void fileChanged(FileChange change) {
        if (index == null) {
            early.add(change);
            return;
        }
        index.apply(change);
        if (change instanceof FileChange.Added added) {
            reservations.taken(added.file().node(), added.file().sizeBytes());
        }
        feed.changed();
    }

    private void learn(EnsembleState state) {
        if (situation.learn(state)) {
            feed.changed();
        }
        if (!settled && state.quorum().held()) {
            settled = true;
            roundClock.within(SETTLING);
        }
    }

    private void learn(StorageState state) {
        if (situation.learn(state)) {
            feed.changed();
        }
    }

    private Future<Placement> place(PlaceFile question) {
        return Future.succeededFuture(placer.place(question, inputs()));
    }

    private Future<SchedulerState> change(ChangeScheduler change) {
        return settings.change(change).onSuccess(state -> {
            bus.publish(SchedulerTopics.CHANGED, state);
            feed.changed();
            if (change.interval() != null) {
                roundClock.restart();
            }
            status.publish();
        });
    }

    private Future<Plan> whatIf(WhatIf question) {
        PlanSettings asked =
                settings.forPlans().with(strategies, question.strategy(), question.threshold(), question.batch(), null);
        PlanInputs inputs = situation.inputs(index, asked);
        PlanInputs otherwise = question.drained() == null ? inputs : inputs.withDrained(question.drained());
        return Future.succeededFuture(
                planner.plan(otherwise, index).named(WHAT_IF, clock.instant()).plan());
    }

    private void planned(PlannedPlan planned) {
        decisions.note(planned);
        if (settled && planned.plan().enabled() && planned.plan().reason() == PlanReason.DRAIN) {
            roundClock.within(PROMPTLY);
        }
    }

    /** One round of the clock; says whether there is more to do at once. */
    private Future<Boolean> roundByItself() {
        if (!settings.current().enabled()) {
            report(RoundEnd.PAUSED);
            return Future.succeededFuture(false);
        }
        return rounds.run(MoveFile.SCHEDULER, () -> Future.succeededFuture(current.get()))
                .onComplete(ended -> report(ended.succeeded() ? RoundEnd.of(ended.result()) : RoundEnd.FAILED))
                .compose(this::goesOn)
                .onFailure(failure -> LOG.warn("a round of the scheduler failed: {}", failure.getMessage()));
    }

    private void report(RoundEnd end) {
        status.ended(end);
        bus.publish(SchedulerTopics.ROUNDS, new RoundReport(end));
    }

    private Future<Boolean> goesOn(RoundResult result) {
        if (RoundEnd.of(result) == RoundEnd.FAILED) {
            return Future.failedFuture("no file could be moved: " + String.join("; ", result.failed()));
        }
        Plan after = result.after();
        boolean wholeBalance = after.batch() == 0 && after.shouldMigrate();
        return Future.succeededFuture(result.executed() && (after.reason() == PlanReason.DRAIN || wholeBalance));
    }

    @Override
    public Future<?> stop() {
        return rounds == null
                ? Future.succeededFuture()
                : rounds.close()
                        .timeout(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)
                        .otherwiseEmpty();
    }
}
