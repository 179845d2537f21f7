package io.conclave.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.audit.Action;
import io.conclave.audit.MeasureReason;
import io.conclave.audit.MeasureState;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.bus.Reason;
import io.conclave.controllers.ControllerRole;
import io.conclave.controllers.StandingReason;
import io.conclave.ensemble.Health;
import io.conclave.ensemble.NodeCondition;
import io.conclave.ensemble.Role;
import io.conclave.ensemble.SplitView;
import io.conclave.kv.show.Failover;
import io.conclave.kv.show.GroupCondition;
import io.conclave.kv.show.MemberRole;
import io.conclave.kv.show.ProcessState;
import io.conclave.kv.show.ProspectReason;
import io.conclave.kv.show.RingWork;
import io.conclave.kv.show.StoreMode;
import io.conclave.logs.DegradedReason;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogService;
import io.conclave.scheduler.FileVerdictCode;
import io.conclave.scheduler.PlanReason;
import io.conclave.scheduler.VerdictCode;
import io.conclave.workload.TaskStatus;
import io.vertx.ext.web.Route;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The OpenAPI document beside what the routes really do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {

    /** What a call needs in its path. */
    private static final Map<String, String> IN_PATH = Map.of(
            "{node}", "zk1",
            "{fileId}", Samples.FILE.id(),
            "{planId}", "plan-1",
            "{id}", "7",
            "{group}", "g1",
            "{verb}", "tick",
            "{key}", "a%2Fkey%20%E4%B8%AD");

    /** What a call needs in its body. */
    private static final Map<String, String> BODIES = Map.of(
            "POST /api/files/bulk-generate", "{\"count\":1}",
            "POST /api/demo/stress", "{\"node\":\"zk1\"}",
            "POST /api/session", "{\"token\":\"any\"}",
            "POST /api/controllers/adopt-coordination", "{\"reason\":\"moved\"}",
            "PUT /api/kv/ring", "{\"virtualNodes\":16}",
            "PUT /api/kv/checker", "{\"enabled\":false}");

    private RunningEdge edge;
    private ContractDocument contract;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        edge = RunningEdge.open(folder);
        contract = new ContractDocument(edge.get("/api/openapi.yaml").body());
    }

    @AfterAll
    void stop() {
        edge.close();
    }

    @Test
    void documentHasEveryRouteAndNoOther() {
        Set<String> routes = edge.verticle.router().getRoutes().stream()
                .filter(route -> route.getPath() != null && route.methods() != null)
                .filter(route -> route.getPath().matches("/(api|metrics|health).*"))
                .flatMap(ContractTest::operations)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(contract.operations().keySet()).containsExactlyElementsOf(routes);
    }

    private static Stream<String> operations(Route route) {
        String path = route.getPath().replaceAll(":(\\w+)", "{$1}");
        return route.methods().stream().map(method -> method.name() + " " + path);
    }

    @Test
    void everyOperationHasANameOfItsOwnASummaryAndATagThatIsExplained() {
        List<String> tags = contract.tree().get("tags").findValuesAsText("name");
        List<JsonNode> operations = List.copyOf(contract.operations().values());

        assertThat(operations)
                .extracting(operation -> operation.get("operationId").asText())
                .doesNotHaveDuplicates();
        assertThat(operations).allSatisfy(operation -> {
            assertThat(operation.get("summary").asText()).isNotBlank();
            assertThat(tags).contains(operation.get("tags").get(0).asText());
        });
    }

    @Test
    void everySchemaIsUsed() throws Exception {
        String all = edge.get("/api/openapi.yaml").body();

        contract.tree().get("components").get("schemas").fieldNames().forEachRemaining(name -> assertThat(all)
                .contains("'#/components/schemas/" + name + "'"));
    }

    Stream<String> operations() {
        return contract.operations().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void answerIsWhatTheDocumentSays(String operation) throws Exception {
        HttpResponse<String> response = call(operation, "");

        assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
        JsonNode promised = contract.response(operation, response.statusCode());
        assertThat(promised).as("status " + response.statusCode()).isNotEqualTo(contract.response(operation, 599));
        assertContent(response, promised);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void parametersAreThoseOfTheDocument(String operation) throws Exception {
        if (operation.matches("GET /(health/.*|metrics|api/openapi.yaml)")) {
            return;
        }
        HttpResponse<String> refused = call(operation, "?no-such-parameter=1");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertContent(refused, contract.response(operation, 400));
        Set<String> documented =
                contract.operations().get(operation).path("parameters").findValuesAsText("name").stream()
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed(refused)).isEqualTo(documented);
    }

    Stream<String> operationsWithJson() {
        return contract.operations().entrySet().stream()
                .filter(operation ->
                        operation.getValue().at("/requestBody/content").has("application/json"))
                .map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("operationsWithJson")
    void fieldsOfTheBodyAreThoseOfTheDocument(String operation) throws Exception {
        String[] parts = operation.split(" ");

        HttpResponse<String> refused = edge.send(parts[0], filled(parts[1]), "{\"noSuchField\":1}");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertContent(refused, contract.response(operation, 400));
        Set<String> fields = listed(refused);
        fields.removeAll(Set.of("sizeBytes", "triggerScheduler"));
        if (parts[1].contains("{verb}")) {
            // They are each command's own.
            return;
        }
        Set<String> documented = contract.properties(
                contract.operations().get(operation).at("/requestBody/content/application~1json/schema"));
        if (parts[1].contains("{node}")) {
            // Given by the path, and where an action is forced by the body too.
            fields.remove("node");
            documented.remove("node");
        }
        if (parts[1].contains("{key}")) {
            fields.remove("key");
        }
        assertThat(fields).isEqualTo(documented);
    }

    static Stream<Arguments> enumerations() {
        return Stream.of(
                Arguments.of("Role", Role.values()),
                Arguments.of("NodeCondition", NodeCondition.values()),
                Arguments.of("Health", Health.values()),
                Arguments.of("ControllerRole", ControllerRole.values()),
                Arguments.of("StandingReason", StandingReason.values()),
                Arguments.of("SplitViewKind", SplitView.Kind.values()),
                Arguments.of("PlanReason", PlanReason.values()),
                Arguments.of("VerdictCode", VerdictCode.values()),
                Arguments.of("FileVerdictCode", FileVerdictCode.values()),
                Arguments.of("Action", Action.values()),
                Arguments.of("OperationStatus", OperationStatus.values()),
                Arguments.of("MeasureState", MeasureState.values()),
                Arguments.of("MeasureReason", MeasureReason.values()),
                Arguments.of("LogService", LogService.values()),
                Arguments.of("LogLevel", LogLevel.values()),
                Arguments.of("LogSort", LogQuery.Sort.values()),
                Arguments.of("LogDegradedReason", DegradedReason.values()),
                Arguments.of("TaskStatus", TaskStatus.values()),
                Arguments.of("KvMode", StoreMode.values()),
                Arguments.of("KvProcessState", ProcessState.values()),
                Arguments.of("KvMemberRole", MemberRole.values()),
                Arguments.of("KvGroupCondition", GroupCondition.values()),
                Arguments.of("KvRingWorkKind", RingWork.Kind.values()),
                Arguments.of("KvRingWorkStep", RingWork.Step.values()),
                Arguments.of("KvFailoverCause", Failover.Cause.values()),
                Arguments.of("KvFailoverState", Failover.State.values()),
                Arguments.of("KvFailoverWhat", Failover.What.values()),
                Arguments.of("KvProspectReason", ProspectReason.values()));
    }

    @ParameterizedTest
    @MethodSource("enumerations")
    void enumerationsAreWhole(String schema, Enum<?>[] constants) {
        assertThat(contract.values(schema))
                .containsExactlyElementsOf(Arrays.stream(constants)
                        .map(constant -> constant instanceof Reason reason
                                ? reason.code()
                                : Json.tree(constant).asText())
                        .toList());
    }

    private HttpResponse<String> call(String operation, String query) throws Exception {
        String[] parts = operation.split(" ");
        if (operation.equals("POST /api/files")) {
            return edge.send(
                    "POST",
                    parts[1] + query,
                    RunningEdge.part("file", "a.txt", "bytes") + "--b--\r\n",
                    "Content-Type",
                    "multipart/form-data; boundary=b");
        }
        return edge.send(parts[0], filled(parts[1]) + query, BODIES.get(operation));
    }

    private static String filled(String path) {
        String filled = path;
        for (Map.Entry<String, String> part : IN_PATH.entrySet()) {
            filled = filled.replace(part.getKey(), part.getValue());
        }
        return filled;
    }

    private void assertContent(HttpResponse<String> response, JsonNode promised) throws Exception {
        if (!promised.has("content")) {
            assertThat(response.body()).isEmpty();
            return;
        }
        String mediaType =
                response.headers().firstValue("Content-Type").orElseThrow().replaceAll(";.*", "");
        assertThat(promised.get("content").has(mediaType)).as(mediaType).isTrue();
        if (mediaType.endsWith("json") && !mediaType.endsWith("ndjson")) {
            assertThat(contract.mistakes(promised, mediaType, response.body()))
                    .as(response.body())
                    .isEmpty();
        }
    }

    private static Set<String> listed(HttpResponse<String> refused) {
        String allowed = Json.parse(refused.body()).get("allowed").asText();
        return allowed.isEmpty() ? new TreeSet<>() : new TreeSet<>(Arrays.asList(allowed.split(", ")));
    }
}
