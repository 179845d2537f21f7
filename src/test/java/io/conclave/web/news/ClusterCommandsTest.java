package io.conclave.web.news;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.cluster.ClusterBus;
import io.conclave.web.command.CommandDesk;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands of members of the cluster that are no controllers. */
class ClusterCommandsTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<String> run = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close();
    }

    private CommandDesk answering(Future<?> answer) {
        return (command, body, actor) -> {
            run.add(command.verb() + " " + body + " by " + actor);
            return answer;
        };
    }

    private void serve(boolean openToAll, CommandDesk desk) {
        new ClusterCommands(desk, openToAll, "secret"::equals).serve(vertx.eventBus(), Runnable::run);
    }

    private Message<String> send(String body, Map<String, String> headers) throws Exception {
        DeliveryOptions options = new DeliveryOptions();
        headers.forEach(options::addHeader);
        return vertx.eventBus()
                .<String>request("conclave.command.drain", body, options)
                .await(5, TimeUnit.SECONDS);
    }

    private static JsonNode problem(Message<String> answer) {
        assertThat(answer.headers().contains(ClusterBus.PROBLEM))
                .as(answer.body())
                .isTrue();
        return Json.parse(answer.body());
    }

    @Test
    void commandWithTheTokenIsDoneAndItsGiverIsTheCluster() throws Exception {
        serve(false, answering(Future.succeededFuture(Map.of("done", true))));

        Message<String> answer = send("{\"node\":\"zk1\"}", Map.of(ClusterBus.TOKEN, "secret"));

        assertThat(answer.body()).isEqualTo("{\"done\":true}");
        assertThat(answer.headers().contains(ClusterBus.PROBLEM)).isFalse();
        assertThat(run).containsExactly("drain {\"node\":\"zk1\"} by cluster");
    }

    @Test
    void commandWithoutTheTokenOrWithAnotherOneIsNotDone() throws Exception {
        serve(false, answering(Future.succeededFuture("done")));

        assertThat(problem(send("{}", Map.of())).get("code").asText()).isEqualTo("token_required");
        assertThat(problem(send("{}", Map.of(ClusterBus.TOKEN, "guess")))
                        .get("code")
                        .asText())
                .isEqualTo("wrong_token");
        assertThat(run).isEmpty();
    }

    @Test
    void whereNoTokenIsSetNoneIsWanted() throws Exception {
        serve(true, answering(Future.succeededFuture("done")));

        assertThat(send("{}", Map.of()).body()).isEqualTo("\"done\"");
    }

    @Test
    void problemsOfCommandsAndBodiesAreAnsweredAsSuch() throws Exception {
        serve(
                true,
                answering(Future.failedFuture(
                        Problem.notFound("node", "zk9", "zk1").asException())));

        assertThat(problem(send("{\"node\":\"zk9\"}", Map.of())).get("field").asText())
                .isEqualTo("node");
        assertThat(problem(send("no JSON", Map.of())).get("status").asInt()).isEqualTo(400);
        assertThat(run).hasSize(1);
    }

    @Test
    void commandsBeyondABoundAreRefusedUntilOthersAreAnswered() throws Exception {
        Promise<String> answer = Promise.promise();
        serve(true, answering(answer.future()));
        List<Future<Message<String>>> waiting = IntStream.range(0, 64)
                .mapToObj(i -> vertx.eventBus().<String>request("conclave.command.drain", "{}"))
                .toList();

        assertThat(problem(send("{}", Map.of())).get("code").asText()).isEqualTo("too_many_requests");
        answer.complete("done");
        for (Future<Message<String>> earlier : waiting) {
            assertThat(earlier.await(5, TimeUnit.SECONDS).body()).isEqualTo("\"done\"");
        }
        assertThat(send("{}", Map.of()).body()).isEqualTo("\"done\"");
    }
}
