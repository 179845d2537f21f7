package io.conclave.config;

import io.conclave.config.CommandSettings.Purpose;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Every setting, in the order in which the help shows them. */
public final class KnownSettings {

    private static final int DAY_SECONDS = 86_400;

    static final Setting<List<NodeAddress>> ZK_NODES = Setting.of(
            "ZK_NODES",
            "<list>",
            "Servers of the ensemble: zk1=host:2181,… or host:2181,…",
            "",
            "1 to 50 servers, host:port or name=host:port, separated by commas",
            NodeListParser::parse);

    static final Setting<String> ENSEMBLE_NAME = Setting.of(
            "ENSEMBLE_NAME",
            "<name>",
            "What people call the ensemble; shown beside its addresses, so that nobody acts on the wrong one",
            "demo with demo, none with serve",
            "1 to 64 printable characters, without a blank at either end",
            KnownSettings::name);

    static final Setting<String> HTTP_HOST = Setting.of(
            "HTTP_HOST",
            "<address>",
            "Address that the page, REST and the WebSocket stream listen on; any but a loopback address needs"
                    + " CONCLAVE_TOKEN or --insecure",
            "127.0.0.1",
            "a host name, an IPv4 address, or an IPv6 address without brackets",
            KnownSettings::host);

    static final Setting<Long> HTTP_PORT =
            Setting.number("HTTP_PORT", "<port>", "Port that they listen on; 0 takes a free one", 8080, 0, 65_535);

    static final Setting<String> CONCLAVE_TOKEN = new Setting<>(
            "CONCLAVE_TOKEN",
            "<secret>",
            "Token that every call must carry; better set in the environment, since other users see flags",
            "",
            "1 to 512 letters, digits or any of -._~+/=",
            KnownSettings::token,
            token -> "***");

    static final Setting<Path> DATA_DIR = Setting.of(
            "DATA_DIR",
            "<folder>",
            "All that the product writes lies below it",
            "./data",
            "the path of a folder",
            KnownSettings::path);

    static final Setting<String> FILE_STORAGE = Setting.choice(
            "FILE_STORAGE",
            "Where the files' bytes lie: on this host, or on the nodes' hosts, each behind a conclave agent",
            "local",
            List.of("local", "agents"));

    static final Setting<Path> FILE_STORAGE_PATH = Setting.of(
            "FILE_STORAGE_PATH",
            "<folder>",
            "With local storage, where the files' bytes lie: a folder for each node",
            "$DATA_DIR/uploads",
            "the path of a folder",
            KnownSettings::path);

    static final Setting<DatabaseSettings> DATABASE_URL = new Setting<>(
            "DATABASE_URL",
            "<jdbc-url>",
            "The relational database; several controllers share one on PostgreSQL",
            "jdbc:sqlite:$DATA_DIR/conclave.db",
            "jdbc:sqlite: and the path of a file, or jdbc:postgresql://host:port/database",
            DatabaseSettings::parse,
            DatabaseSettings::withoutSecrets);

    static final Setting<String> DATABASE_USER = Setting.of(
            "DATABASE_USER",
            "<name>",
            "Who opens a database on PostgreSQL",
            "",
            "1 to 63 characters, with DATABASE_URL on PostgreSQL and without a user of its own",
            text -> within(text, 63));

    static final Setting<String> DATABASE_PASSWORD = new Setting<>(
            "DATABASE_PASSWORD",
            "<secret>",
            "Their password; better set in the environment, since other users see flags",
            "",
            "1 to 1000 characters, with DATABASE_URL on PostgreSQL and without a password of its own",
            text -> within(text, 1000),
            password -> "***");

    static final Setting<String> ZK_FILE_ROOT = Setting.of(
            "ZK_FILE_ROOT",
            "<znode>",
            "Znode below which each file has its metadata",
            "/demo/files",
            "the path of a znode: a slash before each name, none at the end, not below /zookeeper",
            KnownSettings::znode);

    static final Setting<ControlMode> NODE_CONTROL = Setting.of(
            "NODE_CONTROL",
            "<process|docker|command|none>",
            "How servers are started and stopped",
            "process with demo, none with serve",
            "process or none with demo, docker, command or none with serve",
            KnownSettings::control);

