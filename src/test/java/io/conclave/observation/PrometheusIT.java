package io.conclave.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.conclave.observation.Dashboard.Expression;
import io.conclave.observation.RealFaults.Repair;
import io.conclave.testing.LockedDownServer;
import io.conclave.testing.PrometheusFiles;
import io.conclave.testing.PrometheusServer;
import io.conclave.testing.PrometheusServer.Alert;
import io.conclave.testing.PrometheusServer.Output;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.StreamViewer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real Prometheus on the running product: what is shipped for it is right not only in form. Every expression of every
 * panel has data, and every alert fires when its fault is made and ends with it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusIT {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Duration SOON = Duration.ofSeconds(60);

    /** It takes several controllers, and {@code ControllersIT} has them. */
    private static final String NOBODY_ACTS = "ConclaveNobodyActs";

    private final Map<String, Callable<Repair>> faults = new LinkedHashMap<>();
    private RunningProduct product;
    private LockedDownServer provider;
    private PrometheusServer prometheus;
    private Map<String, String> targets;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        PrometheusServer.requireInstalled();
        Path productFolder = Files.createDirectory(folder.resolve("product"));
        product = RunningProduct.demo(
                productFolder,
                Map.of(
                        "AUTO_SCHEDULER_INTERVAL", "1",
                        "SCHEDULER_THRESHOLD", "2",
                        "DEMO_WORKLOAD_INTERVAL", "1"));
        provider = LockedDownServer.start(Files.createDirectory(folder.resolve("provider")), "srvr", false, true);
        targets = Map.of(
                "conclave", address(product.base()),
                "zookeeper", address(URI.create(provider.address().metricsUrl())));
        prometheus = PrometheusServer.start(Files.createDirectory(folder.resolve("prometheus")), targets, "");

        RealFaults real = new RealFaults(product);
        faults.put("ZooKeeperNodeDown", real::killFollower);
        faults.put("ZooKeeperNoLeader", real::killLeaderAndFollower);
        faults.put("ZooKeeperQuorumLost", real::killFollowers);
        faults.put("ZooKeeperQuorumAtRisk", real::killFollower);
        faults.put("ZooKeeperLatencyHigh", real::stutteringLeader);
        faults.put("ZooKeeperOutstandingRequests", real::floodedLeader);
        faults.put("ZooKeeperNotScraped", () -> RealFaults.stop(provider.pid()));
        faults.put("ConclaveNotScraped", () -> RealFaults.stop(product.pid()));
        faults.put("ConclaveNodeDrainedLong", () -> real.drain("zk2"));
        faults.put("ConclaveOutboxGrowing", real::deletionsWithoutQuorum);
        faults.put("ConclaveSchedulerStuck", () -> real.lostBytes("zk1"));
    }

    @AfterAll
    void stop() {
        Stream.of(prometheus, provider, product).filter(each -> each != null).forEach(each -> {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String address(URI uri) {
        return uri.getHost() + ":" + uri.getPort();
    }

    @Test
    void everyAlertHasItsRealFault() throws Exception {
        JsonNode rules = YAML.readTree(Path.of("prometheus/rules/alerts.yml").toFile());

        assertThat(rules.findValuesAsText("alert"))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(faults.keySet().stream(), Stream.of(NOBODY_ACTS))
                        .toList());
    }

    Stream<String> alerts() {
        return faults.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void alertFiresWhenItsFaultIsMadeAndEndsWithIt(String name) throws Exception {
        product.awaitHealthyEnsemble();
        await(name + " before its fault").atMost(SOON).until(() -> firing(name).isEmpty());
        long begun = System.nanoTime();
        try (Repair repair = faults.get(name).call()) {
            await(name).atMost(SOON).until(() -> !firing(name).isEmpty());
            Alert alert = firing(name).get(0);

            assertThat(alert.labels()).containsKey("severity");
            assertThat(alert.annotations()).containsOnlyKeys("summary", "description");
            assertThat(alert.annotations().values())
                    .allSatisfy(text -> assertThat(text).doesNotContain("<no value>", "error", "{{", "%!"));
            System.err.printf(
                    "%s fired after %.1f s: %s%n",
                    name, (System.nanoTime() - begun) / 1e9, alert.annotations().get("summary"));
        }
        await(name + " after its fault").atMost(SOON).until(() -> firing(name).isEmpty());
    }

    private List<Alert> firing(String name) {
        return prometheus.alerts().stream()
                .filter(alert -> alert.name().equals(name) && alert.fires())
                .toList();
    }

    @Test
    void prometheusThatKnowsOfNoConclaveSaysSo() throws Exception {
        prometheus.retarget(Map.of("zookeeper", targets.get("zookeeper")));
        try {
            await().atMost(SOON).until(() -> !firing("ConclaveNotScraped").isEmpty());
        } finally {
            prometheus.retarget(targets);
        }
        await().atMost(SOON).until(() -> firing("ConclaveNotScraped").isEmpty());
    }

    @Test
    void everyPanelHasDataWhileThereIsSomethingToShow() throws Exception {
        List<Expression> waiting = new ArrayList<>();
        Dashboard.all().forEach(dashboard -> waiting.addAll(dashboard.expressions()));
        int all = waiting.size();
        try (Repair drained = new RealFaults(product).drain("zk3");
                StreamViewer viewer = product.viewer();
                Activity activity = new Activity()) {
            viewer.register("conclave.ensemble");
            viewer.register("conclave.counts");
            await().atMost(SOON.multipliedBy(2))
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> {
                        waiting.removeIf(this::hasData);
                        assertThat(waiting).extracting(Expression::where).isEmpty();
                    });
        }
        System.err.println(all + " expressions of panels have data");
    }

    /** Files come and are moved, as on a busy day. */
    private final class Activity implements AutoCloseable {
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

        Activity() {
            clock.scheduleWithFixedDelay(this::pile, 0, 1, TimeUnit.SECONDS);
        }

        private void pile() {
            try {
                product.send("POST", "/api/demo/stress", "{\"node\":\"zk1\",\"files\":6,\"trigger_scheduler\":true}");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws InterruptedException {
            clock.shutdownNow();
            clock.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    private boolean hasData(Expression expression) {
        try {
            for (JsonNode sample : prometheus.query(substituted(expression.promql()))) {
                if (!sample.get("value").get(1).asText().equals("NaN")) {
                    return true;
                }
            }
            return false;
        } catch (Exception e) {
            throw new AssertionError(expression.where(), e);
        }
    }

    /** As Grafana writes a query when all nodes are chosen. */
    private String substituted(String promql) {
        String query = promql.replace("$__rate_interval", PrometheusFiles.WINDOW)
                .replace("[5m]", "[" + PrometheusFiles.WINDOW + "]")
                .replace("$instance", targets.get("conclave"))
                .replace("$node", ".*");
        assertThat(query).doesNotContain("$");
        return query;
    }

    @Test
    void everyEventMarkIsAnExpressionThatPrometheusTakes() throws Exception {
        for (Dashboard dashboard : Dashboard.all()) {
            for (Expression annotation : dashboard.annotations()) {
                assertThat(prometheus.query(substituted(annotation.promql())).isArray())
                        .as(annotation.where())
                        .isTrue();
            }
        }
    }

    @Test
    void everyVariableOffersWhatThereIs() throws Exception {
        awaitScraped();
        for (Dashboard dashboard : Dashboard.all()) {
            for (JsonNode variable : dashboard.variables()) {
                String query = variable.get("query").get("query").asText();
                String selector = substituted(query.replaceFirst("^label_values\\((.*), (\\w+)\\)$", "$1"));
                String label = query.replaceFirst("^label_values\\((.*), (\\w+)\\)$", "$2");
                List<String> values = new ArrayList<>();
                prometheus.labelValues(selector, label).forEach(value -> values.add(value.asText()));

                assertThat(values)
                        .as(dashboard + ": " + query)
                        .containsExactlyElementsOf(
                                variable.get("name").asText().equals("node")
                                        ? List.of("zk1", "zk2", "zk3")
                                        : List.of(targets.get("conclave")));
            }
        }
    }

    private void awaitScraped() {
        await().atMost(SOON).until(() -> prometheus.query("zk_demo_node_up").size() == 3);
    }

    @Test
    void everyRuleIsEvaluatedAndEveryRecordedFigureHasData() throws Exception {
        try (Activity activity = new Activity()) {
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(prometheus.rules()).isNotEmpty().allSatisfy(rule -> {
                    assertThat(rule.get("health").asText()).as(rule.toString()).isEqualTo("ok");
                    if (rule.get("type").asText().equals("recording")) {
                        assertThat(hasData(
                                        new Expression("rule", rule.get("name").asText())))
                                .as(rule.get("name").asText())
                                .isTrue();
                    }
                });
            });
        }
    }

    @Test
    void bothSourcesAreScraped() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(prometheus.targets()).hasSize(2).allSatisfy(target -> assertThat(
                                target.get("health").asText())
                        .as(target.toString())
                        .isEqualTo("up")));
    }

    @Test
    void tokenInTheFileOpensTheMetricsOfAGuardedController(@TempDir Path scratch) throws Exception {
        String token = "a-token-of-letters";
        try (RunningProduct guarded = RunningProduct.launch(
                Files.createDirectory(scratch.resolve("product")), Map.of("CONCLAVE_TOKEN", token), "demo")) {
            String target = await().atMost(SOON).ignoreExceptions().until(() -> address(guarded.base()), any -> true);
            try (PrometheusServer right =
                            PrometheusServer.start(scratch.resolve("right"), Map.of("conclave", target), token + "\n");
                    PrometheusServer wrong =
                            PrometheusServer.start(scratch.resolve("wrong"), Map.of("conclave", target), "another")) {
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(right.targets().findValuesAsText("health"))
                                .containsExactly("up"));
                await().atMost(SOON).untilAsserted(() -> assertThat(
                                wrong.targets().findValuesAsText("lastError").toString())
                        .contains("401"));
            }
        }
    }

    @Test
    void promtoolFindsNothingWrongWithTheShippedFiles() throws Exception {
        Output syntax =
                PrometheusServer.promtool(null, "check", "config", "--syntax-only", "prometheus/prometheus.yml");
        Output whole = PrometheusServer.promtool(
                null, "check", "config", prometheus.configuration().toString());
        Output rules = PrometheusServer.promtool(
                null, "check", "rules", "prometheus/rules/alerts.yml", "prometheus/rules/recording.yml");
        Output tests = PrometheusServer.promtool(
                null, "test", "rules", "prometheus/tests/alerts.yml", "prometheus/tests/recording.yml");

        assertThat(List.of(syntax, whole, rules, tests))
                .allSatisfy(
                        output -> assertThat(output.exit()).as(output.text()).isZero())
                .allSatisfy(output -> assertThat(output.text()).contains("SUCCESS"));
    }

    /**
     * Every name below {@code zk_} that is not ours is the server's own behind {@code zk_}, whatever promtool thinks of
     * it: that is the contract. Two of its remarks come of that, and no other may.
     */
    @Test
    void promtoolComplainsOnlyOfNamesThatTheServersGave(@TempDir Path scratch) throws Exception {
        Path text = scratch.resolve("metrics.txt");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(product.get("/metrics").body()).contains("zk_cnt_updatelatency{"));
        Files.writeString(text, product.get("/metrics").body());

        Output output = PrometheusServer.promtool(text, "check", "metrics");

        assertThat(output.text()).doesNotContain("error while linting");
        assertThat(output.text().lines()).isNotEmpty().allSatisfy(line -> assertThat(line)
                .matches("zk_(?!demo_)\\w+ (non-histogram and non-summary metrics should not have \"_count\" suffix"
                        + "|metric names should not contain abbreviated units)"));
    }
}
