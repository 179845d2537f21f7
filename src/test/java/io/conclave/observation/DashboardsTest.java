package io.conclave.observation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.conclave.observation.Dashboard.Expression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of the shipped dashboards. Whether their expressions have data is {@link PrometheusIT}'s question. */
class DashboardsTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final int GRID_WIDTH = 24;
    private static final int SCHEMA_VERSION = 42;
    private static final Set<String> PANELS = Set.of("stat", "timeseries", "state-timeline", "bargauge", "table");

    /** The ids that Grafana gives its units; another one would be shown as a suffix. */
    private static final Set<String> UNITS = Set.of(
            "none",
            "short",
            "ms",
            "s",
            "bytes",
            "percentunit",
            "ops",
            "reqps",
            "pps",
            "cps",
            "iops",
            "dateTimeFromNow");

    private static final Pattern RECORDED = Pattern.compile("[a-z]+:[a-z_]+:[a-z0-9]+");

    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @Test
    void dashboardsHaveTheAddressesThatLinksToThemUse() {
        assertThat(Dashboard.all())
                .extracting(dashboard -> dashboard.json().get("uid").asText())
                .containsExactlyInAnyOrder("conclave-ensemble", "conclave-files-scheduler", "conclave-controller");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void dashboardNamesWhatItIsAndNothingOfAnyInstallation(Dashboard dashboard) throws IOException {
        JsonNode json = dashboard.json();

        assertThat(json.get("title").asText()).startsWith("Conclave: ");
        assertThat(json.get("description").asText()).isNotBlank();
        assertThat(json.get("schemaVersion").asInt()).isEqualTo(SCHEMA_VERSION);
        assertThat(json.has("id")).as("an id of one installation").isFalse();
        assertThat(Files.readString(Dashboard.FOLDER.resolve(dashboard.name() + ".json")))
                .doesNotContainPattern("(?i)https?://|password|secret|bearer|api_?key|\\$\\{DS_");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelSaysWhatItShowsInWhichUnitAndWhatItsEmptinessMeans(Dashboard dashboard) {
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
            JsonNode defaults = panel.get("fieldConfig").get("defaults");
            String title = panel.get("title").asText();
            assertThat(PANELS).as(title).contains(panel.get("type").asText());
            assertThat(title).isNotBlank();
            assertThat(panel.get("description").asText())
                    .as(title)
                    .hasSizeGreaterThan(15)
                    .endsWith(".");
            assertThat(UNITS).as(title).contains(defaults.get("unit").asText());
            assertThat(defaults.get("noValue").asText()).as(title).isNotBlank();
        });
        assertThat(dashboard.panels())
                .extracting(panel -> panel.get("title").asText())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyQueryNamesTheProvisionedSourceAndItsLines(Dashboard dashboard) throws IOException {
        String uid = provisionedSource().get("uid").asText();

        assertThat(dashboard.json().findValues("datasource")).isNotEmpty().allSatisfy(source -> {
            assertThat(source.get("uid").asText()).isEqualTo(uid);
            assertThat(source.get("type").asText()).isEqualTo("prometheus");
        });
        for (JsonNode panel : dashboard.panels()) {
            Set<String> refIds = new HashSet<>();
            assertThat(panel.has("datasource")).isTrue();
            assertThat(panel.get("targets")).isNotEmpty().allSatisfy(target -> {
                assertThat(target.has("datasource")).isTrue();
                assertThat(target.get("expr").asText()).isNotBlank();
                assertThat(target.get("legendFormat").asText()).isNotBlank();
                assertThat(refIds.add(target.get("refId").asText())).isTrue();
            });
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsHaveIdsOfTheirOwnAndDoNotCoverEachOther(Dashboard dashboard) {
        Set<Integer> ids = new HashSet<>();
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : dashboard.json().get("panels")) {
            String title = panel.get("title").asText();
            assertThat(ids.add(panel.get("id").asInt())).as(title).isTrue();
            JsonNode at = panel.get("gridPos");
            int left = at.get("x").asInt();
            int top = at.get("y").asInt();
            int right = left + at.get("w").asInt();
            int bottom = top + at.get("h").asInt();
            assertThat(left).as(title).isBetween(0, GRID_WIDTH - 1);
            assertThat(right).as(title).isBetween(left + 1, GRID_WIDTH);
            assertThat(bottom).as(title).isGreaterThan(top);
            for (int x = left; x < right; x++) {
                for (int y = top; y < bottom; y++) {
                    assertThat(taken.add(List.of(x, y)))
                            .as("%s at %d,%d", title, x, y)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyVariableThatIsUsedIsOffered(Dashboard dashboard) {
        Set<String> used = new TreeSet<>();
        dashboard.expressions().forEach(expression -> Pattern.compile("\\$(\\w+)")
                .matcher(expression.promql())
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.startsWith("__"))
                .forEach(used::add));

        assertThat(dashboard.variables())
                .extracting(variable -> variable.get("name").asText())
                .containsExactlyInAnyOrder("instance", "node")
                .containsAll(used);
        assertThat(used).contains("node");
    }

    @Test
    void everyRecordedFigureThatIsDrawnIsRecorded() throws IOException {
        List<String> recorded = YAML.readTree(
                        Path.of("prometheus/rules/recording.yml").toFile())
                .findValuesAsText("record");
        List<String> drawn = new ArrayList<>();
        for (Dashboard dashboard : Dashboard.all()) {
            for (Expression expression : dashboard.expressions()) {
                RECORDED.matcher(expression.promql()).results().forEach(match -> drawn.add(match.group()));
            }
        }

        assertThat(drawn).isNotEmpty();
        assertThat(recorded).containsAll(drawn);
    }

    @Test
    void whatIsProvisionedIsWhereTheStackHasIt() throws IOException {
        JsonNode services =
                YAML.readTree(Path.of("stack/docker-compose.yml").toFile()).get("services");
        JsonNode provider = YAML.readTree(
                        Path.of("grafana/provisioning/dashboards/conclave.yml").toFile())
                .get("providers")
                .get(0);
        List<String> mounts = new ArrayList<>();
        services.get("grafana").get("volumes").forEach(volume -> mounts.add(volume.asText()));

        assertThat(provisionedSource().get("url").asText()).isEqualTo("http://prometheus:9090");
        assertThat(services.has("prometheus")).isTrue();
        assertThat(mounts)
                .contains("../grafana/dashboards:"
                        + provider.get("options").get("path").asText() + ":ro");
    }

    private static JsonNode provisionedSource() throws IOException {
        return YAML.readTree(Path.of("grafana/provisioning/datasources/prometheus.yml")
                        .toFile())
                .get("datasources")
                .get(0);
    }
}