    static final Setting<Boolean> DOCKER_CONTROL_ENABLED = Setting.truth(
            "DOCKER_CONTROL_ENABLED", "Whether the Docker engine may be used; false refuses every action", true);

    static final Setting<URI> DOCKER_ENDPOINT = Setting.of(
            "DOCKER_ENDPOINT",
            "<uri>",
            "The Docker engine; its containers are found by the label conclave.node or by the node's name",
            "unix:///var/run/docker.sock",
            "unix:///path of a socket, or tcp://host:port",
            KnownSettings::dockerEndpoint);

    static final Setting<Path> DOCKER_TLS_CERT_PATH = Setting.of(
            "DOCKER_TLS_CERT_PATH",
            "<folder>",
            "Where ca.pem, cert.pem and key.pem for an engine behind TLS are",
            "",
            "a folder with ca.pem, cert.pem and key.pem",
            KnownSettings::certificates);

    static final Setting<Long> DOCKER_STOP_TIMEOUT = Setting.number(
            "DOCKER_STOP_TIMEOUT", "<seconds>", "A container that has not ended by then is killed", 10, 0, 60);

    static final Map<Purpose, Setting<CommandTemplate>> NODE_COMMANDS = commands();

    static final Setting<Long> NODE_COMMAND_TIMEOUT = Setting.number(
            "NODE_COMMAND_TIMEOUT", "<seconds>", "A command that has not ended by then is ended", 30, 1, 120);

    static final Setting<Boolean> AUTO_SCHEDULER_ENABLED =
            Setting.truth("AUTO_SCHEDULER_ENABLED", "Whether the scheduler's rounds run by themselves", true);

    static final Setting<Long> AUTO_SCHEDULER_INTERVAL = Setting.number(
            "AUTO_SCHEDULER_INTERVAL", "<seconds>", "Between two rounds of the scheduler", 15, 1, DAY_SECONDS);

    static final Setting<Long> SCHEDULER_THRESHOLD = Setting.number(
            "SCHEDULER_THRESHOLD", "<n>", "Difference from which a move is worth it", 5, 1, 1_000_000_000);

    static final Setting<OptionalInt> SCHEDULER_BATCH = Setting.of(
            "SCHEDULER_BATCH",
            "<n|auto>",
            "Most moves a round; auto plans as many as balance needs",
            "1",
            "auto, or a whole number from 1 to 1000",
            text -> text.equals("auto") ? OptionalInt.empty() : OptionalInt.of((int) Setting.within(text, 1, 1000)));

    static final Setting<String> SCHEDULER_STRATEGY = Setting.choice(
            "SCHEDULER_STRATEGY",
            "What the scheduler balances",
            "file-count",
            List.of("file-count", "bytes", "weighted", "latency", "consistent-hash"));

    static final Setting<Map<String, Double>> SCHEDULER_WEIGHTS = Setting.of(
            "SCHEDULER_WEIGHTS",
            "<list>",
            "Share of each node for the strategy weighted: zk1=2,zk2=1; a node that is not named has 1",
            "",
            "name=number pairs separated by commas, each number above 0 and at most 1000000",
            KnownSettings::weights);

    static final Setting<Boolean> DEMO_WORKLOAD_ENABLED =
            Setting.truth("DEMO_WORKLOAD_ENABLED", "Whether demo traffic runs", true);

    static final Setting<Long> DEMO_WORKLOAD_INTERVAL = Setting.number(
            "DEMO_WORKLOAD_INTERVAL", "<seconds>", "Between two ticks of the demo traffic", 20, 1, DAY_SECONDS);

    static final Setting<Long> DEMO_WORKLOAD_MAX_FILES =
            Setting.number("DEMO_WORKLOAD_MAX_FILES", "<n>", "Most demo files", 18, 1, 10_000);

    static final Setting<Long> DEMO_WORKLOAD_MAX_TASKS =
            Setting.number("DEMO_WORKLOAD_MAX_TASKS", "<n>", "Most tasks", 50, 1, 10_000);

    static final Setting<Long> DEMO_WORKLOAD_EXTRA_CLIENTS = Setting.number(
            "DEMO_WORKLOAD_EXTRA_CLIENTS", "<n>", "ZooKeeper sessions held open beside our own", 2, 0, 100);

