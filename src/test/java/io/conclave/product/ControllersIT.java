package io.conclave.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.conclave.testing.Alone;
import io.conclave.testing.Browser;
import io.conclave.testing.PostgresServer;
import io.conclave.testing.PrometheusServer;
import io.conclave.testing.RealZooKeeper;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.Signals;
import io.conclave.testing.StreamViewer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three controllers, one ensemble, one PostgreSQL. One story in an order: each part leaves the controllers running,
 * since starting them takes longer than all that is done to them.
 */
@Alone
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ControllersIT {

    @RegisterExtension
    static final RealZooKeeper ZOOKEEPER = RealZooKeeper.ofServers(3);

    private static final Logger LOG = LoggerFactory.getLogger(ControllersIT.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SESSION_MS = 2_000;
    private static final List<String> IDS = List.of("a", "b", "c");

    private final PostgresServer postgres = PostgresServer.shared();
    private final String database = postgres.freshSchema();
    private Path folder;
    private Controllers controllers;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        controllers = new Controllers(folder, ZOOKEEPER.connectString(), postgres, database);
        for (String id : IDS) {
            controllers.launch(id);
        }
        controllers.awaitSettled(IDS.size());
    }

    @AfterAll
    void stop() {
        if (controllers != null) {
            controllers.close();
        }
    }

    private String other(String... not) {
        return IDS.stream()
                .filter(id -> !List.of(not).contains(id) && controllers.get(id) != null)
                .findFirst()
                .orElseThrow();
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    @Test
    @Order(1)
    void standbyHandsOnCommandsUploadsAndQuestions() throws Exception {
        String active = controllers.awaitSettled(3);
        RunningProduct standby = controllers.get(other(active));
        byte[] content = "seen by all".repeat(200_000).getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> uploaded = standby.upload("all.txt", content);
        assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
        String id = JSON.readTree(uploaded.body()).get("file").get("id").asText();
        HttpResponse<String> bytes =
                controllers.get(other(active, other(active))).get("/api/files/" + id + "/content");
        HttpResponse<String> refused = standby.send("POST", "/api/nodes/nowhere/drain", "{}");
        JsonNode overview = standby.getJson("/api/overview");

        assertThat(bytes.body().getBytes(StandardCharsets.UTF_8)).isEqualTo(content);
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(refused.body()).get("code").asText()).isEqualTo("unknown_node");
        assertThat(overview.get("controller").get("id").asText()).isEqualTo(active);
        assertThat(standby.getJson("/api/operations")
                        .get("operations")
                        .get(0)
                        .get("action")
                        .asText())
                .isEqualTo("upload");
        assertThat(standby.get("/health/ready").body()).contains("\"status\":\"standby\"");
        assertThat(standby.get("/metrics").body())
                .contains("conclave_controller_active 0.0")
                .contains("conclave_controller_epoch " + (double) controllers.epoch(active))
                .contains("conclave_controllers 3.0");
    }

    @Test
    @Order(2)
    void commandOfTheStreamIsDoneByWayOfAStandbyAndSaysWhoGaveIt() throws Exception {
        String active = controllers.awaitSettled(3);
        try (StreamViewer viewer = controllers.get(other(active)).viewer()) {
            JsonNode made = viewer.request("conclave.command.bulk-generate", "{\"count\":2,\"size_bytes\":10}");
            JsonNode refused = viewer.request("conclave.command.drain", "{\"node\":\"nowhere\"}");

            assertThat(made.path("files").path("created").asInt())
                    .as(made.toString())
                    .isEqualTo(2);
            assertThat(refused.path("problem").path("code").asText()).isEqualTo("unknown_node");
        }
        JsonNode newest = controllers.get(active).getJson("/api/operations?action=bulk_generate&limit=1");
        assertThat(newest.get("operations").get(0).get("actor").asText()).isEqualTo("page");
    }

    @Test
    @Order(3)
    void viewerOfAStandbySeesTheActiveOnesMessagesWithoutAGap() throws Exception {
        String active = controllers.awaitSettled(3);
        try (StreamViewer viewer = controllers.get(other(active)).viewer()) {
            viewer.register("conclave.tasks");
            viewer.register("conclave.ensemble");
            controllers.awaitCommands(active);
            // From the first message on, those of the active controller come in.
            await().atMost(SOON).until(() -> {
                controllers.awaitCommands(active);
                return !viewer.messages("conclave.tasks").isEmpty();
            });
            long from = viewer.snapshot("conclave.tasks").get("seq").asLong();
            Set<Long> made = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                String body =
                        controllers.get(active).send("POST", "/api/tasks", "{}").body();
                made.add(JSON.readTree(body).get("id").asLong());
            }

            await().atMost(SOON).untilAsserted(() -> assertThat(viewer.messages("conclave.tasks"))
                    .extracting(task -> task.get("id").asLong())
                    .containsAll(made));
            List<JsonNode> messages = viewer.messages("conclave.tasks");
            assertThat(messages).allSatisfy(message -> assertThat(
                            message.get("controller").get("id").asText())
                    .isEqualTo(active));
            assertThat(messages)
                    .extracting(message -> message.get("seq").asLong())
                    .isSorted();
            assertThat(messages.get(messages.size() - 1).get("seq").asLong() - from)
                    .isEqualTo(messages.stream()
                            .filter(message -> message.get("seq").asLong() > from)
                            .count());
            viewer.awaitMessage(
                    "conclave.ensemble", SOON, state -> state.path("leader").isTextual());
        }
    }

    @Test
    @Order(4)
    void pageOfAStandbySaysWhoActsAndThatOfTheActiveOneNothing() throws Exception {
        String active = controllers.awaitSettled(3);
        String standby = other(active);
        try (Browser browser = Browser.start()) {
            Page english = page(browser, standby, "en-GB", 1440);
            assertThat(told(english, "standby"))
                    .contains("This is controller " + standby + ", which does not act.")
                    .contains(active + " acts, in epoch " + controllers.epoch(standby));
            Page chinese = page(browser, standby, "zh-CN", 360);
            assertThat(told(chinese, "standby")).contains("此页面连接的是控制器 " + standby);
            assertThat(chinese.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            Page ofActive = page(browser, active, "en-GB", 1440);
            ofActive.locator("main > *").first().waitFor();
            assertThat(ofActive.locator("[data-controller-role]").count()).isZero();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private Page page(Browser browser, String id, String locale, int width) {
        Page page = browser.viewer(new NewContextOptions().setLocale(locale).setViewportSize(width, 900));
        page.navigate(controllers.get(id).base().resolve("/ui/").toString());
        return page;
    }

    /** What the banner of the controllers says, once it says that; kept as a picture too. */
    private static String told(Page page, String role) {
        Locator banner = page.locator("[data-controller-role=" + role + "]");
        banner.waitFor();
        page.locator("main > *").first().waitFor();
        String name = "controllers-" + role + "-" + page.viewportSize().width + ".png";
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name)));
        return banner.textContent();
    }

    @Test
    @Order(5)
    void probeThatJoinedTheClusterGivesCommandsAndHearsWhoeverIsActiveWithoutAnyAddress() throws Exception {
        String active = controllers.awaitSettled(3);
        Map<String, String> beside = Map.of(
                "DATA_DIR", controllers.get(active).folder().resolve("data").toString());
        try (RunningProduct tail = probe(beside, "tail", "tasks", "--cluster", "--format", "json-lines")) {
            await("the cluster to be joined").atMost(SOON).until(() -> {
                controllers.awaitCommands(active);
                return tail.console().contains("\"source\":\"stream\"");
            });
            RunningProduct send = probe(beside, "send", "create-task", "{}", "--cluster", "--format", "json-lines");
            assertThat(send.exitCode(SOON)).as(send.console()).isZero();
            JsonNode made = JSON.readTree(send.console());
            await().atMost(SOON).until(() -> tail.console().contains("\"id\":" + made.get("id") + ","));
            RunningProduct refused = probe(beside, "send", "drain", "{\"node\":\"zk9\"}", "--cluster");
            assertThat(refused.exitCode(SOON)).as(refused.console()).isEqualTo(3);
            assertThat(refused.console()).contains("unknown_node");

            controllers.get(active).send("POST", "/api/controllers/step-down", "{}");
            String next = controllers.awaitOtherActive(active, active);
            await("the next one's tasks").atMost(SOON).until(() -> {
                controllers.awaitCommands(next);
                return tail.console().contains("\"controller\":{\"id\":\"" + next + "\"");
            });
            assertThat(tail.console()).contains(" and is now " + next);
        }
    }

    private RunningProduct probe(Map<String, String> environment, String... arguments) throws IOException {
        Path own = Files.createTempDirectory(folder, "probe");
        List<String> command = new ArrayList<>(List.of("probe"));
        command.addAll(List.of(arguments));
        return RunningProduct.launch(own, environment, command.toArray(String[]::new));
    }

    @Test
    @Order(6)
    void anotherActsSoonAfterAnOrderlyEnd() throws Exception {
        String active = controllers.awaitSettled(3);
        String seenBy = other(active);
        long epoch = controllers.epoch(seenBy);
        long begun = System.nanoTime();
        controllers.end(active);
        String next = controllers.awaitOtherActive(seenBy, active);
        long taken = millisSince(begun);
        controllers.awaitCommands(seenBy);

        LOG.info("orderly end: {} is active after {} ms, commands after {} ms", next, taken, millisSince(begun));
        assertThat(controllers.epoch(seenBy)).isEqualTo(epoch + 1);
        assertThat(ZOOKEEPER.text("/conclave/controllers/breadcrumb").orElseThrow())
                .contains("\"id\":\"" + next + "\"");
        assertThat(taken).isLessThan(SESSION_MS);
        controllers.launch(active);
        controllers.awaitSettled(3);
    }

    @Test
    @Order(7)
    void anotherActsWithinASecondOfTheSessionsEndWhenTheActiveOneIsKilled() throws Exception {
        String active = controllers.awaitSettled(3);
        String seenBy = other(active);
        long epoch = controllers.epoch(seenBy);
        try (StreamViewer viewer = controllers.get(seenBy).viewer()) {
            viewer.register("conclave.tasks");
            viewer.register("conclave.controllers");
            viewer.snapshot("conclave.tasks");
            long begun = System.nanoTime();
            controllers.kill(active);
            String next = controllers.awaitOtherActive(seenBy, active);
            long taken = millisSince(begun);
            controllers.awaitCommands(seenBy);

            LOG.info("kill -9: {} is active after {} ms, commands after {} ms", next, taken, millisSince(begun));
            assertThat(controllers.epoch(seenBy)).isGreaterThan(epoch);
            assertThat(taken).isLessThan(SESSION_MS + 1_000);
            // What was told before the two had found each other is in the snapshot; from then on each row comes.
            await().atMost(SOON).until(() -> {
                controllers.awaitCommands(seenBy);
                return viewer.messages("conclave.tasks").stream()
                        .anyMatch(task ->
                                task.get("controller").get("id").asText().equals(next));
            });
            viewer.awaitMessage(
                    "conclave.controllers",
                    SOON,
                    event -> event.get("event").asText().equals("became_active")
                            && event.get("id").asText().equals(next));
            assertThat(viewer.messages("conclave.tasks"))
                    .extracting(task -> task.get("seq").asLong())
                    .isSorted()
                    .doesNotHaveDuplicates();
        } finally {
            controllers.launch(active);
        }
        controllers.awaitSettled(3);
    }

    @Test
    @Order(8)
    void pausedActiveOneThatWakesChangesNothing() throws Exception {
        String active = controllers.awaitSettled(3);
        String seenBy = other(active);
        RunningProduct paused = controllers.get(active);
        long old = controllers.epoch(seenBy);
        Signals.send("STOP", paused.pid());
        String next = controllers.awaitOtherActive(seenBy, active);
        controllers.awaitCommands(seenBy);
        long epoch = controllers.epoch(seenBy);
        await().pollDelay(Duration.ofMillis(SESSION_MS)).until(() -> true);
        long commits = lastCommit(old);
        Signals.send("CONT", paused.pid());

        // Both kinds of answer are right: handed on to the new one, or refused.
        HttpResponse<String> answer = paused.send("POST", "/api/tasks", "{}");
        assertThat(answer.statusCode()).as(answer.body()).isIn(201, 503, 409);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(controllers.state(active).get("role").asText()).isEqualTo("standby");
            assertThat(controllers.active(active)).isEqualTo(next);
        });
        assertThat(lastCommit(old)).as("commits of the paused one's term").isEqualTo(commits);
        assertThat(controllers.epoch(active)).isEqualTo(epoch);
    }

    private long lastCommit(long epoch) throws SQLException {
        return number("SELECT last_commit FROM controller_terms WHERE epoch = " + epoch);
    }

    @Test
    @Order(9)
    void filesThatWereMovedThroughFailoversAreThereOnceAndEachMoveWasDoneOnce() throws Exception {
        String active = controllers.awaitSettled(3);
        RunningProduct standby = controllers.get(other(active));
        HttpResponse<String> made =
                standby.send("POST", "/api/demo/stress", "{\"node\":\"zk1\",\"files\":60,\"trigger_scheduler\":false}");
        assertThat(made.statusCode()).as(made.body()).isBetween(200, 201);
        await().atMost(SOON).until(() -> number("SELECT COUNT(*) FROM migrations WHERE state = 'done'") > 2);
        controllers.kill(active);
        String next = controllers.awaitOtherActive(other(active), active);
        controllers.launch(active);
        controllers.awaitSettled(3);
        await().atMost(Duration.ofSeconds(40))
                .until(() -> number("SELECT COUNT(*) FROM migrations WHERE closed_at IS NULL") == 0
                        && number("SELECT COUNT(DISTINCT epoch) FROM migrations WHERE state = 'done'") > 1);

        assertThat(number("SELECT COUNT(*) FROM (SELECT file_id FROM migrations WHERE state = 'done' GROUP BY file_id,"
                        + " source HAVING COUNT(*) > 1) twice"))
                .as("moves of one file from one node")
                .isZero();
        assertThat(number(
                        "SELECT COUNT(*) FROM (SELECT m.id FROM migrations m JOIN controller_terms t ON t.epoch > m.epoch"
                                + " WHERE m.started_at > t.began_at) late"))
                .as("moves that a controller began after its successor")
                .isZero();
        await().atMost(SOON).untilAsserted(() -> assertThat(controllers.filesOnDisk())
                .doesNotHaveDuplicates()
                .hasSize((int) number("SELECT COUNT(*) FROM files")));
        assertThat(next).isNotEqualTo(active);
    }

    @Test
    @Order(10)
    void withoutTheCoordinatingEnsembleAllCanBeReadAndNothingChangedAndAllComeBackByThemselves() throws Exception {
        String active = controllers.awaitSettled(3);
        long epoch = controllers.epoch(active);
        URI watched = controllers.get(active).base();
        PrometheusServer prometheus = PrometheusServer.start(
                folder.resolve("prometheus"), Map.of("conclave", watched.getHost() + ":" + watched.getPort()), "");
        try (prometheus) {
            await().atMost(SOON)
                    .until(() -> !prometheus.query("conclave_controller_epoch").isEmpty());
            assertThat(nobodyActs(prometheus)).isFalse();
            withoutTheCoordinatingEnsemble(active, epoch, prometheus);
        }
    }

    private static boolean nobodyActs(PrometheusServer prometheus) {
        return prometheus.alerts().stream()
                .anyMatch(alert -> alert.name().equals("ConclaveNobodyActs") && alert.fires());
    }

    private void withoutTheCoordinatingEnsemble(String active, long epoch, PrometheusServer prometheus)
            throws Exception {
        try (Browser browser = Browser.start()) {
            Page page = page(browser, active, "en-GB", 1440);
            page.locator("main > *").first().waitFor();
            List.of("zk1", "zk2", "zk3").forEach(ZOOKEEPER.ensemble()::killNode);
            assertThat(told(page, "detached"))
                    .contains("This is controller " + active + ": read only.")
                    .contains("lost contact with the coordinating ensemble");
        }
        for (String id : IDS) {
            await().atMost(SOON)
                    .until(() -> controllers.state(id).path("reason").asText().equals("coordination_lost"));
            HttpResponse<String> refused = controllers.get(id).send("POST", "/api/tasks", "{}");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(JSON.readTree(refused.body()).get("code").asText()).isEqualTo("coordination_lost");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(controllers.get(id).get("/api/operations?limit=1").statusCode())
                    .isEqualTo(200);
            assertThat(controllers.get(id).getJson("/api/files?limit=1").get("files"))
                    .isNotEmpty();
            assertThat(controllers.get(id).get("/ui/").statusCode()).isEqualTo(200);
            assertThat(controllers.get(id).get("/health/ready").statusCode()).isEqualTo(503);
        }
        // Nobody tells of the servers any more, so each looks for itself.
        await().atMost(SOON).ignoreExceptions().until(() -> controllers
                .get(active)
                .getJson("/api/overview")
                .at("/ensemble/nodes/0/role")
                .asText()
                .equals("down"));

        await("the alert").atMost(SOON).until(() -> nobodyActs(prometheus));

        List.of("zk1", "zk2", "zk3").forEach(ZOOKEEPER.ensemble()::startNode);
        String next = controllers.awaitSettled(3);
        assertThat(controllers.epoch(next)).isGreaterThan(epoch);
        await("the alert's end").atMost(SOON).until(() -> !nobodyActs(prometheus));
        try (StreamViewer viewer = controllers.get(other(next)).viewer()) {
            viewer.register("conclave.tasks");
            viewer.snapshot("conclave.tasks");
            // The members of the cluster notice that they are none any more, and others take their place.
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        controllers.awaitCommands(next);
                        return viewer.messages("conclave.tasks").stream().anyMatch(task -> task.get("controller")
                                .get("id")
                                .asText()
                                .equals(next));
                    });
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
