package io.conclave.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.config.CommandSettings.Purpose;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    private static final EmbeddedSettings THREE = new EmbeddedSettings(3, 2181);

    @TempDir
    Path folder;

    private static Settings demo(Map<String, String> environment) {
        return new SettingsReader(Map.of(), environment, Optional.empty(), false).demo(THREE);
    }

    private static Settings serve(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Map.of("ZK_NODES", "zk1=h1:2181,zk2=h2:2181"));
        all.putAll(environment);
        return new SettingsReader(Map.of(), all, Optional.empty(), false).serve();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("conclave.properties"), text);
    }

    private static SettingsReader reading(Path file) {
        return new SettingsReader(Map.of(), Map.of(), Optional.of(file), false);
    }

    @Test
    void nothingSetGivesTheDocumentedDefaults() {
        Settings settings = demo(Map.of());
        Path data = Path.of("data").toAbsolutePath();

        assertThat(settings)
                .isEqualTo(new Settings(
                        data,
                        DatabaseSettings.of("jdbc:sqlite:" + data.resolve("conclave.db")),
                        "/demo/files",
                        new ControlSettings(
                                ControlMode.PROCESS,
                                new DockerSettings(
                                        true,
                                        URI.create("unix:///var/run/docker.sock"),
                                        Optional.empty(),
                                        Duration.ofSeconds(10)),
                                new CommandSettings(Map.of(), Duration.ofSeconds(30))),
                        Optional.of(THREE),
                        new EnsembleSettings(
                                Optional.of("demo"),
                                java.util.List.of(),
                                Duration.ofMillis(250),
                                Duration.ofMillis(2000),
                                Duration.ofMillis(1500)),
                        new FileSettings(FileStorage.LOCAL, data.resolve("uploads"), 1L << 30, 64L << 20),
                        new SchedulerSettings(true, Duration.ofSeconds(15), 5, 1, "file-count", Map.of()),
                        new WorkloadSettings(true, Duration.ofSeconds(20), 18, 50, 2),
                        new HttpSettings("127.0.0.1", 8080, Optional.empty(), false),
                        Optional.empty(),
                        new LogSettings(true, Duration.ofDays(7), 512L << 20, List.of(), ZoneId.systemDefault()),
                        Optional.empty(),
                        new KeyValueSettings(true, 2, 2, Duration.ofSeconds(3), List.of(), Optional.empty()),
                        new CoordinationSettings(List.of(), "/conclave", Duration.ofSeconds(2)),
                        Optional.empty()));
    }

    @Test
    void everySettingIsReadFromTheEnvironment() throws Exception {
        Path certificates = Files.createDirectory(folder.resolve("certificates"));
        for (String name : List.of("ca.pem", "cert.pem", "key.pem")) {
            Files.createFile(certificates.resolve(name));
        }
        Map<String, String> environment = new HashMap<>();
        environment.put("ZK_NODES", "a=h:1;admin=0;metrics=0");
        environment.put("ENSEMBLE_NAME", "Night shift 夜班");
        environment.put("HTTP_HOST", "0.0.0.0");
        environment.put("HTTP_PORT", "9000");
        environment.put("CONCLAVE_TOKEN", "s3cret");
        environment.put("DATA_DIR", "/d");
        environment.put("FILE_STORAGE_PATH", "/f");
        environment.put("DATABASE_URL", "jdbc:postgresql://db:5432/conclave?sslmode=require");
        environment.put("DATABASE_USER", "conclave");
        environment.put("DATABASE_PASSWORD", "pass word");
        environment.put("ZK_FILE_ROOT", "/r");
        environment.put("NODE_CONTROL", "command");
        environment.put("DOCKER_CONTROL_ENABLED", "false");
        environment.put("DOCKER_ENDPOINT", "tcp://engine:2376");
        environment.put("DOCKER_TLS_CERT_PATH", certificates.toString());
        environment.put("DOCKER_STOP_TIMEOUT", "3");
        for (Purpose purpose : Purpose.values()) {
            environment.put("NODE_COMMAND_" + purpose, "do " + purpose + " {node}");
        }
        environment.put("NODE_COMMAND_TIMEOUT", "7");
        environment.put("AUTO_SCHEDULER_ENABLED", "FALSE");
        environment.put("AUTO_SCHEDULER_INTERVAL", "1");
        environment.put("SCHEDULER_THRESHOLD", "2");
        environment.put("SCHEDULER_BATCH", "auto");
        environment.put("SCHEDULER_STRATEGY", "consistent-hash");
        environment.put("SCHEDULER_WEIGHTS", "a=0.5");
        environment.put("DEMO_WORKLOAD_ENABLED", "false");
        environment.put("DEMO_WORKLOAD_INTERVAL", "3");
        environment.put("DEMO_WORKLOAD_MAX_FILES", "4");
        environment.put("DEMO_WORKLOAD_MAX_TASKS", "5");
        environment.put("DEMO_WORKLOAD_EXTRA_CLIENTS", "0");
        environment.put("POLL_INTERVAL_MS", "50");
        environment.put("METRICS_INTERVAL_MS", "300");
        environment.put("POLL_TIMEOUT_MS", "400");
        environment.put("MAX_UPLOAD_BYTES", "6");
        environment.put("MIN_FREE_BYTES", "0");
        environment.put("GRAFANA_URL", "https://graphs.example/g/");
        environment.put("GRAFANA_CHECK_URL", "http://grafana:3000");
        environment.put("KV_DEMO_ENABLED", "false");
        environment.put("KV_DEMO_GROUPS", "3");
        environment.put("KV_VIRTUAL_NODES", "64");
        environment.put("KV_SESSION_TIMEOUT_MS", "2000");
        environment.put("KV_SEEDS", "kv1:7000,kv2:7001");
        environment.put("KV_TOKEN", "t0ken");
        environment.put("FILE_STORAGE", "agents");
        environment.put("AGENT_HOST", "127.0.0.9");
        environment.put("AGENT_PORT", "7100");
        environment.put("AGENT_URL", "http://zk1:7100");
        environment.put("CONTROLLERS_ENABLED", "false");
        environment.put("CONTROLLER_ID", "left");
        environment.put("ADVERTISED_URL", "http://left.example:9000");
        environment.put("CLUSTER_HOST", "left.example");
        environment.put("COORDINATION_ZK", "c1:2181,c2:2182");
        environment.put("COORDINATION_ROOT", "/rooms/one");
        environment.put("COORDINATION_SESSION_TIMEOUT_MS", "3000");
        environment.put("LOG_INDEX_ENABLED", "false");
        environment.put("LOG_RETENTION_DAYS", "30");
        environment.put("LOG_MAX_MB", "64");
        environment.put("LOG_FILES", "/var/log/{node}/zookeeper.log, /l/*.log");
        environment.put("LOG_TIME_ZONE", "Asia/Shanghai");
        environment.put("ELASTICSEARCH_URL", "https://search.example/es/");
        environment.put("ELASTICSEARCH_USER", "writer");
        environment.put("ELASTICSEARCH_PASSWORD", "pass:word");
        environment.put("ELASTICSEARCH_CA_CERT", certificates.resolve("ca.pem").toString());
        environment.put("ELASTICSEARCH_WRITE_LOGS", "false");
        environment.put("ELASTICSEARCH_RETENTION_DAYS", "7");
        assertThat(environment.keySet())
                .containsExactlyInAnyOrderElementsOf(KnownSettings.all().stream()
                        .map(Setting::name)
                        // Instead of user and password.
                        .filter(name -> !name.equals("ELASTICSEARCH_API_KEY"))
                        .toList());

        assertThat(serve(environment))
                .isEqualTo(new Settings(
                        Path.of("/d"),
                        new DatabaseSettings(
                                "jdbc:postgresql://db:5432/conclave?sslmode=require",
                                Optional.of("conclave"),
                                Optional.of("pass word")),
                        "/r",
                        new ControlSettings(
                                ControlMode.COMMAND,
                                new DockerSettings(
                                        false,
                                        URI.create("tcp://engine:2376"),
                                        Optional.of(certificates),
                                        Duration.ofSeconds(3)),
                                new CommandSettings(
                                        Arrays.stream(Purpose.values())
                                                .collect(Collectors.toMap(
                                                        purpose -> purpose,
                                                        purpose -> new CommandTemplate(
                                                                List.of("do", purpose.name(), "{node}")))),
                                        Duration.ofSeconds(7))),
                        Optional.empty(),
                        new EnsembleSettings(
                                Optional.of("Night shift 夜班"),
                                java.util.List.of(NodeAddress.of("a", "h", 1)),
                                Duration.ofMillis(50),
                                Duration.ofMillis(300),
                                Duration.ofMillis(400)),
                        new FileSettings(FileStorage.AGENTS, Path.of("/f"), 6, 0),
                        new SchedulerSettings(false, Duration.ofSeconds(1), 2, 0, "consistent-hash", Map.of("a", 0.5)),
                        new WorkloadSettings(false, Duration.ofSeconds(3), 4, 5, 0),
                        new HttpSettings("0.0.0.0", 9000, Optional.of("s3cret"), false),
                        Optional.of(new GrafanaSettings(
                                URI.create("https://graphs.example/g"), URI.create("http://grafana:3000"))),
                        new LogSettings(
                                false,
                                Duration.ofDays(30),
                                64L << 20,
                                List.of(Path.of("/var/log/{node}/zookeeper.log"), Path.of("/l/*.log")),
                                ZoneId.of("Asia/Shanghai")),
                        Optional.of(new ElasticSettings(
                                URI.create("https://search.example/es"),
                                Optional.of(new ElasticSettings.Password("writer", "pass:word")),
                                Optional.of(certificates.resolve("ca.pem")),
                                false,
                                7)),
                        new KeyValueSettings(
                                false,
                                3,
                                64,
                                Duration.ofSeconds(2),
                                List.of(
                                        NodeAddress.of("kv1:7000", "kv1", 7000),
                                        NodeAddress.of("kv2:7001", "kv2", 7001)),
                                Optional.of("t0ken")),
                        new CoordinationSettings(
                                List.of(NodeAddress.of("c1:2181", "c1", 2181), NodeAddress.of("c2:2182", "c2", 2182)),
                                "/rooms/one",
                                Duration.ofSeconds(3)),
                        Optional.empty()));
    }

    @Test
    void flagWinsOverEnvironmentAndEnvironmentOverFile() throws Exception {
        Path file = file("HTTP_PORT=1\nDATA_DIR=/file\nZK_FILE_ROOT=/file\n");
        Settings settings = new SettingsReader(
                        Map.of("HTTP_PORT", "3"),
                        Map.of("HTTP_PORT", "2", "DATA_DIR", "/environment"),
                        Optional.of(file),
                        false)
                .demo(THREE);

        assertThat(settings.http().port()).isEqualTo(3);
        assertThat(settings.dataDir()).isEqualTo(Path.of("/environment"));
        assertThat(settings.zkFileRoot()).isEqualTo("/file");
    }

    @Test
    void variableThatIsSetToNothingCountsAsNotSet() {
        assertThat(demo(Map.of("HTTP_PORT", "", "CONCLAVE_TOKEN", "")).http())
                .isEqualTo(new HttpSettings("127.0.0.1", 8080, Optional.empty(), false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    ENSEMBLE_NAME               | " night"    | 1 to 64 printable characters
                    ENSEMBLE_NAME               | "a\u202eb" | 1 to 64 printable characters
                    ENSEMBLE_NAME               | "a\tb"     | 1 to 64 printable characters
                    HTTP_PORT                   | http        | a whole number from 0 to 65535
                    HTTP_PORT                   | 65536       | a whole number from 0 to 65535
                    HTTP_PORT                   | -1          | a whole number from 0 to 65535
                    HTTP_PORT                   | 80.0        | a whole number from 0 to 65535
                    HTTP_PORT                   | " 80"       | a whole number from 0 to 65535
                    HTTP_PORT                   | ٨٠          | a whole number from 0 to 65535
                    HTTP_PORT                   | 99999999999999999999 | a whole number from 0 to 65535
                    HTTP_HOST                   | 1.2.3       | a host name, an IPv4 address
                    HTTP_HOST                   | 256.0.0.1   | a host name, an IPv4 address
                    HTTP_HOST                   | a b         | a host name, an IPv4 address
                    HTTP_HOST                   | [::1]       | without brackets
                    CONCLAVE_TOKEN              | two words   | letters, digits or any of
                    DATA_DIR                    | " "         | the path of a folder
                    FILE_STORAGE_PATH           | " "         | the path of a folder
                    DATABASE_URL                | jdbc:mysql:x | jdbc:sqlite: and the path of a file, or jdbc:postgresql://host:port/database
                    DATABASE_URL                | jdbc:sqlite::memory: | jdbc:sqlite: and the path of a file
                    DATABASE_URL                | jdbc:postgresql:x | jdbc:postgresql://host:port/database
                    DATABASE_URL                | jdbc:postgresql://h | jdbc:postgresql://host:port/database
                    DATABASE_URL                | jdbc:postgresql://h:x/db | jdbc:postgresql://host:port/database
                    DATABASE_URL                | jdbc:postgresql://h/db?password=%zz | percent-encoded
                    DATABASE_USER               | conclave | a file has no users
                    DATABASE_PASSWORD           | secret | a file has no users
                    ZK_FILE_ROOT                | demo        | the path of a znode
                    ZK_FILE_ROOT                | /           | the path of a znode
                    ZK_FILE_ROOT                | /demo/      | the path of a znode
                    ZK_FILE_ROOT                | /demo//f    | the path of a znode
                    ZK_FILE_ROOT                | /demo/../f  | the path of a znode
                    ZK_FILE_ROOT                | /zookeeper/x | the path of a znode
                    NODE_CONTROL                | magic       | process or none with demo, docker, command or none with serve
                    DOCKER_CONTROL_ENABLED      | perhaps     | true or false
                    DOCKER_ENDPOINT             | /var/run/docker.sock | unix:///path of a socket, or tcp://host:port
                    DOCKER_ENDPOINT             | unix://docker.sock | unix:///path of a socket, or tcp://host:port
                    DOCKER_ENDPOINT             | tcp://engine | unix:///path of a socket, or tcp://host:port
                    DOCKER_ENDPOINT             | tcp://u@e:1 | unix:///path of a socket, or tcp://host:port
                    DOCKER_ENDPOINT             | http://e:1  | unix:///path of a socket, or tcp://host:port
                    DOCKER_TLS_CERT_PATH        | /no/such    | ca.pem cannot be read there
                    DOCKER_STOP_TIMEOUT         | 61          | from 0 to 60
                    NODE_COMMAND_STOP           | ssh {hots}  | there is no placeholder {hots}
                    NODE_COMMAND_LOGS           | ssh 'a      | a quote is not closed
                    NODE_COMMAND_TIMEOUT        | 0           | from 1 to 120
                    AUTO_SCHEDULER_ENABLED      | maybe       | true or false
                    AUTO_SCHEDULER_INTERVAL     | 0           | from 1 to 86400
                    AUTO_SCHEDULER_INTERVAL     | 15s         | from 1 to 86400
                    SCHEDULER_THRESHOLD         | 0           | a whole number from 1
                    SCHEDULER_THRESHOLD         | -5          | a whole number from 1
                    SCHEDULER_THRESHOLD         | five        | a whole number from 1
                    SCHEDULER_BATCH             | 0           | auto, or a whole number from 1 to 1000
                    SCHEDULER_BATCH             | all         | auto, or a whole number from 1 to 1000
                    SCHEDULER_STRATEGY          | random      | file-count, bytes, weighted, latency, consistent-hash
                    SCHEDULER_WEIGHTS           | zk1         | 'zk1' is no name=number
                    SCHEDULER_WEIGHTS           | zk1=x       | 'zk1=x' is no name=number
                    SCHEDULER_WEIGHTS           | zk1=0       | the weight of zk1 is out of bounds
                    SCHEDULER_WEIGHTS           | zk1=1,zk1=2 | the node zk1 is there twice
                    SCHEDULER_WEIGHTS           | zk9=1       | there is no node zk9; names must be of zk1, zk2, zk3
                    DEMO_WORKLOAD_ENABLED       | yes         | true or false
                    DEMO_WORKLOAD_INTERVAL      | 0           | from 1 to 86400
                    DEMO_WORKLOAD_MAX_FILES     | 0           | from 1 to 10000
                    DEMO_WORKLOAD_MAX_TASKS     | 0           | from 1 to 10000
                    DEMO_WORKLOAD_EXTRA_CLIENTS | -1          | from 0 to 100
                    POLL_INTERVAL_MS            | 1           | from 50 to 60000
                    METRICS_INTERVAL_MS         | 1           | from 250 to 600000
                    POLL_TIMEOUT_MS             | 1           | from 100 to 60000
                    MAX_UPLOAD_BYTES            | 0           | a whole number from 1
                    MIN_FREE_BYTES              | -1          | a whole number from 0
                    GRAFANA_URL                 | grafana:3000 | http:// or https://
                    GRAFANA_URL                 | ftp://g     | http:// or https://
                    GRAFANA_URL                 | http://u:p@g | no user, query or fragment
                    GRAFANA_URL                 | http://g/?x=1 | no user, query or fragment
                    GRAFANA_URL                 | "http://g; script-src *" | http:// or https://
                    GRAFANA_URL                 | http://g:65536 | http:// or https://
                    GRAFANA_CHECK_URL           | http://g    | set GRAFANA_URL too
                    ELASTICSEARCH_URL           | search:9200 | http:// or https://
                    ELASTICSEARCH_URL           | http://u:p@search:9200 | no user, query or fragment
                    ELASTICSEARCH_USER          | writer      | set ELASTICSEARCH_URL too
                    ELASTICSEARCH_USER          | wri:ter     | without a colon
                    ELASTICSEARCH_PASSWORD      | secret      | set ELASTICSEARCH_URL too
                    ELASTICSEARCH_API_KEY       | c2VjcmV0    | set ELASTICSEARCH_URL too
                    ELASTICSEARCH_API_KEY       | two words   | letters, digits or any of
                    ELASTICSEARCH_CA_CERT       | /no/such    | it cannot be read
                    ELASTICSEARCH_WRITE_LOGS    | perhaps     | true or false
                    ELASTICSEARCH_RETENTION_DAYS | 366        | from 0 to 365
                    KV_DEMO_ENABLED             | 1           | true or false
                    KV_DEMO_GROUPS              | 7           | from 1 to 6
                    KV_VIRTUAL_NODES            | 0           | from 1 to 1024
                    KV_SESSION_TIMEOUT_MS       | 999         | from 1000 to 40000
                    KV_SEEDS                    | kv1         | host:port, separated by commas
                    KV_SEEDS                    | a=kv1:7000  | host:port, separated by commas
                    KV_TOKEN                    | two words   | letters, digits or any of
                    """)
    void badValueIsRefusedWithItsNameAndWhatIsAllowed(String name, String value, String allowed) {
        assertThatThrownBy(() -> demo(Map.of(name, value)))
                .isInstanceOf(BadSettingException.class)
                .hasMessageStartingWith(name + "=")
                .hasMessageContaining("(environment)")
                .hasMessageContaining(allowed);
    }

    @Test
    void elasticsearchIsSignedInToInOneWayOrInNone() {
        Map<String, String> without = Map.of("ELASTICSEARCH_URL", "http://search:9200");
        assertThat(demo(without).elastic())
                .contains(new ElasticSettings(
                        URI.create("http://search:9200"), Optional.empty(), Optional.empty(), true, 30));
        assertThat(demo(with(without, "ELASTICSEARCH_API_KEY", "a2V5"))
                        .elastic()
                        .orElseThrow()
                        .login())
                .contains(new ElasticSettings.ApiKey("a2V5"));

        assertThatThrownBy(() -> demo(with(without, "ELASTICSEARCH_USER", "writer")))
                .hasMessageContaining("set both");
        assertThatThrownBy(() -> demo(with(without, "ELASTICSEARCH_PASSWORD", "s3cret")))
                .hasMessageContaining("set both")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> demo(with(
                        with(with(without, "ELASTICSEARCH_USER", "u"), "ELASTICSEARCH_PASSWORD", "p"),
                        "ELASTICSEARCH_API_KEY",
                        "a2V5")))
                .hasMessageContaining("keep one of them")
                .hasMessageNotContaining("a2V5");
    }

    @Test
    void certificateOfElasticsearchIsForTlsAlone() throws Exception {
        String certificate = Files.createFile(folder.resolve("ca.pem")).toString();
        Map<String, String> given = Map.of("ELASTICSEARCH_CA_CERT", certificate);
        assertThat(demo(with(given, "ELASTICSEARCH_URL", "https://search"))
                        .elastic()
                        .orElseThrow()
                        .authority())
                .contains(Path.of(certificate));
        assertThatThrownBy(() -> demo(with(given, "ELASTICSEARCH_URL", "http://search")))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("without TLS");
    }

    private static Map<String, String> with(Map<String, String> some, String name, String value) {
        Map<String, String> more = new HashMap<>(some);
        more.put(name, value);
        return more;
    }

    @Test
    void ensembleElsewhereHasNoNameUntilItIsGivenOne() {
        assertThat(serve(Map.of()).ensemble().name()).isEmpty();
        assertThat(serve(Map.of("ENSEMBLE_NAME", "生产")).ensemble().name()).contains("生产");
        assertThat(serve(Map.of("ENSEMBLE_NAME", "x".repeat(64))).ensemble().name())
                .isPresent();
        assertThatThrownBy(() -> serve(Map.of("ENSEMBLE_NAME", "x".repeat(65))))
                .isInstanceOf(BadSettingException.class);
    }

    @Test
    void messageNamesTheFlagThatTheValueCameFrom() {
        SettingsReader reader = new SettingsReader(Map.of("HTTP_PORT", "x"), Map.of(), Optional.empty(), false);

        assertThatThrownBy(() -> reader.demo(THREE))
                .hasMessage("HTTP_PORT=x (--http-port) must be a whole number from 0 to 65535");
    }

    @Test
    void messageIsOneLineWhateverTheValue() {
        assertThatThrownBy(() -> demo(Map.of("HTTP_PORT", "1\n2\u001b[31m" + "x".repeat(500))))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("1\\u000a2\\u001b[31m")
                        .doesNotContain("\n", "\u001b")
                        .hasSizeLessThan(400));
    }

    @Test
    void secretsAreNeverShown() {
        assertThatThrownBy(() -> demo(Map.of("CONCLAVE_TOKEN", "a secret")))
                .hasMessageStartingWith("CONCLAVE_TOKEN=***")
                .hasMessageNotContaining("a secret");
        assertThatThrownBy(() -> demo(Map.of("DATABASE_URL", "jdbc:postgresql://u:hidden@h/db?password=hidden&x=1")))
                .hasMessageContaining("jdbc:postgresql://u:***@h/db?password=***&x=1")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> demo(Map.of("DATABASE_PASSWORD", "hidden")))
                .hasMessageContaining("DATABASE_PASSWORD=***")
                .hasMessageNotContaining("hidden");
        assertThat(demo(Map.of("CONCLAVE_TOKEN", "hidden")).toString()).doesNotContain("hidden");
        assertThat(demo(Map.of("DATABASE_URL", "jdbc:postgresql://h/db?password=hidden"))
                        .toString())
                .doesNotContain("hidden");
    }

    @Test
    void userAndPasswordCanBeInTheDatabasesUrlOrBesideIt() {
        assertThat(demo(Map.of("DATABASE_URL", "jdbc:postgresql://h1:1,[::1]:2/db?a=1&user=me&password=a%26b%20c&b=2"))
                        .database())
                .isEqualTo(new DatabaseSettings(
                        "jdbc:postgresql://h1:1,[::1]:2/db?a=1&b=2", Optional.of("me"), Optional.of("a&b c")));
        assertThat(demo(Map.of("DATABASE_URL", "jdbc:postgresql://h/db?user=me", "DATABASE_PASSWORD", "p"))
                        .database())
                .isEqualTo(new DatabaseSettings("jdbc:postgresql://h/db", Optional.of("me"), Optional.of("p")));
        assertThatThrownBy(() -> demo(Map.of("DATABASE_URL", "jdbc:postgresql://h/db?user=me", "DATABASE_USER", "you")))
                .hasMessageContaining("DATABASE_USER=you")
                .hasMessageContaining("DATABASE_URL names one too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "localhost", "::1", "0:0:0:0:0:0:0:1"})
    void loopbackNeedsNoToken(String host) {
        assertThat(demo(Map.of("HTTP_HOST", host)).http().host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.5", "example.org"})
    void anyOtherAddressNeedsTokenOrInsecure(String host) {
        Map<String, String> environment = Map.of("HTTP_HOST", host);

        assertThatThrownBy(() -> demo(environment))
                .hasMessageStartingWith("HTTP_HOST=" + host)
                .hasMessageContaining("set CONCLAVE_TOKEN")
                .hasMessageContaining("--insecure");
        assertThat(new SettingsReader(Map.of(), environment, Optional.empty(), true)
                        .demo(THREE)
                        .http()
                        .insecure())
                .isTrue();
        assertThat(demo(Map.of("HTTP_HOST", host, "CONCLAVE_TOKEN", "t")).http().token())
                .contains("t");
    }

    @Test
    void coordinationIsByTheWatchedEnsembleWhereNoOtherIsNamed() {
        List<NodeAddress> nodes = List.of(NodeAddress.of("zk1", "h1", 2181));

        assertThat(serve(Map.of()).coordination().connectString()).isEqualTo("h1:2181,h2:2181");
        assertThat(demo(Map.of()).withNodes(nodes).coordination().connectString())
                .isEqualTo("h1:2181");
        assertThat(serve(Map.of("COORDINATION_ZK", "c1:1"))
                        .withNodes(nodes)
                        .coordination()
                        .connectString())
                .isEqualTo("c1:1");
    }

    @Test
    void serveNeedsNodesAndHasNoProcesses() {
        assertThatThrownBy(() -> new SettingsReader(Map.of(), Map.of(), Optional.empty(), false).serve())
                .hasMessageContaining("ZK_NODES is not set")
                .hasMessageContaining("--zk-nodes");
        assertThatThrownBy(() -> serve(Map.of("NODE_CONTROL", "process")))
                .hasMessageStartingWith("NODE_CONTROL=process (environment)")
                .hasMessageContaining("must be docker, command or none with serve");
        assertThat(serve(Map.of()).control().mode()).isEqualTo(ControlMode.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "command"})
    void serversOfTheDemoAreItsOwnProcesses(String mode) {
        assertThatThrownBy(() -> demo(Map.of("NODE_CONTROL", mode)))
                .hasMessageStartingWith("NODE_CONTROL=" + mode + " (environment)")
                .hasMessageContaining("must be process or none");
    }

    @Test
    void controlByCommandsNeedsOne() {
        assertThatThrownBy(() -> serve(Map.of("NODE_CONTROL", "command")))
                .hasMessageContaining("no command is set; set NODE_COMMAND_START");
        assertThat(serve(Map.of("NODE_CONTROL", "command", "NODE_COMMAND_STOP", "stop {node}"))
                        .control()
                        .mode())
                .isEqualTo(ControlMode.COMMAND);
    }

    @Test
    void fileWithAKeyThatIsNoSettingIsRefused() throws Exception {
        Path file = file("HTTP_PROT=1\n");

        assertThatThrownBy(() -> reading(file))
                .hasMessageStartingWith("HTTP_PROT in " + file + " is no setting; there are ADVERTISED_URL, ");
    }

    @Test
    void fileWithAKeyTwiceIsRefused() throws Exception {
        Path file = file("HTTP_PORT=1\nHTTP_PORT=1\n");

        assertThatThrownBy(() -> reading(file)).hasMessage("HTTP_PORT is there twice in " + file);
    }

    @Test
    void badValueInTheFileNamesTheFile() throws Exception {
        Path file = file("HTTP_PORT=\n");

        assertThatThrownBy(() -> reading(file).demo(THREE)).hasMessageStartingWith("HTTP_PORT= (" + file + ") must be");
    }

    @Test
    void fileThatCannotBeReadIsRefused() throws Exception {
        Path latin1 = Files.write(folder.resolve("latin1"), new byte[] {'A', (byte) 0xe9, '\n'});

        assertThatThrownBy(() -> reading(folder.resolve("none"))).hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> reading(folder)).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> reading(latin1)).hasMessageContaining("not a text in UTF-8");
        Path malformed = file("HTTP_PORT=\\u00zz\n");
        assertThatThrownBy(() -> reading(malformed))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("Malformed");
    }

    @Test
    void oneOfSeveralControllersNeedsADatabaseThatCanBeSharedAndAnAddressThatTheOthersCanBeTold() {
        Map<String, String> own = new HashMap<>(Map.of("ZK_NODES", "h1:2181", "CONTROLLERS_ENABLED", "true"));

        assertThatThrownBy(() -> serve(own))
                .hasMessageContaining("CONTROLLERS_ENABLED")
                .hasMessageContaining("set DATABASE_URL=jdbc:postgresql://");
        own.put("DATABASE_URL", "jdbc:postgresql://db/conclave?user=u&password=hidden");
        own.put("CONCLAVE_TOKEN", "t");
        own.put("HTTP_HOST", "0.0.0.0");
        assertThatThrownBy(() -> serve(own)).hasMessageContaining("set ADVERTISED_URL");
        own.put("ADVERTISED_URL", "http://c1.example:8080");
        assertThatThrownBy(() -> serve(own)).hasMessageContaining("set CLUSTER_HOST");
        own.put("CLUSTER_HOST", "10.0.0.7");
        own.put("CONTROLLER_ID", "c1");

        assertThat(serve(own).controllers())
                .contains(new ControllersSettings("c1", URI.create("http://c1.example:8080"), "10.0.0.7"));
        assertThat(serve(own).toString()).doesNotContain("hidden");
        own.put("CONTROLLERS_ENABLED", "false");
        assertThat(serve(own).controllers()).isEmpty();
    }

    @Test
    void agentNeedsAnEnsembleANodesNameAndAnAddressThatOthersCanBeTold() {
        Path folder = Path.of("/s");
        AgentSettings agent = new SettingsReader(
                        Map.of("ZK_NODES", "zk1=h1:2181"), Map.of("AGENT_PORT", "7100"), Optional.empty(), false)
                .agent("zk1", folder);

        assertThat(agent)
                .isEqualTo(new AgentSettings(
                        "zk1",
                        folder,
                        "127.0.0.1",
                        7100,
                        Optional.empty(),
                        Optional.empty(),
                        1L << 30,
                        64L << 20,
                        agent.coordination()));
        assertThat(agent.coordination().connectString()).isEqualTo("h1:2181");
        assertThatThrownBy(() -> agent(Map.of())).hasMessageContaining("COORDINATION_ZK is not set");
        assertThatThrownBy(() -> agent(Map.of("COORDINATION_ZK", "h1:1", "AGENT_HOST", "10.0.0.1")))
                .hasMessageContaining("set CONCLAVE_TOKEN");
        assertThatThrownBy(
                        () -> agent(Map.of("COORDINATION_ZK", "h1:1", "AGENT_HOST", "0.0.0.0", "CONCLAVE_TOKEN", "t")))
                .hasMessageContaining("set AGENT_URL");
        assertThatThrownBy(
                        () -> new SettingsReader(Map.of("COORDINATION_ZK", "h1:1"), Map.of(), Optional.empty(), false)
                                .agent("../zk1", folder))
                .hasMessageContaining("--node ../zk1");
    }

    private static AgentSettings agent(Map<String, String> flags) {
        return new SettingsReader(flags, Map.of(), Optional.empty(), false).agent("zk1", Path.of("/s"));
    }
}
