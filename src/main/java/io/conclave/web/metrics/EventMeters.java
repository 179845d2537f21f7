package io.conclave.web.metrics;

import io.conclave.audit.AuditTopics;
import io.conclave.audit.Operation;
import io.conclave.bus.Bus;
import io.conclave.bus.Published;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.ensemble.PollOutcome;
import io.conclave.files.FileTopics;
import io.conclave.files.MigrationEvent;
import io.conclave.files.MigrationStep;
import io.conclave.scheduler.PlanReason;
import io.conclave.scheduler.PlanTiming;
import io.conclave.scheduler.RoundEnd;
import io.conclave.scheduler.SchedulerTopics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what happens and how long it took, from this start on. Belongs to one context. */
final class EventMeters {

    private static final int MOST_OPEN_MIGRATIONS = 10_000;

    // Upper bounds of the buckets, in seconds.
    private static final double[] POLLS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};
    private static final double[] PLANS = {1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 1e-3, 1e-2};
    private static final double[] MIGRATIONS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 120, 600};
    private static final double[] OPERATIONS = {0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800};
    private static final double[] RECOVERIES = {0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60};
    private static final double[] PUSHES = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1};

    private final MeterRegistry registry;
    private final Timer pushes;
    private final Map<Long, Instant> openMigrations = new LinkedHashMap<>();

    EventMeters(MeterRegistry registry) {
        this.registry = registry;
        this.pushes =
                timer("zk_demo_push_latency", "From a message's stamp until the last viewer's socket has it", PUSHES);
    }

    /** Begins to listen. */
    void start(Bus bus) {
        bus.subscribe(EnsembleTopics.POLLS, message -> count(message.body()));
        bus.subscribe(SchedulerTopics.TIMINGS, message -> count(message.body()));
        bus.subscribe(AuditTopics.ENDED, message -> ended(message.body()));
        bus.subscribe(AuditTopics.SETTLED, message -> settled(message.body()));
        bus.subscribe(FileTopics.MIGRATIONS, this::countMigration);
        bus.subscribe(
                SchedulerTopics.ROUNDS, message -> rounds(message.body().end()).increment());
        startAtZero();
    }

    /** Whose labels are known beforehand: a counter that begins with its first event hides that event from a rate. */
    private void startAtZero() {
        Arrays.stream(RoundEnd.values()).forEach(this::rounds);
        Arrays.stream(PlanReason.values()).forEach(this::plans);
        migrations(MigrationStep.DONE);
        migrations(MigrationStep.FAILED);
    }

    /** Counts a message that was handed to the viewers. */
    void pushed(Duration took) {
        pushes.record(took);
    }

    private void count(PollOutcome poll) {
        timer(
                        "zk_demo_poll_latency",
                        "From a question to a server until its end",
                        POLLS,
                        "node",
                        poll.node(),
                        "command",
                        poll.command())
                .record(poll.took());
    }

    private void count(PlanTiming plan) {
        timer("zk_demo_plan_latency", "Computing a plan", PLANS).record(Duration.ofNanos(plan.nanos()));
        plans(plan.reason()).increment();
    }

    private Counter plans(PlanReason reason) {
        return counter("zk_demo_scheduler_plans_total", "Plans that came to this", "reason", reason.code());
    }

    private Counter rounds(RoundEnd end) {
        return counter("zk_demo_scheduler_rounds_total", "Rounds that came by themselves", "result", end.code());
    }

    private Counter migrations(MigrationStep end) {
        return counter("zk_demo_migrations_total", "Migrations that ended", "result", end.code());
    }

    private void ended(Operation operation) {
        String action = operation.action().code();
        counter(
                        "zk_demo_operations_total",
                        "Operations that ended",
                        "action",
                        action,
                        "status",
                        operation.status().code())
                .increment();
        if (operation.durationMs() != null) {
            timer(
                            "zk_demo_operation_duration",
                            "From an operation's beginning to its end",
                            OPERATIONS,
                            "action",
                            action)
                    .record(Duration.ofMillis(operation.durationMs()));
        }
    }

    private void settled(Operation operation) {
        timer(
                        "zk_demo_recovery",
                        "From an operation's end until the ensemble had settled",
                        RECOVERIES,
                        "action",
                        operation.action().code())
                .record(Duration.ofMillis(operation.settled().recoverMs()));
    }

    private void countMigration(Published<MigrationEvent> message) {
        MigrationEvent event = message.body();
        if (event.step() == MigrationStep.PLANNED) {
            openMigrations.putIfAbsent(event.id(), message.at());
            if (openMigrations.size() > MOST_OPEN_MIGRATIONS) {
                openMigrations.remove(openMigrations.keySet().iterator().next());
            }
        } else if (event.step() == MigrationStep.DONE || event.step() == MigrationStep.FAILED) {
            migrations(event.step()).increment();
            Instant planned = openMigrations.remove(event.id());
            if (planned != null) {
                timer(
                                "zk_demo_migration_latency",
                                "From a migration's plan to its end",
                                MIGRATIONS,
                                "result",
                                event.step().code())
                        .record(Duration.between(planned, message.at()));
            }
        }
    }

    private Counter counter(String name, String help, String... tags) {
        return Counter.builder(name).description(help).tags(tags).register(registry);
    }

    private Timer timer(String name, String help, double[] bucketsSeconds, String... tags) {
        return Timer.builder(name)
                .description(help)
                .tags(tags)
                .serviceLevelObjectives(Arrays.stream(bucketsSeconds)
                        .mapToObj(seconds -> Duration.ofNanos((long) (seconds * 1e9)))
                        .toArray(Duration[]::new))
                .register(registry);
    }
}