    static final Setting<Long> POLL_INTERVAL_MS =
            Setting.number("POLL_INTERVAL_MS", "<ms>", "Between two srvr commands to a node", 250, 50, 60_000);

    static final Setting<Long> METRICS_INTERVAL_MS =
            Setting.number("METRICS_INTERVAL_MS", "<ms>", "Between two mntr commands to a node", 2000, 250, 600_000);

    static final Setting<Long> POLL_TIMEOUT_MS = Setting.number(
            "POLL_TIMEOUT_MS", "<ms>", "After which a node that does not answer counts as hung", 1500, 100, 60_000);

    static final Setting<Long> MAX_UPLOAD_BYTES =
            Setting.number("MAX_UPLOAD_BYTES", "<bytes>", "An upload with more is refused", 1L << 30, 1, 1L << 50);

    static final Setting<Long> MIN_FREE_BYTES = Setting.number(
            "MIN_FREE_BYTES",
            "<bytes>",
            "A node whose disk would have less room takes no more files",
            64L << 20,
            0,
            1L << 50);

    static final Setting<URI> GRAFANA_URL = Setting.of(
            "GRAFANA_URL",
            "<url>",
            "The Grafana with the dashboards of grafana/, as a browser reaches it; the metrics page shows them in a frame",
            "",
            "http:// or https://, a host, and maybe a port and a path; no user, query or fragment",
            KnownSettings::webAddress);

    static final Setting<URI> GRAFANA_CHECK_URL = Setting.of(
            "GRAFANA_CHECK_URL",
            "<url>",
            "The same Grafana as Conclave itself reaches it, to see whether it answers",
            "$GRAFANA_URL",
            "as GRAFANA_URL, which must be set too",
            KnownSettings::webAddress);

    static final Setting<Boolean> LOG_INDEX_ENABLED = Setting.truth(
            "LOG_INDEX_ENABLED",
            "Whether the logs are kept and searched in an index of its own, $DATA_DIR/logs.db",
            true);

    static final Setting<Long> LOG_RETENTION_DAYS =
            Setting.number("LOG_RETENTION_DAYS", "<days>", "How old an entry of that index may become", 7, 1, 3650);

    static final Setting<Long> LOG_MAX_MB =
            Setting.number("LOG_MAX_MB", "<megabytes>", "How large that index may become", 512, 16, 1_048_576);

    static final Setting<List<Path>> LOG_FILES = Setting.of(
            "LOG_FILES",
            "<patterns>",
            "Logs to be read besides those of the servers of demo and its own, such as /var/log/{node}/zookeeper.log",
            "",
            "1 to 50 absolute paths separated by commas, with * for any part of a name and {node} for a server's name",
            KnownSettings::logFiles);

    static final Setting<ZoneId> LOG_TIME_ZONE = Setting.of(
            "LOG_TIME_ZONE",
            "<zone>",
            "Of times in those logs that do not tell theirs",
            "the system's",
            "a time zone such as UTC, +08:00 or Asia/Shanghai",
            KnownSettings::zone);

    static final Setting<URI> ELASTICSEARCH_URL = Setting.of(
            "ELASTICSEARCH_URL",
            "<url>",
            "Elasticsearch or OpenSearch, in which logs and audit trail are kept and searched besides; without it in the"
                    + " embedded index alone",
            "",
            "http:// or https://, a host, and maybe a port and a path; no user, query or fragment",
            KnownSettings::webAddress);

    static final Setting<String> ELASTICSEARCH_USER = Setting.of(
            "ELASTICSEARCH_USER",
            "<name>",
            "Who signs in to it",
            "",
            "1 to 200 characters without a colon, with ELASTICSEARCH_URL and ELASTICSEARCH_PASSWORD",
            KnownSettings::elasticUser);

    static final Setting<String> ELASTICSEARCH_PASSWORD = new Setting<>(
            "ELASTICSEARCH_PASSWORD",
            "<secret>",
            "Their password; better set in the environment, since other users see flags",
            "",
            "1 to 1000 characters, with ELASTICSEARCH_USER",
            text -> within(text, 1000),
            password -> "***");

