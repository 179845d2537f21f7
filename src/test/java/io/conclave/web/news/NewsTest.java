package io.conclave.web.news;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.cluster.ClusterBus;
import io.conclave.controllers.ControllersState;
import io.conclave.web.state.Leadership;
import io.conclave.web.stream.StreamHub;
import io.conclave.workload.WorkloadTopics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a standby hears, where its membership in the cluster is lost and made anew. */
class NewsTest {

    private static final String TASKS = WorkloadTopics.TASKS.address();

    private final Vertx home = Vertx.vertx();
    private final Context context = home.getOrCreateContext();
    private final Vertx former = Vertx.vertx();
    private final Vertx next = Vertx.vertx();
    private StreamHub hub;
    private News news;

    @BeforeEach
    void begin() throws Exception {
        CompletableFuture<News> made = new CompletableFuture<>();
        context.runOnContext(ignored -> {
            Bus bus = new Bus(home, new ControllerRef("b", 0), Clock.systemUTC());
            hub = new StreamHub(bus, Clock.systemUTC(), took -> {});
            Leadership standby = Leadership.among(bus, ControllersState.unknown("b"), () -> false);
            ClusterCommands commands =
                    new ClusterCommands((command, body, actor) -> Future.succeededFuture(), true, token -> true);
            made.complete(new News(home, bus, hub, standby, commands, System::nanoTime));
        });
        news = made.get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        home.close();
        former.close();
        next.close();
    }

    private static String task(int id) {
        return task(id, "a", 3);
    }

    private static String task(int id, String controller, int epoch) {
        return "{\"id\":" + id + ",\"seq\":" + id + ",\"at\":\"2026-01-01T00:00:00.000Z\",\"controller\":{\"id\":\""
                + controller + "\",\"epoch\":" + epoch + "}}";
    }

    private String snapshot() throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        context.runOnContext(ignored -> told.complete(hub.snapshot(List.of(TASKS))));
        return told.get(10, TimeUnit.SECONDS);
    }

    @Test
    void snapshotThatAFormerMembershipAskedForIsAskedForAgainByTheNext() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        EventBus lost = former.eventBus();
        lost.<String>consumer(ClusterBus.SNAPSHOT, question -> asked.incrementAndGet());
        news.joined(former, lost);
        await().untilAsserted(() -> {
            lost.publish(TASKS, task(7));
            assertThat(asked).hasPositiveValue();
        });
        news.left();
        former.close().await(10, TimeUnit.SECONDS);

        next.eventBus()
                .<String>consumer(
                        ClusterBus.SNAPSHOT,
                        question -> question.reply(
                                "{\"topics\":{\"" + TASKS + "\":{\"seq\":7,\"state\":{\"recent\":[" + task(7) + "]}}}}",
                                new DeliveryOptions().addHeader("epoch", "3")));
        news.joined(next, next.eventBus());

        await().until(() -> snapshot().contains("\"id\":7,"));
    }

    @Test
    void snapshotOfAnEpochThatBeginsWhileThatOfTheFormerIsAskedForIsAskedForTheNext() throws Exception {
        EventBus cluster = next.eventBus();
        List<Message<String>> questions = new CopyOnWriteArrayList<>();
        cluster.<String>consumer(ClusterBus.SNAPSHOT, questions::add);
        news.joined(next, cluster);
        await().untilAsserted(() -> {
            cluster.publish(TASKS, task(7));
            assertThat(questions).isNotEmpty();
        });
        // The one that was asked has been killed, and another one acts and tells of its rows.
        cluster.publish(TASKS, task(8, "c", 4));
        await().until(() -> told(TASKS));
        questions.get(0).fail(ClusterBus.NOT_ACTIVE, "c is not active yet");

        await().until(() -> questions.size() > 1);
        questions
                .get(1)
                .reply(
                        "{\"topics\":{\"" + TASKS + "\":{\"seq\":8,\"state\":{\"recent\":[" + task(8, "c", 4) + "]}}}}",
                        new DeliveryOptions().addHeader("epoch", "4"));
        await().until(() -> snapshot().contains("\"id\":8,"));
    }

    /** Whether what was published on the cluster's bus has come to the edge's context: it comes in order. */
    private boolean told(String topic) throws Exception {
        CompletableFuture<Boolean> came = new CompletableFuture<>();
        next.eventBus()
                .<String>consumer("after." + topic, after -> context.runOnContext(ignored -> came.complete(true)));
        next.eventBus().publish("after." + topic, "");
        return came.get(10, TimeUnit.SECONDS);
    }
}
