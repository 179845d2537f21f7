package io.conclave.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.config.ControlMode;
import io.conclave.config.KnownSettings;
import io.conclave.config.NodeAddress;
import io.conclave.config.Settings;
import io.conclave.config.SettingsReader;
import io.conclave.testing.Compose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the stack's file promises of each of its services, read by a real Compose: no engine is needed for that. */
class ComposeFileIT {

    private static final Pattern PINNED = Pattern.compile("\\S+:v?[0-9]+\\.[0-9]+\\.[0-9]+\\S*");
    private static final Pattern SECRET = Pattern.compile("(?i)password|passwd|secret|token|credential|api_?key");
    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");

    private static JsonNode file;
    private static Map<String, JsonNode> services;

    @BeforeAll
    static void read() throws Exception {
        file = Compose.config(Map.of());
        services = fields(file.get("services"));
    }

    @Test
    void thereIsEveryServiceOfTheStackOnItsUsualPort() {
        assertThat(services.keySet())
                .containsExactlyInAnyOrder(
                        "zk1",
                        "zk2",
                        "zk3",
                        "token",
                        "conclave",
                        "docker-proxy",
                        "prometheus",
                        "grafana",
                        "elasticsearch",
                        "filebeat");
        Map<String, List<String>> published = new TreeMap<>();
        services.forEach((name, service) -> texts(service.path("ports")).forEach(port -> published
                .computeIfAbsent(name, none -> new ArrayList<>())
                .add(port.replace("/tcp", ""))));
        // Loopback alone: a port without an address would be open to the network, past most firewalls.
        assertThat(published)
                .isEqualTo(Map.of(
                        "zk1", List.of("127.0.0.1:2181:2181", "127.0.0.1:7001:7000"),
                        "zk2", List.of("127.0.0.1:2182:2181", "127.0.0.1:7002:7000"),
                        "zk3", List.of("127.0.0.1:2183:2181", "127.0.0.1:7003:7000"),
                        "conclave", List.of("127.0.0.1:8080:8080"),
                        "prometheus", List.of("127.0.0.1:9090:9090"),
                        "grafana", List.of("127.0.0.1:3000:3000"),
                        "elasticsearch", List.of("127.0.0.1:9200:9200")));
    }

    @Test
    void everyImageIsPinned() throws IOException {
        assertThat(services.values())
                .allSatisfy(service -> assertThat(service.get("image").asText()).matches(PINNED));
        Matcher from = FROM.matcher(Files.readString(Path.of("stack/Dockerfile")));
        List<String> bases = from.results().map(result -> result.group(1)).toList();
        assertThat(bases).hasSize(2).allSatisfy(base -> assertThat(base).matches(PINNED));
    }

    @Test
    void everyServiceHasItsLimits() {
        assertThat(services).allSatisfy((name, service) -> {
            assertThat(service.path("mem_limit").asText()).matches("[0-9]+[mg]");
            assertThat(service.path("cpus").asDouble()).isPositive();
            assertThat(service.path("pids_limit").asInt()).isPositive();
            assertThat(service.at("/logging/options/max-size").asText()).isNotEmpty();
        });
    }

    @Test
    void noServiceHasMoreRightsThanItNeeds() throws IOException {
        assertThat(services).allSatisfy((name, service) -> {
            assertThat(texts(service.path("cap_drop"))).containsExactly("ALL");
            assertThat(service.has("cap_add")).isFalse();
            assertThat(texts(service.path("security_opt"))).containsExactly("no-new-privileges:true");
            assertThat(service.has("privileged")).isFalse();
            assertThat(service.path("network_mode").asText("none")).isEqualTo("none");
            assertThat(service.path("pid").isMissingNode()).isTrue();
        });
        // The one whose start-up writes beside its configuration.
        assertThat(namesOf(service -> !service.path("read_only").asBoolean())).containsExactly("elasticsearch");
        // The image of Conclave says by itself who it is; the proxy of the socket has no choice.
        assertThat(namesOf(service -> service.path("user").asText("0").startsWith("0")))
                .containsExactlyInAnyOrder("conclave", "docker-proxy");
        assertThat(Files.readString(Path.of("stack/Dockerfile"))).containsPattern("(?m)^USER [1-9][0-9]*:[1-9][0-9]*$");
    }

