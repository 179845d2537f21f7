package io.conclave.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.store.SqlDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskBoardTest {

    @TempDir
    Path folder;

    private Vertx vertx;
    private SqlDatabase database;
    private TaskBoard board;
    private final List<Task> published = new CopyOnWriteArrayList<>();
    private final List<TaskCounts> counts = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        ControllerRef self = new ControllerRef("c1", 1);
        Bus bus = new Bus(vertx, self, Clock.systemUTC());
        bus.subscribe(WorkloadTopics.TASKS, message -> published.add(message.body()));
        bus.subscribe(WorkloadTopics.TASK_COUNTS, message -> counts.add(message.body()));
        database = SqlDatabase.open("jdbc:sqlite:" + folder.resolve("c.db"), self);
        board = new TaskBoard(bus, database, Clock.systemUTC());
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    @Test
    void taskGoesFromQueuedToRunningToDoneAndNoFurther() throws Exception {
        Task queued = now(board.create(new CreateTask(Json.object().put("what", "x"), "test"), 10));
        Task running = now(board.advance(new AdvanceTask(queued.id(), "test")));
        Task done = now(board.advance(new AdvanceTask(queued.id(), "test")));

        assertThat(List.of(queued, running, done))
                .extracting(Task::status)
                .containsExactly(TaskStatus.QUEUED, TaskStatus.RUNNING, TaskStatus.DONE);
        assertThat(done.payload().get("what").asText()).isEqualTo("x");
        assertThat(problem(board.advance(new AdvanceTask(queued.id(), "test"))).status())
                .isEqualTo(409);
        Awaitility.await().untilAsserted(() -> {
            assertThat(published).containsExactly(queued, running, done);
            assertThat(counts.get(counts.size() - 1).byStatus())
                    .containsEntry("queued", 0L)
                    .containsEntry("running", 0L)
                    .containsEntry("done", 1L);
        });
    }

    @Test
    void unknownTaskIsNotFound() {
        Problem problem = problem(board.advance(new AdvanceTask(77, "test")));

        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.value()).isEqualTo("77");
    }

    @Test
    void payloadIsAnObjectOfAtMost16KibibytesAndMayBeLeftOut() throws Exception {
        assertThat(now(board.create(new CreateTask(null, "test"), 10)).payload())
                .isEqualTo(Json.object());
        assertThat(problem(board.create(new CreateTask(new TextNode("x"), "test"), 10))
                        .field())
                .isEqualTo("payload");
        assertThat(problem(board.create(new CreateTask(Json.object().put("t", "狐".repeat(6_000)), "test"), 10))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void oldestDoneTasksMakeRoomAndUnfinishedOnesNeverDo() throws Exception {
        Task first = finished();
        Task second = finished();

        Task third = now(board.create(new CreateTask(null, "test"), 2));

        assertThat(ids()).containsExactly(third.id(), second.id()).doesNotContain(first.id());
        now(board.create(new CreateTask(null, "test"), 2));
        assertThat(problem(board.create(new CreateTask(null, "test"), 2)).code())
                .isEqualTo("too_many_tasks");
        assertThat(ids()).hasSize(2);
    }

    @Test
    void ticksTakeTheOldestTasksFurtherAndStayWithinTheBound() throws Exception {
        for (int tick = 0; tick < 20; tick++) {
            TaskBoard.Progress progress = now(board.progress(List.of(Json.object(), Json.object()), 6));
            assertThat(progress.created()).hasSizeBetween(1, 2);
            assertThat(ids()).hasSizeLessThanOrEqualTo(6);
        }

        TaskPage page = now(board.list(ListTasks.newest(500)));
        assertThat(page.byStatus().get("done")).isPositive();
        assertThat(page.byStatus().get("running")).isPositive();
    }

    @Test
    void loweredBoundTakesDoneTasksAwayAtTheNextTick() throws Exception {
        finished();
        finished();
        finished();

        now(board.progress(List.of(), 1));

        assertThat(ids()).hasSize(1);
    }

    @Test
    void listIsNewestFirstOfOneStatusAndItsLimitIsChecked() throws Exception {
        finished();
        Task queued = now(board.create(new CreateTask(null, "test"), 10));

        assertThat(now(board.list(new ListTasks(5, TaskStatus.QUEUED, null))).tasks())
                .containsExactly(queued);
        assertThat(problem(board.list(ListTasks.newest(0))).field()).isEqualTo("limit");
        assertThat(problem(board.list(ListTasks.newest(501))).field()).isEqualTo("limit");
    }

    @Test
    void pagesFollowOneAnotherUntilNothingIsLeft() throws Exception {
        for (int i = 0; i < 5; i++) {
            now(board.create(new CreateTask(null, "test"), 10));
        }

        TaskPage first = now(board.list(new ListTasks(2, null, null)));
        TaskPage second = now(board.list(new ListTasks(2, null, first.nextBefore())));
        TaskPage last = now(board.list(new ListTasks(2, null, second.nextBefore())));

        assertThat(List.of(first, second, last))
                .flatExtracting(TaskPage::tasks)
                .extracting(Task::id)
                .isSortedAccordingTo(Comparator.reverseOrder())
                .hasSize(5)
                .doesNotHaveDuplicates();
        assertThat(last.nextBefore()).isNull();
        assertThat(problem(board.list(new ListTasks(2, null, 0L))).field()).isEqualTo("before");
    }

    private Task finished() throws Exception {
        Task task = now(board.create(new CreateTask(null, "test"), 10));
        now(board.advance(new AdvanceTask(task.id(), "test")));
        return now(board.advance(new AdvanceTask(task.id(), "test")));
    }

    private List<Long> ids() throws Exception {
        return now(board.list(ListTasks.newest(500))).tasks().stream()
                .map(Task::id)
                .toList();
    }

    private static <T> T now(Future<T> future) throws Exception {
        return future.await(5, TimeUnit.SECONDS);
    }

    private static Problem problem(Future<?> future) {
        Problem[] problem = new Problem[1];
        assertThatThrownBy(() -> future.await(5, TimeUnit.SECONDS)).satisfies(e -> problem[0] = ProblemException.of(e));
        return problem[0];
    }
}