    static final Setting<String> ELASTICSEARCH_API_KEY = new Setting<>(
            "ELASTICSEARCH_API_KEY",
            "<secret>",
            "Key that signs in to it instead of user and password, in its encoded form",
            "",
            "1 to 512 letters, digits or any of -._~+/=, with ELASTICSEARCH_URL and without ELASTICSEARCH_USER",
            KnownSettings::token,
            key -> "***");

    static final Setting<Path> ELASTICSEARCH_CA_CERT = Setting.of(
            "ELASTICSEARCH_CA_CERT",
            "<file>",
            "Certificate in PEM that its own is signed by, where Java does not know it",
            "",
            "a file that can be read, with ELASTICSEARCH_URL on https://",
            KnownSettings::certificate);

    static final Setting<Boolean> ELASTICSEARCH_WRITE_LOGS = Setting.truth(
            "ELASTICSEARCH_WRITE_LOGS",
            "Whether Conclave writes the logs that it reads to it; false where Filebeat does. The audit trail it writes"
                    + " always",
            true);

    static final Setting<Long> ELASTICSEARCH_RETENTION_DAYS = Setting.number(
            "ELASTICSEARCH_RETENTION_DAYS",
            "<days>",
            "After which its daily indices conclave-logs-* are deleted; 0 keeps them",
            30,
            0,
            365);

    static final Setting<Boolean> KV_DEMO_ENABLED = Setting.truth(
            "KV_DEMO_ENABLED",
            "Whether demo runs a key-value store on its ensemble: 3 servers, and 2 members for each group",
            true);

    static final Setting<Long> KV_DEMO_GROUPS =
            Setting.number("KV_DEMO_GROUPS", "<n>", "Groups that this store begins with", 2, 1, 6);

    static final Setting<Long> KV_VIRTUAL_NODES = Setting.number(
            "KV_VIRTUAL_NODES",
            "<n>",
            "Points of each of its groups on the ring that keys are spread over",
            2,
            1,
            1024);

    static final Setting<Long> KV_SESSION_TIMEOUT_MS = Setting.number(
            "KV_SESSION_TIMEOUT_MS",
            "<ms>",
            "After which a member of it that is silent is given up",
            3000,
            1000,
            40_000);

    static final Setting<List<NodeAddress>> KV_SEEDS = Setting.of(
            "KV_SEEDS",
            "<list>",
            "Members of a key-value store that runs elsewhere, which the page is to show: host:port,…",
            "",
            "1 to 50 members, host:port, separated by commas",
            KnownSettings::addresses);

    static final Setting<String> KV_TOKEN = new Setting<>(
            "KV_TOKEN",
            "<secret>",
            "Token that this store wants; better set in the environment, since other users see flags",
            "",
            "1 to 512 letters, digits or any of -._~+/=",
            KnownSettings::token,
            token -> "***");

    static final Setting<List<NodeAddress>> COORDINATION_ZK = Setting.of(
            "COORDINATION_ZK",
            "<list>",
            "Servers of the ensemble by which controllers and agents find each other: host:port,…",
            "$ZK_NODES",
            "1 to 50 servers, host:port, separated by commas",
            KnownSettings::addresses);

    static final Setting<String> COORDINATION_ROOT = Setting.of(
            "COORDINATION_ROOT",
            "<znode>",
            "Znode below which they do",
            "/conclave",
            "the path of a znode: a slash before each name, none at the end, not below /zookeeper",
            KnownSettings::znode);

    static final Setting<Long> COORDINATION_SESSION_TIMEOUT_MS = Setting.number(
            "COORDINATION_SESSION_TIMEOUT_MS",
            "<ms>",
            "After which one of them that is silent is given up; the ensemble may grant more, by default twice its tickTime"
                    + " at least",
            2000,
            1000,
            40_000);

    static final Setting<String> AGENT_HOST = Setting.of(
            "AGENT_HOST",
            "<address>",
            "Address that an agent listens on; any but a loopback address needs CONCLAVE_TOKEN or --insecure",
            "127.0.0.1",
            "a host name, an IPv4 address, or an IPv6 address without brackets",
            KnownSettings::host);

    static final Setting<Long> AGENT_PORT =
            Setting.number("AGENT_PORT", "<port>", "Port that an agent listens on; 0 takes a free one", 0, 0, 65_535);

