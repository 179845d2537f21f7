package io.conclave.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.store.Database;
import io.conclave.store.TaskRow;
import io.conclave.store.Tx;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tasks: queued, running, done, the oldest done ones deleted to make room. Each change is committed before it is
 * published.
 */
final class TaskBoard {

    private static final int LARGEST_PAYLOAD_BYTES = 16 * 1024;
    /** How many tasks a tick takes from each status to the next. */
    private static final int MOST_STEPS = 3;

    /**
     * What a tick did to the tasks.
     *
     * @param created new ones
     * @param advanced ones that went a step further
     */
    record Progress(List<Task> created, List<Task> advanced) {}

    private record Changed<T>(T answer, List<Task> changed, TaskCounts counts) {}

    private final Bus bus;
    private final Database database;
    private final Clock clock;

    TaskBoard(Bus bus, Database database, Clock clock) {
        this.bus = bus;
        this.database = database;
        this.clock = clock;
    }

    /** Publishes how many there are, for whoever begins to listen. */
    Future<Void> announceCounts() {
        return database.read(TaskBoard::counts)
                .onSuccess(counts -> bus.publish(WorkloadTopics.TASK_COUNTS, counts))
                .mapEmpty();
    }

    /** A page of tasks. */
    Future<TaskPage> list(ListTasks question) {
        int limit = question.limit();
        if (limit < 1 || limit > ListTasks.LARGEST_PAGE) {
            return Future.failedFuture(Problem.invalid("limit", limit, "from 1 to " + ListTasks.LARGEST_PAGE)
                    .asException());
        }
        if (question.before() != null && question.before() < 1) {
            return Future.failedFuture(Problem.invalid("before", question.before(), "a whole number from 1")
                    .asException());
        }
        String status = question.status() == null ? null : question.status().code();
        return database.read(tx -> {
            List<Task> found = tx.tasks().newest(limit + 1, status, question.before()).stream()
                    .map(TaskBoard::task)
                    .toList();
            boolean more = found.size() > limit;
            List<Task> page = more ? found.subList(0, limit) : found;
            return new TaskPage(
                    page, counts(tx).byStatus(), more ? page.get(limit - 1).id() : null);
        });
    }

    /**
     * Queues a task.
     *
     * @param maxTasks how many there may be; 409 where so many are not done yet
     */
    Future<Task> create(CreateTask request, int maxTasks) {
        JsonNode payload = request.payload() == null || request.payload().isNull() ? Json.object() : request.payload();
        if (!payload.isObject()) {
            return Future.failedFuture(
                    Problem.invalid("payload", payload, "a JSON object").asException());
        }
        String text = payload.toString();
        if (text.getBytes(StandardCharsets.UTF_8).length > LARGEST_PAYLOAD_BYTES) {
            return Future.failedFuture(Problem.tooLarge("payload", LARGEST_PAYLOAD_BYTES + " bytes")
                    .asException());
        }
        return publishing(database.write(tx -> {
            if (!makeRoom(tx, maxTasks)) {
                throw Problem.conflict(
                                "too_many_tasks",
                                maxTasks + " tasks, as many as may be kept, are not done yet; advance some or raise"
                                        + " maxTasks")
                        .asException();
            }
            Task task = task(tx.tasks().insert(TaskStatus.QUEUED.code(), text, now()));
            return new Changed<>(task, List.of(task), counts(tx));
        }));
    }

    /** Takes one task a step further; 404 where there is none, 409 where it is done. */
    Future<Task> advance(AdvanceTask request) {
        return publishing(database.write(tx -> {
            TaskRow row = tx.tasks().find(request.id()).orElseThrow(() -> Problem.notFound(
                            "task", Long.toString(request.id()), null)
                    .asException());
            Task task = step(tx, row);
            if (task == null) {
                throw Problem.conflict("task_done", "task " + request.id() + " is done already")
                        .asException();
            }
            return new Changed<>(task, List.of(task), counts(tx));
        }));
    }

    /**
     * One tick: the oldest running tasks end, the oldest queued ones begin, new ones queue up.
     *
     * @param payloads of the new tasks; those that find no room are left out
     * @param maxTasks how many tasks there may be afterwards
     */
    Future<Progress> progress(List<ObjectNode> payloads, int maxTasks) {
        return publishing(database.write(tx -> {
            List<Task> advanced = new ArrayList<>();
            for (TaskStatus from : List.of(TaskStatus.RUNNING, TaskStatus.QUEUED)) {
                tx.tasks().oldest(MOST_STEPS, from.code()).forEach(row -> advanced.add(step(tx, row)));
            }
            List<Task> created = new ArrayList<>();
            for (ObjectNode payload : payloads) {
                if (makeRoom(tx, maxTasks)) {
                    created.add(task(tx.tasks().insert(TaskStatus.QUEUED.code(), payload.toString(), now())));
                }
            }
            tx.tasks().deleteOldest(TaskStatus.DONE.code(), maxTasks);
            List<Task> changed = new ArrayList<>(advanced);
            changed.addAll(created);
            return new Changed<>(new Progress(created, advanced), changed, counts(tx));
        }));
    }

    private <T> Future<T> publishing(Future<Changed<T>> written) {
        return written.onSuccess(outcome -> {
                    outcome.changed().forEach(task -> bus.publish(WorkloadTopics.TASKS, task));
                    bus.publish(WorkloadTopics.TASK_COUNTS, outcome.counts());
                })
                .map(Changed::answer);
    }

    /** Deletes done tasks until one more fits; false where it does not even so. */
    private static boolean makeRoom(Tx tx, int maxTasks) {
        tx.tasks().deleteOldest(TaskStatus.DONE.code(), Math.max(0, maxTasks - 1));
        return total(tx) < maxTasks;
    }

    private static long total(Tx tx) {
        return tx.tasks().countByStatus().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private Task step(Tx tx, TaskRow row) {
        TaskStatus from = status(row);
        if (from == TaskStatus.DONE) {
            return null;
        }
        TaskStatus to = TaskStatus.values()[from.ordinal() + 1];
        tx.tasks().advance(row.id(), from.code(), to.code(), now());
        return task(tx.tasks().find(row.id()).orElseThrow());
    }

    /** As exact as the database keeps it, so that what is published and what is read later are equal. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static TaskCounts counts(Tx tx) {
        Map<String, Long> stored = tx.tasks().countByStatus();
        Map<String, Long> all = new LinkedHashMap<>();
        for (TaskStatus status : TaskStatus.values()) {
            all.put(status.code(), stored.getOrDefault(status.code(), 0L));
        }
        return new TaskCounts(all);
    }

    private static Task task(TaskRow row) {
        return new Task(row.id(), status(row), Json.parse(row.payload()), row.createdAt(), row.updatedAt());
    }

    private static TaskStatus status(TaskRow row) {
        return TaskStatus.valueOf(row.status().toUpperCase(Locale.ROOT));
    }
}
