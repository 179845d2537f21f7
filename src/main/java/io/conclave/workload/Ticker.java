package io.conclave.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.config.WorkloadSettings;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.Health;
import io.conclave.ensemble.NodeStatus;
import io.conclave.files.DeleteFile;
import io.conclave.files.FileTopics;
import io.conclave.files.GenerateFiles;
import io.conclave.scheduler.AskPlan;
import io.conclave.scheduler.Plan;
import io.conclave.scheduler.RunScheduler;
import io.conclave.scheduler.SchedulerTopics;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Carries out ticks, one at a time: what one part cannot do keeps the others from nothing. */
final class Ticker {

    private static final Duration FILES_LIMIT = Duration.ofSeconds(15);
    private static final Duration ROUND_LIMIT = Duration.ofSeconds(10);
    private static final long ZNODES_LIMIT_MS = 2_000;
    private static final int MOST_WAITING = 8;
    private static final int DELETES_AT_ONCE = 8;
    private static final int MOST_ROUNDS = 3;
    private static final int MOST_TASKS = 2;
    private static final List<String> KINDS = List.of("index", "thumbnail", "checksum", "report", "compress");

    /**
     * How a tick ended.
     *
     * @param result what it did
     * @param ran whether it ran at all
     * @param filesFailed whether the part that concerns files was not complete
     */
    record Outcome(TickResult result, boolean ran, boolean filesFailed) {}

    /** What the part that concerns files did. */
    private record FilesStep(int created, int deleted, TickPlan plan, boolean automaticRounds, String problem) {}

    private record Step<T>(T done, String problem) {}

    private final Bus bus;
    private final TaskBoard tasks;
    private final DemoFiles demoFiles;
    private final Future<?> demoFilesLoaded;
    private final ZnodeTraffic znodes;
    private final WorkerExecutor worker;
    private final RandomGenerator random;
    private Future<?> last = Future.succeededFuture();
    private int waiting;
    private long number;
    private boolean znodesBusy;

    Ticker(
            Bus bus,
            TaskBoard tasks,
            DemoFiles demoFiles,
            Future<?> demoFilesLoaded,
            ZnodeTraffic znodes,
            WorkerExecutor worker,
            RandomGenerator random) {
        this.bus = bus;
        this.tasks = tasks;
        this.demoFiles = demoFiles;
        this.demoFilesLoaded = demoFilesLoaded;
        this.znodes = znodes;
        this.worker = worker;
        this.random = random;
    }

    /** How many ticks were begun. */
    long ticks() {
        return number;
    }

    /** Runs one tick after those that wait already; 409 where {@value #MOST_WAITING} do. */
    Future<Outcome> tick(WorkloadSettings settings, EnsembleState ensemble, String actor) {
        if (waiting >= MOST_WAITING) {
            return Future.failedFuture(Problem.conflict("tick_running", "a tick runs and " + MOST_WAITING + " wait")
                    .asException());
        }
        waiting++;
        Future<Outcome> mine =
                last.transform(before -> run(settings, ensemble, actor)).onComplete(done -> waiting--);
        last = mine;
        return mine;
    }

    private Future<Outcome> run(WorkloadSettings settings, EnsembleState ensemble, String actor) {
        if (ensemble == null || !ensemble.quorum().held()) {
            return Future.succeededFuture(new Outcome(
                    new TickResult(0, 0, 0, 0, 0, "the ensemble has no quorum: nothing was made"), false, true));
        }
        long tick = number++;
        Future<FilesStep> files = files(tick, settings, ensemble, actor);
        Future<Step<TaskBoard.Progress>> board = step(
                tasks.progress(payloads(tick), settings.maxTasks()),
                new TaskBoard.Progress(List.of(), List.of()),
                "tasks");
        Future<Step<Integer>> events = step(znodeEvents(), 0, "znodes");
        return Future.all(files, board, events)
                .compose(all -> rounds(files.result(), actor, MOST_ROUNDS))
                .map(roundProblem -> outcome(files.result(), board.result(), events.result(), roundProblem));
    }

    private static Outcome outcome(
            FilesStep files, Step<TaskBoard.Progress> board, Step<Integer> events, String roundProblem) {
        List<String> problems = Stream.of(files.problem(), board.problem(), events.problem(), roundProblem)
                .filter(problem -> problem != null)
                .toList();
        return new Outcome(
                new TickResult(
                        files.created(),
                        files.deleted(),
                        board.done().created().size(),
                        board.done().advanced().size(),
                        events.done(),
                        problems.isEmpty() ? null : String.join("; ", problems)),
                true,
                files.problem() != null);
    }

    private static <T> Future<Step<T>> step(Future<T> work, T nothing, String part) {
        return work.map(done -> new Step<>(done, null))
                .otherwise(failure -> new Step<>(nothing, part + ": " + sentence(failure)));
    }