    static final Setting<URI> AGENT_URL = Setting.of(
            "AGENT_URL",
            "<url>",
            "Where controllers and other agents reach an agent",
            "http://$AGENT_HOST:$AGENT_PORT",
            "http://, a host that is no wildcard, and a port; no path, user, query or fragment",
            KnownSettings::agentUrl);

    static final Setting<Boolean> CONTROLLERS_ENABLED = Setting.truth(
            "CONTROLLERS_ENABLED",
            "Whether this is one of several controllers, of which one acts at a time; needs PostgreSQL as DATABASE_URL",
            false);

    static final Setting<String> CONTROLLER_ID = Setting.of(
            "CONTROLLER_ID",
            "<name>",
            "This controller's name, unlike that of every other",
            "host name and process id",
            "1 to 100 letters, digits, dots, dashes or underscores, beginning with a letter or digit",
            KnownSettings::controllerId);

    static final Setting<URI> ADVERTISED_URL = Setting.of(
            "ADVERTISED_URL",
            "<url>",
            "Where the other controllers reach this one's page and REST",
            "http://$HTTP_HOST:$HTTP_PORT",
            "http:// or https://, a host that is no wildcard, and maybe a port; no path, user, query or fragment",
            KnownSettings::advertised);

    static final Setting<String> CLUSTER_HOST = Setting.of(
            "CLUSTER_HOST",
            "<address>",
            "Address that this controller's clustered event bus listens on and the others reach it at",
            "$HTTP_HOST",
            "a host name, an IPv4 address, or an IPv6 address without brackets; no wildcard",
            KnownSettings::reachableHost);

    private static final List<Setting<?>> OF_OWN_STORE =
            List.of(KV_DEMO_ENABLED, KV_DEMO_GROUPS, KV_VIRTUAL_NODES, KV_SESSION_TIMEOUT_MS);

    private static final List<Setting<?>> OF_STORE_ELSEWHERE = List.of(KV_SEEDS, KV_TOKEN);

    private static final List<Setting<?>> OF_COORDINATION = List.of(
            CONTROLLERS_ENABLED,
            CONTROLLER_ID,
            ADVERTISED_URL,
            CLUSTER_HOST,
            COORDINATION_ZK,
            COORDINATION_ROOT,
            COORDINATION_SESSION_TIMEOUT_MS);

    private static final List<Setting<?>> OF_AGENTS = List.of(AGENT_HOST, AGENT_PORT, AGENT_URL);

    private static final List<Setting<?>> WITHOUT_NODES = List.of(
            ENSEMBLE_NAME,
            HTTP_HOST,
            HTTP_PORT,
            CONCLAVE_TOKEN,
            DATA_DIR,
            FILE_STORAGE,
            FILE_STORAGE_PATH,
            DATABASE_URL,
            DATABASE_USER,
            DATABASE_PASSWORD,
            ZK_FILE_ROOT,
            NODE_CONTROL,
            AUTO_SCHEDULER_ENABLED,
            AUTO_SCHEDULER_INTERVAL,
            SCHEDULER_THRESHOLD,
            SCHEDULER_BATCH,
            SCHEDULER_STRATEGY,
            SCHEDULER_WEIGHTS,
            DEMO_WORKLOAD_ENABLED,
            DEMO_WORKLOAD_INTERVAL,
            DEMO_WORKLOAD_MAX_FILES,
            DEMO_WORKLOAD_MAX_TASKS,
            DEMO_WORKLOAD_EXTRA_CLIENTS,
            POLL_INTERVAL_MS,
            METRICS_INTERVAL_MS,
            POLL_TIMEOUT_MS,
            MAX_UPLOAD_BYTES,
            MIN_FREE_BYTES,
            GRAFANA_URL,
            GRAFANA_CHECK_URL,
            LOG_INDEX_ENABLED,
            LOG_RETENTION_DAYS,
            LOG_MAX_MB,
            LOG_FILES,
            LOG_TIME_ZONE,
            ELASTICSEARCH_URL,
            ELASTICSEARCH_USER,
            ELASTICSEARCH_PASSWORD,
            ELASTICSEARCH_API_KEY,
            ELASTICSEARCH_CA_CERT,
            ELASTICSEARCH_WRITE_LOGS,
            ELASTICSEARCH_RETENTION_DAYS);

    private KnownSettings() {}

