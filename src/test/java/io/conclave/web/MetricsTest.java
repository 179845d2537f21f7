package io.conclave.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.audit.AuditTopics;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.ensemble.FigureSource;
import io.conclave.ensemble.NodeCondition;
import io.conclave.ensemble.NodeFigures;
import io.conclave.ensemble.PollOutcome;
import io.conclave.files.FileTopics;
import io.conclave.files.MigrationEvent;
import io.conclave.files.MigrationStep;
import io.conclave.logs.elastic.ElasticFigures;
import io.conclave.logs.elastic.ElasticTopics;
import io.conclave.scheduler.PlanReason;
import io.conclave.scheduler.PlanTiming;
import io.conclave.scheduler.RoundEnd;
import io.conclave.scheduler.RoundReport;
import io.conclave.scheduler.SchedulerTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The exposed text itself, since its names are what dashboards and alerts are built on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private RunningEdge edge;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        edge = RunningEdge.open(folder);
    }

    @AfterAll
    void stop() {
        edge.close();
    }

    @Test
    void whatBecameOfDocumentsForElasticsearchIsExposed() {
        edge.bus.publish(
                ElasticTopics.FIGURES,
                new ElasticFigures(7, 2, 3, Map.of("mapper_parsing_exception", 1L, "others", 4L)));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(lines())
                .contains(
                        "zk_demo_elasticsearch_documents_total{result=\"written\"} 7.0",
                        "zk_demo_elasticsearch_documents_total{result=\"repeated\"} 2.0",
                        "zk_demo_elasticsearch_documents_total{result=\"dropped\"} 5.0",
                        "zk_demo_elasticsearch_retries_total 3.0"));
    }

    @Test
    void stateIsExposedUnderTheExactNames() throws Exception {
        assertThat(lines())
                .contains(
                        "zk_demo_files_per_node{node=\"zk1\"} 4.0",
                        "zk_demo_bytes_per_node{node=\"zk3\"} 12.0",
                        "zk_demo_node_up{node=\"zk1\"} 1.0",
                        "zk_demo_node_up{node=\"zk3\"} 0.0",
                        "zk_demo_node_drained{node=\"zk3\"} 1.0",
                        "zk_demo_avg_latency{node=\"zk2\"} 0.5",
                        "zk_demo_connections{node=\"zk1\"} 3.0",
                        "zk_demo_outstanding{node=\"zk1\"} 0.0",
                        "zk_demo_is_leader{node=\"zk2\"} 1.0",
                        "zk_demo_is_leader{node=\"zk1\"} 0.0",
                        "zk_demo_tasks_total{status=\"done\"} 7.0",
                        "zk_demo_scheduler_delta 4.0",
                        "zk_demo_scheduler_threshold 3.0",
                        "zk_demo_scheduler_planned_moves 1.0",
                        "zk_demo_scheduler_enabled 1.0",
                        "zk_demo_scheduler_interval_seconds 15.0",
                        "zk_demo_quorum_voters 3.0",
                        "zk_demo_quorum_needed 2.0",
                        "zk_demo_quorum_up 2.0",
                        "zk_demo_quorum_tolerates 0.0",
                        "zk_demo_quorum_held 1.0",
                        "zk_demo_outbox_pending 17.0",
                        "zk_demo_outbox_parked 2.0",
                        "zk_demo_ws_clients 0.0");
    }

    @Test
    void figureThatNobodyKnowsHasNoSample() throws Exception {
        assertThat(lines()).noneMatch(line -> line.startsWith("zk_demo_connections{node=\"zk3\"}"));
    }

    @Test
    void drainedNodeAloneTellsSinceWhen() throws Exception {
        double since = Samples.AT.toEpochMilli() / 1000.0;

        assertThat(lines())
                .filteredOn(line -> line.startsWith("zk_demo_node_drained_timestamp_seconds"))
                .containsExactly("zk_demo_node_drained_timestamp_seconds{node=\"zk3\"} " + since);
    }

    @Test
    void roundsAreCountedByTheirEndAndOneThatFailsIsNoProgress() throws Exception {
        assertThat(lines())
                .contains("zk_demo_scheduler_rounds_total{result=\"paused\"} 0.0")
                .noneMatch(line -> line.startsWith("zk_demo_scheduler_last_progress_timestamp_seconds"));

        edge.bus.publish(SchedulerTopics.ROUNDS, new RoundReport(RoundEnd.FAILED));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(lines())
                .contains("zk_demo_scheduler_rounds_total{result=\"failed\"} 1.0"));
        assertThat(lines()).noneMatch(line -> line.startsWith("zk_demo_scheduler_last_progress_timestamp_seconds"));

        Instant before = Instant.now();
        edge.bus.publish(SchedulerTopics.ROUNDS, new RoundReport(RoundEnd.IDLE));
        Instant idle = awaitProgressAfter(before);

        edge.bus.publish(SchedulerTopics.MOVES, Samples.PLAN.moves().get(0));
        awaitProgressAfter(idle);
    }

    private Instant awaitProgressAfter(Instant before) {
        return await().atMost(LIMIT)
                .until(
                        () -> lines().stream()
                                .filter(line -> line.startsWith("zk_demo_scheduler_last_progress_timestamp_seconds"))
                                .map(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                                .map(seconds -> Instant.ofEpochMilli(Math.round(seconds * 1000)))
                                .findFirst()
                                .orElse(Instant.EPOCH),
                        at -> at.isAfter(before.minusMillis(1)) && !at.equals(before));
    }

    @Test
    void everyFamilyOfOursSaysWhatItIs() throws Exception {
        assertThat(lines()).noneMatch(line -> line.matches("# HELP zk_demo_\\S+\\s*"));
    }

    @Test
    void everyFigureOfAServerIsExposedAsItNamesIt() throws Exception {
        edge.bus.publish(
                EnsembleTopics.FIGURES,
                new NodeFigures(
                        "zk1",
                        Map.of(
                                "znode_count",
                                5.0,
                                "close_session_prep_time_count",
                                2.0,
                                "close_session_prep_time_sum",
                                8.5,
                                "demo_ws_clients",
                                98765432.5,
                                "no name at all",
                                1.0),
                        new FigureSource("mntr", Instant.now())));
        edge.bus.publish(
                EnsembleTopics.FIGURES,
                new NodeFigures(
                        "zk2",
                        Map.of("znode_count", 6.0),
                        new FigureSource("mntr", Instant.now().minusSeconds(60))));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(lines())
                .contains(
                        "zk_znode_count{node=\"zk1\"} 5.0",
                        "zk_close_session_prep_time_count{node=\"zk1\"} 2.0",
                        "zk_close_session_prep_time_sum{node=\"zk1\"} 8.5"));
        assertThat(lines())
                .as("old is never shown as now, and nobody else's names are ours")
                .noneMatch(line -> line.startsWith("zk_znode_count{node=\"zk2\"}"))
                .noneMatch(line -> line.endsWith(" 9.87654325E7"))
                .noneMatch(line -> line.contains("no name"));
    }

    @Test
    void whatHappensIsCountedAndTimed() throws Exception {
        edge.bus.publish(
                EnsembleTopics.POLLS, new PollOutcome("zk1", "srvr", NodeCondition.SERVING, Duration.ofMillis(3)));
        edge.bus.publish(SchedulerTopics.TIMINGS, new PlanTiming(4_000, PlanReason.BELOW_THRESHOLD));
        edge.bus.publish(AuditTopics.ENDED, Samples.OPERATION);
        edge.bus.publish(AuditTopics.SETTLED, Samples.OPERATION);
        edge.bus.publish(FileTopics.MIGRATIONS, migration(MigrationStep.PLANNED));
        edge.bus.publish(FileTopics.MIGRATIONS, migration(MigrationStep.DONE));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(lines())
                .contains(
                        "zk_demo_scheduler_plans_total{reason=\"below_threshold\"} 1.0",
                        "zk_demo_operations_total{action=\"drain\",status=\"ok\"} 1.0",
                        "zk_demo_operation_duration_seconds_bucket{action=\"drain\",le=\"0.005\"} 0",
                        "zk_demo_operation_duration_seconds_bucket{action=\"drain\",le=\"0.025\"} 1",
                        "zk_demo_recovery_seconds_bucket{action=\"drain\",le=\"0.25\"} 0",
                        "zk_demo_recovery_seconds_bucket{action=\"drain\",le=\"0.5\"} 1",
                        "zk_demo_migrations_total{result=\"done\"} 1.0",
                        "zk_demo_plan_latency_seconds_bucket{le=\"2.5E-6\"} 0",
                        "zk_demo_plan_latency_seconds_bucket{le=\"5.0E-6\"} 1",
                        "zk_demo_poll_latency_seconds_count{command=\"srvr\",node=\"zk1\"} 1",
                        "zk_demo_migration_latency_seconds_count{result=\"done\"} 1"));
    }

    private static MigrationEvent migration(MigrationStep step) {
        return new MigrationEvent(
                1, Samples.FILE.id(), "a.txt", "zk1", "zk2", 12, 0, step, "migrate", "plan-1", 0, null);
    }

    @Test
    void textIsInTheFormatThatEveryPrometheusReads() throws Exception {
        var response = edge.get("/metrics");

        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body().lines().filter(line -> !line.startsWith("#")))
                .allMatch(line -> line.matches("[a-zA-Z_:][a-zA-Z0-9_:]*(\\{.*})? \\S+"));
    }

    private List<String> lines() throws Exception {
        return edge.get("/metrics").body().lines().toList();
    }
}