    @Test
    void theDockerSocketIsReachedThroughTheProxyAlone() {
        assertThat(namesOf(service ->
                        texts(service.path("volumes")).stream().anyMatch(volume -> volume.contains("docker.sock"))))
                .containsExactly("docker-proxy");
        assertThat(namesOf(service -> service.path("networks").has("control")))
                .containsExactlyInAnyOrder("conclave", "docker-proxy");
        assertThat(file.at("/networks/control/internal").asBoolean()).isTrue();
        assertThat(services.get("docker-proxy").get("networks")).hasSize(1);
        assertThat(texts(services.get("docker-proxy").get("command"))).contains("-allowfrom=conclave");
        assertThat(services.get("conclave").at("/environment/DOCKER_ENDPOINT").asText())
                .isEqualTo("tcp://docker-proxy:2375");
    }

    @Test
    void theProxyLetsThroughWhatControlNeedsAndNothingElse() {
        Set<String> allowed = new TreeSet<>();
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")) {
            for (String version : List.of("", "/v1.41")) {
                for (String path : List.of(
                        "/_ping",
                        "/version",
                        "/info",
                        "/events",
                        "/system/df",
                        "/build",
                        "/session",
                        "/grpc",
                        "/auth",
                        "/commit",
                        "/containers/json",
                        "/containers/create",
                        "/containers/prune",
                        "/containers/zk1",
                        "/containers/zk1/json",
                        "/containers/zk1/logs",
                        "/containers/zk1/top",
                        "/containers/zk1/stats",
                        "/containers/zk1/changes",
                        "/containers/zk1/export",
                        "/containers/zk1/archive",
                        "/containers/zk1/attach",
                        "/containers/zk1/attach/ws",
                        "/containers/zk1/exec",
                        "/containers/zk1/start",
                        "/containers/zk1/stop",
                        "/containers/zk1/restart",
                        "/containers/zk1/kill",
                        "/containers/zk1/wait",
                        "/containers/zk1/pause",
                        "/containers/zk1/unpause",
                        "/containers/zk1/update",
                        "/containers/zk1/rename",
                        "/containers/zk1/resize",
                        "/containers/../images/json",
                        "/containers/zk1/../../images/json",
                        "/containers/zk1/exec/start",
                        "/exec/1/start",
                        "/exec/1/json",
                        "/images/json",
                        "/images/create",
                        "/networks",
                        "/networks/create",
                        "/volumes",
                        "/volumes/create",
                        "/secrets",
                        "/configs",
                        "/services",
                        "/tasks",
                        "/nodes",
                        "/swarm",
                        "/plugins",
                        "/distribution/x/json")) {
                    if (proxyAllows(method, version + path)) {
                        allowed.add(method + " " + path);
                    }
                }
            }
        }
        assertThat(allowed)
                .containsExactlyInAnyOrder(
                        "GET /containers/json",
                        "GET /containers/zk1/json",
                        "GET /containers/zk1/logs",
                        "POST /containers/zk1/start",
                        "POST /containers/zk1/stop",
                        "POST /containers/zk1/kill",
                        "POST /containers/zk1/pause",
                        "POST /containers/zk1/unpause");
    }

    /** As the proxy decides: by method, and by a pattern that the whole path must match. */
    private static boolean proxyAllows(String method, String path) {
        String flag = "-allow" + method + "=";
        return texts(services.get("docker-proxy").get("command")).stream()
                .filter(argument -> argument.startsWith(flag))
                .anyMatch(argument -> path.matches(argument.substring(flag.length())));
    }

    @Test
    void thereIsNoSecretInTheFileAndTheOneThatIsGivenReachesOneServiceAlone() throws Exception {
        assertThat(secrets(services))
                .allSatisfy((name, value) -> assertThat(value).isEmpty());

        Map<String, JsonNode> given =
                fields(Compose.config(Map.of("CONCLAVE_TOKEN", "given")).get("services"));
        // Whoever may inspect a container reads its environment.
        assertThat(secrets(given)).containsExactly(Map.entry("token CONCLAVE_TOKEN", "given"));
    }

    private static Map<String, String> secrets(Map<String, JsonNode> services) {
        Map<String, String> secrets = new TreeMap<>();
        services.forEach((name, service) -> fields(service.path("environment")).forEach((variable, value) -> {
            if (SECRET.matcher(variable).find()) {
                secrets.put(name + " " + variable, value.asText(""));
            }
        }));
        return secrets;
    }

    @Test
    void everyServiceHasAHealthCheckAndStartsAfterWhatItNeeds() throws IOException {
        // Conclave's is in its image; the service that writes the token has ended before anybody could ask.
        assertThat(namesOf(service ->
                        service.at("/healthcheck/test/0").asText("NONE").equals("NONE")))
                .containsExactlyInAnyOrder("conclave", "token");
        assertThat(Files.readString(Path.of("stack/Dockerfile"))).contains("\nHEALTHCHECK ");

        Map<String, Map<String, String>> order = new TreeMap<>();
        services.forEach((name, service) -> fields(service.path("depends_on"))
                .forEach((needed, condition) -> order.computeIfAbsent(name, none -> new TreeMap<>())
                        .put(needed, condition.get("condition").asText())));
        assertThat(order)
                .isEqualTo(Map.of(
                        "conclave",
                        Map.of(
                                "token", "service_completed_successfully",
                                "zk1", "service_started",
                                "zk2", "service_started",
                                "zk3", "service_started"),
                        "prometheus",
                        Map.of("token", "service_completed_successfully", "conclave", "service_healthy"),
                        "grafana",
                        Map.of("prometheus", "service_healthy"),
                        "filebeat",
                        Map.of("elasticsearch", "service_healthy", "conclave", "service_healthy")));
    }

    @Test
    void everyServerIsFoundByItsLabelAndTellsItsFiguresInAllWays() {
        for (int number = 1; number <= 3; number++) {
            JsonNode server = services.get("zk" + number);
            assertThat(server.at("/labels/conclave.node").asText()).isEqualTo("zk" + number);
            assertThat(server.at("/environment/ZOO_MY_ID").asText()).isEqualTo(Integer.toString(number));
            assertThat(server.at("/environment/ZOO_4LW_COMMANDS_WHITELIST").asText())
                    .isEqualTo("srvr,mntr,stat,conf,cons,ruok,envi,isro");
            assertThat(server.at("/environment/ZOO_CFG_EXTRA").asText())
                    .contains("metricsProvider.className="
                            + "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider")
                    .contains("metricsProvider.httpPort=7000");
            assertThat(server.at("/environment/ZOO_ADMINSERVER_ENABLED").asText())
                    .isEqualTo("true");
        }
        assertThat(services.get("conclave").at("/environment/ZK_NODES").asText())
                .isEqualTo("zk1=zk1:2181,zk2=zk2:2181,zk3=zk3:2181");
    }

    @Test
    void whatConclaveIsGivenAreSettingsThatItKnowsAndAccepts() {
        Map<String, String> given = new TreeMap<>();
        fields(services.get("conclave").get("environment")).forEach((name, value) -> given.put(name, value.asText()));
        assertThat(KnownSettings.all()).extracting(setting -> setting.name()).containsAll(given.keySet());
        given.put("CONCLAVE_TOKEN", "out-of-the-settings-file");

        Settings settings = new SettingsReader(Map.of(), given, Optional.empty(), false).serve();

        assertThat(settings.control().mode()).isEqualTo(ControlMode.DOCKER);
        // Filebeat brings the logs there, and what two bring would be there twice.
        assertThat(settings.elastic()).hasValueSatisfying(elastic -> {
            assertThat(elastic.url().getHost()).isEqualTo("elasticsearch");
            assertThat(elastic.writesLogs()).isFalse();
        });
        assertThat(meet("conclave", "elasticsearch")).isTrue();
        for (Path pattern : settings.logs().files()) {
            assertThat(targets("conclave"))
                    .contains(pattern.getParent().toString().replace("{node}", "zk1"))
                    .contains(pattern.getParent().toString().replace("{node}", "zk3"));
        }
        assertThat(settings.ensemble().nodes())
                .extracting(NodeAddress::id, NodeAddress::adminUrl, NodeAddress::metricsUrl)
                .contains(tuple("zk2", "http://zk2:8080", "http://zk2:7000/metrics"));
    }

    @Test
    void dockerControlCanBeTurnedOff() throws Exception {
        assertThat(services.get("conclave")
                        .at("/environment/DOCKER_CONTROL_ENABLED")
                        .asText())
                .isEqualTo("true");
        assertThat(Compose.config(Map.of("DOCKER_CONTROL_ENABLED", "false"))
                        .at("/services/conclave/environment/DOCKER_CONTROL_ENABLED")
                        .asText())
                .isEqualTo("false");
    }

    @Test
    void whatIsKeptIsInNamedVolumesAndWhatIsMountedOfTheRepositoryIsThere() {
        Set<String> named = new TreeSet<>();
        services.forEach((name, service) -> sources(service).forEach(source -> {
            if (!source.startsWith("/")) {
                named.add(source);
            } else if (!source.equals("/var/run/docker.sock")) {
                assertThat(Path.of(source)).exists();
            }
        }));
        assertThat(named).isEqualTo(fields(file.get("volumes")).keySet());
    }

    private static List<String> sources(JsonNode service) {
        return StreamSupport.stream(service.path("volumes").spliterator(), false)
                .map(volume -> volume.isTextual()
                        ? volume.asText().split(":")[0]
                        : volume.get("source").asText())
                .toList();
    }

    @Test
    void whatTheMountedFilesNameIsMountedWhereTheyLookForIt() throws IOException {
        String scrape = Files.readString(Path.of("prometheus/prometheus.yml"));
        assertThat(scrape).contains("credentials_file: /run/conclave/token").contains("rules/*.yml");
        assertThat(targets("prometheus")).contains("/run/conclave", "/etc/prometheus/rules");
        for (String target : List.of("conclave:8080", "zk1:7000", "zk2:7000", "zk3:7000")) {
            assertThat(scrape).contains(target);
            assertThat(meet("prometheus", target.split(":")[0])).as(target).isTrue();
        }
        assertThat(Files.readString(Path.of("grafana/provisioning/dashboards/conclave.yml")))
                .contains("path: /etc/grafana/dashboards");
        assertThat(targets("grafana")).contains("/etc/grafana/dashboards", "/etc/grafana/provisioning");
        assertThat(Files.readString(Path.of("grafana/provisioning/datasources/prometheus.yml")))
                .contains("url: http://prometheus:9090");
        assertThat(meet("grafana", "prometheus")).isTrue();
        assertThat(targets("filebeat"))
                .contains(
                        "/run/conclave",
                        "/var/log/conclave",
                        "/var/log/zookeeper/zk1",
                        "/var/log/zookeeper/zk2",
                        "/var/log/zookeeper/zk3");
        assertThat(meet("filebeat", "elasticsearch")).isTrue();
        assertThat(meet("filebeat", "conclave")).isTrue();
        assertThat(targets("filebeat")).contains("/usr/share/filebeat/conclave-logs.json");
        assertThat(Files.readString(Path.of("filebeat/filebeat.yml")))
                .contains("path: /usr/share/filebeat/conclave-logs.json");
    }

    private static boolean meet(String one, String other) {
        Set<String> networks = fields(services.get(one).get("networks")).keySet();
        return fields(services.get(other).get("networks")).keySet().stream().anyMatch(networks::contains);
    }

    private static List<String> targets(String service) {
        return StreamSupport.stream(services.get(service).get("volumes").spliterator(), false)
                .map(volume -> volume.isTextual()
                        ? volume.asText().split(":")[1]
                        : volume.get("target").asText())
                .toList();
    }

    @Test
    void grafanaLetsEverybodyLookAndNobodySignIn() {
        JsonNode environment = services.get("grafana").get("environment");
        assertThat(fields(environment))
                .extractingByKeys(
                        "GF_AUTH_ANONYMOUS_ENABLED",
                        "GF_AUTH_ANONYMOUS_ORG_ROLE",
                        "GF_AUTH_BASIC_ENABLED",
                        "GF_AUTH_DISABLE_LOGIN_FORM",
                        "GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION",
                        "GF_SECURITY_ALLOW_EMBEDDING")
                .extracting(JsonNode::asText)
                .containsExactly("true", "Viewer", "false", "true", "true", "true");
    }

    private static List<String> namesOf(Predicate<JsonNode> which) {
        return services.entrySet().stream()
                .filter(service -> which.test(service.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        object.fields().forEachRemaining(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    private static List<String> texts(JsonNode array) {
        Stream<JsonNode> elements = StreamSupport.stream(array.spliterator(), false);
        return elements.map(JsonNode::asText).toList();
    }
}