    /** What only a controller of an ensemble that runs elsewhere can have. */
    private static final List<Setting<?>> OF_SERVERS_ELSEWHERE = Stream.of(
                    Stream.of(DOCKER_CONTROL_ENABLED, DOCKER_ENDPOINT, DOCKER_TLS_CERT_PATH, DOCKER_STOP_TIMEOUT),
                    NODE_COMMANDS.values().stream(),
                    Stream.of(NODE_COMMAND_TIMEOUT))
            .<Setting<?>>flatMap(settings -> settings)
            .toList();

    /** Every setting. */
    public static List<Setting<?>> all() {
        return joined(
                List.of(ZK_NODES),
                WITHOUT_NODES,
                OF_OWN_STORE,
                OF_STORE_ELSEWHERE,
                OF_SERVERS_ELSEWHERE,
                OF_COORDINATION,
                OF_AGENTS);
    }

    /** Those of a storage agent. */
    public static List<Setting<?>> ofAgent() {
        return joined(
                OF_AGENTS,
                List.of(CONCLAVE_TOKEN, MAX_UPLOAD_BYTES, MIN_FREE_BYTES, ZK_NODES),
                List.of(COORDINATION_ZK, COORDINATION_ROOT, COORDINATION_SESSION_TIMEOUT_MS));
    }

    /** Those of a controller that runs its own ensemble, and so knows its nodes. */
    public static List<Setting<?>> ofDemo() {
        return joined(WITHOUT_NODES, OF_OWN_STORE);
    }

    /** Those of a controller of an ensemble that runs elsewhere. */
    public static List<Setting<?>> ofServe() {
        return joined(List.of(ZK_NODES), WITHOUT_NODES, OF_STORE_ELSEWHERE, OF_SERVERS_ELSEWHERE, OF_COORDINATION);
    }

    @SafeVarargs
    private static List<Setting<?>> joined(List<Setting<?>>... lists) {
        return Stream.of(lists).<Setting<?>>flatMap(List::stream).toList();
    }

