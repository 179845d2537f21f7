package io.conclave.observation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The form of the shipped configuration and rules, and that nothing was forgotten around them. */
class RulesTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path PROMETHEUS = Path.of("prometheus");

    @Test
    void everyAlertSaysHowBadItIsAndWhatToDo() throws IOException {
        assertThat(alerts()).hasSizeGreaterThan(8).allSatisfy(alert -> {
            String name = alert.get("alert").asText();
            assertThat(alert.path("for").asText()).as(name).matches("\\d+[smh]");
            assertThat(alert.get("labels").get("severity").asText()).as(name).isIn("critical", "warning", "info");
            assertThat(alert.get("annotations").get("summary").asText())
                    .as(name)
                    .isNotBlank();
            assertThat(alert.get("annotations").get("description").asText())
                    .as(name)
                    .hasSizeGreaterThan(80);
        });
        assertThat(alerts()).extracting(alert -> alert.get("alert").asText()).doesNotHaveDuplicates();
    }

    @Test
    void everyAlertHasACaseInWhichItFiresAndOneInWhichItDoesNot() throws IOException {
        Map<String, List<JsonNode>> checks = new TreeMap<>();
        for (JsonNode test : yaml("tests/alerts.yml").get("tests")) {
            String alert = test.get("name").asText().split(" ", 2)[0];
            test.get("promql_expr_test").forEach(check -> checks.computeIfAbsent(alert, first -> new ArrayList<>())
                    .add(check.get("exp_samples")));
        }

        assertThat(checks.keySet())
                .containsExactlyInAnyOrderElementsOf(alerts().stream()
                        .map(alert -> alert.get("alert").asText())
                        .toList());
        checks.forEach((alert, samples) -> assertThat(samples)
                .as(alert)
                .anyMatch(expected -> expected.toString().contains("alertname=\\\"" + alert + "\\\""))
                .anyMatch(JsonNode::isEmpty));
    }

    @Test
    void everyRecordedFigureIsComputedInACase() throws IOException {
        String cases = Files.readString(PROMETHEUS.resolve("tests/recording.yml"));

        assertThat(yaml("rules/recording.yml").findValuesAsText("record"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(cases).contains(name));
    }

    @Test
    void readmeHasALineForEveryAlert() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(alerts()).allSatisfy(alert -> assertThat(readme)
                .contains("| `" + alert.get("alert").asText() + "` | "
                        + alert.get("labels").get("severity").asText() + " | "));
    }

    @Test
    void whatIsScrapedIsWhatTheStackRuns() throws IOException {
        JsonNode services =
                YAML.readTree(Path.of("stack/docker-compose.yml").toFile()).get("services");
        Map<String, JsonNode> jobs = new TreeMap<>();
        yaml("prometheus.yml")
                .get("scrape_configs")
                .forEach(job -> jobs.put(job.get("job_name").asText(), job.get("static_configs")));
        Map<String, String> nodes = new TreeMap<>();
        jobs.get("zookeeper")
                .forEach(group -> nodes.put(
                        group.get("labels").get("node").asText(),
                        group.get("targets").get(0).asText()));

        assertThat(jobs).containsOnlyKeys("conclave", "zookeeper");
        assertThat(jobs.get("conclave").findValues("targets").toString()).isEqualTo("[[\"conclave:8080\"]]");
        assertThat(nodes).isEqualTo(Map.of("zk1", "zk1:7000", "zk2", "zk2:7000", "zk3", "zk3:7000"));
        nodes.keySet().forEach(node -> assertThat(services.has(node)).as(node).isTrue());
        assertThat(services.get("conclave").findValues("environment").toString())
                .as("Conclave's names of the nodes")
                .contains("zk1=zk1:2181", "zk2=zk2:2181", "zk3=zk3:2181");
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        yaml("rules/alerts.yml").get("groups").forEach(group -> group.get("rules")
                .forEach(alerts::add));
        return alerts;
    }

    private static JsonNode yaml(String file) throws IOException {
        return YAML.readTree(PROMETHEUS.resolve(file).toFile());
    }
}