    private static String sentence(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "no answer within " + ZNODES_LIMIT_MS + " ms";
        }
        return failure instanceof ProblemException known ? known.problem().detail() : String.valueOf(failure);
    }

    private Future<FilesStep> files(long tick, WorkloadSettings settings, EnsembleState ensemble, String actor) {
        return demoFilesLoaded
                .compose(loaded -> bus.request(SchedulerTopics.DIAGNOSTICS, new AskPlan()))
                .compose(plan -> {
                    TickPlan todo = TickPlan.of(
                            tick,
                            demoFiles.count(),
                            settings.maxFiles(),
                            plan.counts(),
                            serving(ensemble),
                            plan.threshold(),
                            random);
                    return carryOut(todo, plan, actor);
                })
                .otherwise(failure -> new FilesStep(0, 0, null, false, "files: " + sentence(failure)));
    }

    private static List<String> serving(EnsembleState ensemble) {
        return ensemble.nodes().stream()
                .filter(node -> node.health() == Health.HEALTHY && !node.drained())
                .map(NodeStatus::id)
                .toList();
    }

    private Future<FilesStep> carryOut(TickPlan todo, Plan plan, String actor) {
        return delete(demoFiles.oldest(todo.deletes()), 0, actor).compose(deleted -> {
            int creates = Math.max(0, todo.creates() - (todo.deletes() - deleted));
            String behind = deleted < todo.deletes()
                    ? "files: " + (todo.deletes() - deleted) + " old demo files could not be deleted"
                    : null;
            if (creates == 0) {
                return Future.succeededFuture(new FilesStep(0, deleted, todo, plan.enabled(), behind));
            }
            GenerateFiles request = new GenerateFiles(
                    creates, todo.sizeBytes(), todo.pinnedTo(), DemoFiles.PREFIX, Action.WORKLOAD, actor);
            return bus.request(FileTopics.GENERATE.within(FILES_LIMIT), request)
                    .map(made -> new FilesStep(
                            made.created(),
                            deleted,
                            todo,
                            plan.enabled(),
                            made.stopped() == null
                                    ? behind
                                    : "files: " + made.stopped().detail()))
                    .otherwise(failure -> new FilesStep(0, deleted, todo, false, "files: " + sentence(failure)));
        });
    }

    /** Deletes a few at a time; gives how many are gone. */
    private Future<Integer> delete(List<String> ids, int deleted, String actor) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(deleted);
        }
        List<Future<Boolean>> some = new ArrayList<>();
        ids.stream().limit(DELETES_AT_ONCE).forEach(id -> some.add(deleteOne(id, actor)));
        return Future.all(some).compose(all -> {
            int gone = (int) some.stream().filter(Future::result).count();
            return delete(ids.subList(some.size(), ids.size()), deleted + gone, actor);
        });
    }

    private Future<Boolean> deleteOne(String id, String actor) {
        return bus.request(FileTopics.DELETE, new DeleteFile(id, actor))
                .map(file -> true)
                .otherwise(failure -> ProblemException.of(failure).status() == 404)
                .onSuccess(gone -> {
                    if (gone) {
                        demoFiles.forget(id);
                    }
                });
    }

    private List<ObjectNode> payloads(long tick) {
        int tasksWanted = random.nextInt(1, MOST_TASKS + 1);
        return Stream.generate(() -> Json.object()
                        .put("kind", KINDS.get(random.nextInt(KINDS.size())))
                        .put("tick", tick))
                .limit(tasksWanted)
                .toList();
    }

    /** A worker that is still with the events of an earlier tick is left alone: they must not pile up. */
    private Future<Integer> znodeEvents() {
        if (znodesBusy) {
            return Future.failedFuture(
                    Problem.unavailable("busy", "the events of an earlier tick still wait for an answer")
                            .asException());
        }
        znodesBusy = true;
        return worker.executeBlocking(znodes::events)
                .onComplete(done -> znodesBusy = false)
                .timeout(ZNODES_LIMIT_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * After a burst, where rounds run by themselves at all: asks for some at once, so that a viewer need not wait for
     * the next. Gives a problem or null.
     */
    private Future<String> rounds(FilesStep files, String actor, int left) {
        if (left == 0 || files.created() == 0 || !files.plan().isBurst() || !files.automaticRounds()) {
            return Future.succeededFuture();
        }
        return bus.request(SchedulerTopics.RUN.within(ROUND_LIMIT), new RunScheduler(null, actor))
                .compose(round -> round.executed() ? rounds(files, actor, left - 1) : Future.<String>succeededFuture())
                .otherwise(failure -> "round: " + sentence(failure));
    }
}