    /**
     * Without controls, line breaks and the marks that turn the direction of text, which could pose as another name.
     */
    private static String name(String text) {
        if (!text.matches("[^\\p{C}\\p{Zl}\\p{Zp}]{1,64}") || !text.strip().equals(text)) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static String host(String text) {
        if (!Hosts.isNameOrIpv4(text) && !Hosts.isIpv6(text)) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static String reachableHost(String text) {
        if (Hosts.isWildcard(host(text))) {
            throw new IllegalArgumentException("every host has that address");
        }
        return text;
    }

    private static String controllerId(String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static URI advertised(String text) {
        URI uri = webAddress(text);
        if (!uri.getPath().isEmpty()) {
            throw new IllegalArgumentException();
        }
        if (Hosts.isWildcard(uri.getHost().replaceAll("[\\[\\]]", ""))) {
            throw new IllegalArgumentException("every host has that address");
        }
        return uri;
    }

    /** The characters of a bearer token, RFC 6750 section 2.1. */
    private static String token(String text) {
        if (!text.matches("[A-Za-z0-9._~+/=-]{1,512}")) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    /** In the form of {@link NodeListParser} but for what only ZooKeeper's servers have. */
    private static List<NodeAddress> addresses(String text) {
        if (text.indexOf('=') >= 0 || text.indexOf(';') >= 0) {
            throw new IllegalArgumentException();
        }
        return NodeListParser.parse(text).stream()
                .map(given -> NodeAddress.of(given.hostPort(), given.host(), given.port()))
                .toList();
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException();
        }
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e.getReason(), e);
        }
    }

    private static String within(String text, int longest) {
        if (text.isEmpty() || text.length() > longest || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    /** A subset of what ZooKeeper's own PathUtils allows: visible, and without the names it keeps for itself. */
    private static String znode(String text) {
        if (!text.matches("(/[\\p{L}\\p{N}._-]{1,255}){1,20}")
                || text.matches(".*/\\.{1,2}(/.*)?")
                || text.matches("/zookeeper(/.*)?")) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static ControlMode control(String text) {
        return Stream.of(ControlMode.values())
                .filter(mode -> mode.code().equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private static URI dockerEndpoint(String text) {
        URI uri = URI.create(text);
        boolean socket = "unix".equals(uri.getScheme())
                && uri.getAuthority() == null
                && uri.getPath() != null
                && uri.getPath().matches("/.*[^/]");
        boolean address = "tcp".equals(uri.getScheme())
                && uri.getHost() != null
                && uri.getPort() > 0
                && uri.getPort() <= 65_535
                && uri.getUserInfo() == null
                && uri.getPath().isEmpty();
        if (!socket && !address) {
            throw new IllegalArgumentException();
        }
        return uri;
    }

    /** Of plain characters alone, since it becomes part of a policy whose parts are parted by blanks and semicolons. */
    private static URI webAddress(String text) {
        if (!text.matches(
                "https?://([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:]{2,45}])(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")) {
            throw new IllegalArgumentException();
        }
        URI uri = URI.create(text.replaceAll("/+$", ""));
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException();
        }
        return uri;
    }

    private static URI agentUrl(String text) {
        URI uri = webAddress(text);
        String host = uri.getHost();
        if (!uri.getScheme().equals("http") || !uri.getPath().isEmpty() || uri.getPort() < 0) {
            throw new IllegalArgumentException();
        }
        if (host.equals("0.0.0.0") || host.equals("[::]")) {
            throw new IllegalArgumentException("every host has that address");
        }
        return uri;
    }

    private static List<Path> logFiles(String text) {
        List<Path> patterns = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            Path pattern = path(each.strip());
            if (each.isBlank() || !pattern.equals(Path.of(each.strip()).normalize())) {
                throw new IllegalArgumentException("'" + each.strip() + "' is no absolute path");
            }
            patterns.add(pattern);
        }
        if (patterns.size() > 50) {
            throw new IllegalArgumentException("there are " + patterns.size());
        }
        return patterns;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no such zone", e);
        }
    }

    /** In what is sent, a colon parts it from the password. */
    private static String elasticUser(String text) {
        if (text.indexOf(':') >= 0) {
            throw new IllegalArgumentException();
        }
        return within(text, 200);
    }

    private static Path certificate(String text) {
        Path file = path(text);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException("it cannot be read");
        }
        return file;
    }

    private static Path certificates(String text) {
        Path folder = path(text);
        for (String name : List.of("ca.pem", "cert.pem", "key.pem")) {
            if (!Files.isReadable(folder.resolve(name))) {
                throw new IllegalArgumentException(name + " cannot be read there");
            }
        }
        return folder;
    }

    private static Map<Purpose, Setting<CommandTemplate>> commands() {
        Map<Purpose, Setting<CommandTemplate>> settings = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            settings.put(
                    purpose,
                    Setting.of(
                            purpose.setting(),
                            "<command>",
                            commandDescription(purpose),
                            "",
                            "a program and its arguments, in which {node}, {host}, {port} and {lines} are filled in",
                            CommandTemplate::parse));
        }
        return Collections.unmodifiableMap(settings);
    }

    private static String commandDescription(Purpose purpose) {
        return switch (purpose) {
            case START -> "Starts a server, such as: ssh {host} systemctl start zookeeper";
            case STOP -> "Stops a server";
            case RESTART -> "Restarts a server; where it is not set, the commands for stop and start are run";
            case KILL -> "Ends a server at once";
            case PAUSE -> "Makes a server hang, such as: ssh {host} systemctl kill -s STOP zookeeper";
            case RESUME -> "Lets a paused server go on";
            case LOGS -> "Prints the last {lines} lines of a server's log";
            case FOLLOW -> "Prints a server's log as it is written, without an end";
        };
    }

    private static Map<String, Double> weights(String text) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            String[] sides = pair.strip().split("=", -1);
            if (sides.length != 2 || sides[0].isEmpty() || !sides[1].matches("[0-9]{1,7}(\\.[0-9]{1,6})?")) {
                throw new IllegalArgumentException("'" + pair.strip() + "' is no name=number");
            }
            double weight = Double.parseDouble(sides[1]);
            if (weight <= 0 || weight > 1_000_000) {
                throw new IllegalArgumentException("the weight of " + sides[0] + " is out of bounds");
            }
            if (weights.put(sides[0], weight) != null) {
                throw new IllegalArgumentException("the node " + sides[0] + " is there twice");
            }
        }
        return weights;
    }
}
