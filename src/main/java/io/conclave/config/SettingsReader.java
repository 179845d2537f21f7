package io.conclave.config;

import static io.conclave.config.KnownSettings.ADVERTISED_URL;
import static io.conclave.config.KnownSettings.AGENT_HOST;
import static io.conclave.config.KnownSettings.AGENT_PORT;
import static io.conclave.config.KnownSettings.AGENT_URL;
import static io.conclave.config.KnownSettings.AUTO_SCHEDULER_ENABLED;
import static io.conclave.config.KnownSettings.AUTO_SCHEDULER_INTERVAL;
import static io.conclave.config.KnownSettings.CLUSTER_HOST;
import static io.conclave.config.KnownSettings.CONCLAVE_TOKEN;
import static io.conclave.config.KnownSettings.CONTROLLERS_ENABLED;
import static io.conclave.config.KnownSettings.CONTROLLER_ID;
import static io.conclave.config.KnownSettings.COORDINATION_ROOT;
import static io.conclave.config.KnownSettings.COORDINATION_SESSION_TIMEOUT_MS;
import static io.conclave.config.KnownSettings.COORDINATION_ZK;
import static io.conclave.config.KnownSettings.DATABASE_PASSWORD;
import static io.conclave.config.KnownSettings.DATABASE_URL;
import static io.conclave.config.KnownSettings.DATABASE_USER;
import static io.conclave.config.KnownSettings.DATA_DIR;
import static io.conclave.config.KnownSettings.DEMO_WORKLOAD_ENABLED;
import static io.conclave.config.KnownSettings.DEMO_WORKLOAD_EXTRA_CLIENTS;
import static io.conclave.config.KnownSettings.DEMO_WORKLOAD_INTERVAL;
import static io.conclave.config.KnownSettings.DEMO_WORKLOAD_MAX_FILES;
import static io.conclave.config.KnownSettings.DEMO_WORKLOAD_MAX_TASKS;
import static io.conclave.config.KnownSettings.DOCKER_CONTROL_ENABLED;
import static io.conclave.config.KnownSettings.DOCKER_ENDPOINT;
import static io.conclave.config.KnownSettings.DOCKER_STOP_TIMEOUT;
import static io.conclave.config.KnownSettings.DOCKER_TLS_CERT_PATH;
import static io.conclave.config.KnownSettings.ELASTICSEARCH_API_KEY;
import static io.conclave.config.KnownSettings.ELASTICSEARCH_CA_CERT;
import static io.conclave.config.KnownSettings.ELASTICSEARCH_PASSWORD;
import static io.conclave.config.KnownSettings.ELASTICSEARCH_RETENTION_DAYS;
import static io.conclave.config.KnownSettings.ELASTICSEARCH_URL;
import static io.conclave.config.KnownSettings.ELASTICSEARCH_USER;
import static io.conclave.config.KnownSettings.ELASTICSEARCH_WRITE_LOGS;
import static io.conclave.config.KnownSettings.ENSEMBLE_NAME;
import static io.conclave.config.KnownSettings.FILE_STORAGE;
import static io.conclave.config.KnownSettings.FILE_STORAGE_PATH;
import static io.conclave.config.KnownSettings.GRAFANA_CHECK_URL;
import static io.conclave.config.KnownSettings.GRAFANA_URL;
import static io.conclave.config.KnownSettings.HTTP_HOST;
import static io.conclave.config.KnownSettings.HTTP_PORT;
import static io.conclave.config.KnownSettings.KV_DEMO_ENABLED;
import static io.conclave.config.KnownSettings.KV_DEMO_GROUPS;
import static io.conclave.config.KnownSettings.KV_SEEDS;
import static io.conclave.config.KnownSettings.KV_SESSION_TIMEOUT_MS;
import static io.conclave.config.KnownSettings.KV_TOKEN;
import static io.conclave.config.KnownSettings.KV_VIRTUAL_NODES;
import static io.conclave.config.KnownSettings.LOG_FILES;
import static io.conclave.config.KnownSettings.LOG_INDEX_ENABLED;
import static io.conclave.config.KnownSettings.LOG_MAX_MB;
import static io.conclave.config.KnownSettings.LOG_RETENTION_DAYS;
import static io.conclave.config.KnownSettings.LOG_TIME_ZONE;
import static io.conclave.config.KnownSettings.MAX_UPLOAD_BYTES;
import static io.conclave.config.KnownSettings.METRICS_INTERVAL_MS;
import static io.conclave.config.KnownSettings.MIN_FREE_BYTES;
import static io.conclave.config.KnownSettings.NODE_COMMANDS;
import static io.conclave.config.KnownSettings.NODE_COMMAND_TIMEOUT;
import static io.conclave.config.KnownSettings.NODE_CONTROL;
import static io.conclave.config.KnownSettings.POLL_INTERVAL_MS;
import static io.conclave.config.KnownSettings.POLL_TIMEOUT_MS;
import static io.conclave.config.KnownSettings.SCHEDULER_BATCH;
import static io.conclave.config.KnownSettings.SCHEDULER_STRATEGY;
import static io.conclave.config.KnownSettings.SCHEDULER_THRESHOLD;
import static io.conclave.config.KnownSettings.SCHEDULER_WEIGHTS;
import static io.conclave.config.KnownSettings.ZK_FILE_ROOT;
import static io.conclave.config.KnownSettings.ZK_NODES;

import io.conclave.config.CommandSettings.Purpose;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Builds the settings of one run out of what was given: a flag wins over the environment, that over the file. */
public final class SettingsReader {

    private static final String NAME_OF_OWN = "demo";

    private final Map<String, String> flags;
    private final Map<String, String> environment;
    private final Map<String, String> file;
    private final String fileName;
    private final boolean insecure;

    /**
     * @param flags values given on the command line, by the settings' names
     * @param environment the environment; a variable that is set to nothing counts as not set
     * @param file the settings file, or empty where none was named
     * @param insecure whether a non-loopback address may be bound without a token
     * @throws BadSettingException where the file cannot be used
     */
    public SettingsReader(
            Map<String, String> flags, Map<String, String> environment, Optional<Path> file, boolean insecure) {
        this.flags = Map.copyOf(flags);
        this.environment = Map.copyOf(environment);
        this.file = file.map(SettingsFile::read).orElse(Map.of());
        this.fileName = file.map(Path::toString).orElse("");
        this.insecure = insecure;
    }

    /**
     * The settings of a controller that runs its own ensemble. The nodes' addresses are empty: they are known once the
     * ensemble has begun.
     *
     * @throws BadSettingException naming the first setting that cannot be used
     */
    public Settings demo(EmbeddedSettings embedded) {
        ControlMode mode = find(NODE_CONTROL).orElse(ControlMode.PROCESS);
        if (mode == ControlMode.DOCKER || mode == ControlMode.COMMAND) {
            throw refused(
                    NODE_CONTROL, ": the servers of demo are this program's own processes; must be process or none");
        }
        List<String> ids = IntStream.rangeClosed(1, embedded.servers())
                .mapToObj(number -> "zk" + number)
                .toList();
        return read(List.of(), ids, mode, Optional.of(embedded));
    }

    /**
     * The settings of a controller of an ensemble that runs elsewhere.
     *
     * @throws BadSettingException naming the first setting that cannot be used
     */
    public Settings serve() {
        List<NodeAddress> nodes = find(ZK_NODES)
                .orElseThrow(() -> new BadSettingException(
                        ZK_NODES.name(),
                        ZK_NODES.name() + " is not set: name the ensemble's servers by " + ZK_NODES.flag()
                                + " host1:2181,host2:2181,… or in the environment"));
        ControlMode mode = find(NODE_CONTROL).orElse(ControlMode.NONE);
        if (mode == ControlMode.PROCESS) {
            throw refused(
                    NODE_CONTROL,
                    ": the servers are not this program's processes; must be docker, command or none with serve");
        }
        List<String> ids = nodes.stream().map(NodeAddress::id).toList();
        return read(nodes, ids, mode, Optional.empty());
    }

    /**
     * The settings of a storage agent.
     *
     * @param node whose storage it is
     * @param storage the folder
     * @throws BadSettingException naming the first setting that cannot be used
     */
    public AgentSettings agent(String node, Path storage) {
        if (!node.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw new BadSettingException(
                    "NODE", "--node " + node + ": must be a node's name as in ZK_NODES, such as zk1");
        }
        List<NodeAddress> ensemble = find(COORDINATION_ZK)
                .or(() -> find(ZK_NODES))
                .orElseThrow(() -> new BadSettingException(
                        COORDINATION_ZK.name(),
                        COORDINATION_ZK.name()
                                + " is not set: name the servers by which controllers find this agent by "
                                + COORDINATION_ZK.flag() + " host1:2181,host2:2181,… or in the environment"));
        String host = value(AGENT_HOST);
        Optional<URI> advertised = find(AGENT_URL);
        Optional<String> token = find(CONCLAVE_TOKEN);
        if (!Hosts.isLoopback(host) && token.isEmpty() && !insecure) {
            throw refused(
                    AGENT_HOST,
                    ": whoever reaches that address could do everything; set CONCLAVE_TOKEN, keep to a loopback address,"
                            + " or pass --insecure");
        }
        if (advertised.isEmpty() && (host.equals("0.0.0.0") || host.equals("::"))) {
            throw refused(AGENT_HOST, ": nobody can be told to go there; set AGENT_URL too");
        }
        return new AgentSettings(
                node,
                storage.toAbsolutePath().normalize(),
                host,
                number(AGENT_PORT),
                advertised,
                token,
                value(MAX_UPLOAD_BYTES),
                value(MIN_FREE_BYTES),
                coordination(ensemble));
    }

    /**
     * The ensemble by which the cluster is found, for one who only looks.
     *
     * @return empty where none is named
     * @throws BadSettingException naming the first setting that cannot be used
     */
    public Optional<CoordinationSettings> coordination() {
        return find(COORDINATION_ZK).or(() -> find(ZK_NODES)).map(this::coordination);
    }

    /** The address that a member of the cluster listens on, where one is given. */
    public Optional<String> clusterHost() {
        return find(CLUSTER_HOST);
    }

    private Optional<ControllersSettings> controllers(Optional<EmbeddedSettings> embedded) {
        if (!value(CONTROLLERS_ENABLED)) {
            return Optional.empty();
        }
        if (embedded.isPresent()) {
            throw refused(CONTROLLERS_ENABLED, ": demo has one controller; must be false, or use serve");
        }
        if (find(DATABASE_URL).filter(DatabaseSettings::isShared).isEmpty()) {
            throw refused(
                    CONTROLLERS_ENABLED,
                    ": several controllers share their state in PostgreSQL, but DATABASE_URL is "
                            + given(DATABASE_URL)
                                    .map(given -> DATABASE_URL.shown().apply(given.text))
                                    .orElse(DATABASE_URL.defaultText())
                            + "; set DATABASE_URL=jdbc:postgresql://…, or must be false");
        }
        String host = value(HTTP_HOST);
        Optional<URI> advertised = find(ADVERTISED_URL);
        if (advertised.isEmpty() && Hosts.isWildcard(host)) {
            throw refused(
                    HTTP_HOST, ": the other controllers cannot be told to reach this one there; set ADVERTISED_URL");
        }
        Optional<String> cluster = find(CLUSTER_HOST);
        if (cluster.isEmpty() && Hosts.isWildcard(host)) {
            throw refused(HTTP_HOST, ": the others cannot reach an event bus there; set CLUSTER_HOST");
        }
        return Optional.of(new ControllersSettings(
                find(CONTROLLER_ID).orElseGet(SettingsReader::ownId), advertised.orElse(null), cluster.orElse(host)));
    }

    private static String ownId() {
        String host = Hosts.ownName().replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return (host.isEmpty() ? "controller" : host.substring(0, Math.min(80, host.length()))) + "-"
                + ProcessHandle.current().pid();
    }

    private Settings read(
            List<NodeAddress> nodes, List<String> ids, ControlMode mode, Optional<EmbeddedSettings> embedded) {
        Path dataDir = value(DATA_DIR);
        return new Settings(
                dataDir,
                database(dataDir),
                value(ZK_FILE_ROOT),
                control(mode),
                embedded,
                new EnsembleSettings(
                        find(ENSEMBLE_NAME).or(() -> embedded.map(own -> NAME_OF_OWN)),
                        nodes,
                        millis(POLL_INTERVAL_MS),
                        millis(METRICS_INTERVAL_MS),
                        millis(POLL_TIMEOUT_MS)),
                new FileSettings(
                        FileStorage.valueOf(value(FILE_STORAGE).toUpperCase(Locale.ROOT)),
                        find(FILE_STORAGE_PATH).orElseGet(() -> dataDir.resolve("uploads")),
                        value(MAX_UPLOAD_BYTES),
                        value(MIN_FREE_BYTES)),
                scheduler(ids),
                new WorkloadSettings(
                        value(DEMO_WORKLOAD_ENABLED),
                        seconds(DEMO_WORKLOAD_INTERVAL),
                        number(DEMO_WORKLOAD_MAX_FILES),
                        number(DEMO_WORKLOAD_MAX_TASKS),
                        number(DEMO_WORKLOAD_EXTRA_CLIENTS)),
                http(),
                grafana(),
                logs(),
                elastic(),
                keyValue(),
                coordination(nodes),
                controllers(embedded));
    }

    private CoordinationSettings coordination(List<NodeAddress> watched) {
        return new CoordinationSettings(
                find(COORDINATION_ZK).orElse(watched),
                value(COORDINATION_ROOT),
                millis(COORDINATION_SESSION_TIMEOUT_MS));
    }

    private DatabaseSettings database(Path dataDir) {
        DatabaseSettings given = find(DATABASE_URL)
                .orElseGet(() -> DatabaseSettings.of("jdbc:sqlite:" + dataDir.resolve("conclave.db")));
        return new DatabaseSettings(
                given.url(),
                besides(given, given.user(), DATABASE_USER),
                besides(given, given.password(), DATABASE_PASSWORD));
    }

    private Optional<String> besides(DatabaseSettings database, Optional<String> inUrl, Setting<String> setting) {
        Optional<String> own = find(setting);
        if (own.isPresent() && !database.isShared()) {
            throw refused(setting, ": a file has no users; set DATABASE_URL to a database on PostgreSQL");
        }
        if (own.isPresent() && inUrl.isPresent()) {
            throw refused(setting, ": DATABASE_URL names one too; keep one of them");
        }
        return own.or(() -> inUrl);
    }

    private KeyValueSettings keyValue() {
        return new KeyValueSettings(
                value(KV_DEMO_ENABLED),
                number(KV_DEMO_GROUPS),
                number(KV_VIRTUAL_NODES),
                millis(KV_SESSION_TIMEOUT_MS),
                find(KV_SEEDS).orElse(List.of()),
                find(KV_TOKEN));
    }

    private ControlSettings control(ControlMode mode) {
        Map<Purpose, CommandTemplate> commands = new EnumMap<>(Purpose.class);
        NODE_COMMANDS.forEach((purpose, setting) -> find(setting).ifPresent(set -> commands.put(purpose, set)));
        if (mode == ControlMode.COMMAND && commands.isEmpty()) {
            throw refused(
                    NODE_CONTROL,
                    ": no command is set; set "
                            + NODE_COMMANDS.get(Purpose.START).name() + ", "
                            + NODE_COMMANDS.get(Purpose.STOP).name() + " or another one");
        }
        Optional<Path> certificates = find(DOCKER_TLS_CERT_PATH);
        URI endpoint = value(DOCKER_ENDPOINT);
        if (certificates.isPresent() && endpoint.getScheme().equals("unix")) {
            throw refused(
                    DOCKER_TLS_CERT_PATH, ": DOCKER_ENDPOINT is a socket, which has no TLS; must be unset with it");
        }
        return new ControlSettings(
                mode,
                new DockerSettings(value(DOCKER_CONTROL_ENABLED), endpoint, certificates, seconds(DOCKER_STOP_TIMEOUT)),
                new CommandSettings(commands, seconds(NODE_COMMAND_TIMEOUT)));
    }

    private SchedulerSettings scheduler(List<String> ids) {
        Map<String, Double> weights = find(SCHEDULER_WEIGHTS).orElse(Map.of());
        for (String id : weights.keySet()) {
            if (!ids.contains(id)) {
                throw refused(
                        SCHEDULER_WEIGHTS, ": there is no node " + id + "; names must be of " + String.join(", ", ids));
            }
        }
        return new SchedulerSettings(
                value(AUTO_SCHEDULER_ENABLED),
                seconds(AUTO_SCHEDULER_INTERVAL),
                number(SCHEDULER_THRESHOLD),
                value(SCHEDULER_BATCH).orElse(0),
                value(SCHEDULER_STRATEGY),
                weights);
    }

    private Optional<GrafanaSettings> grafana() {
        Optional<URI> url = find(GRAFANA_URL);
        Optional<URI> checked = find(GRAFANA_CHECK_URL);
        if (checked.isPresent() && url.isEmpty()) {
            throw refused(GRAFANA_CHECK_URL, ": a browser would not find it; set GRAFANA_URL too");
        }
        return url.map(seen -> new GrafanaSettings(seen, checked.orElse(seen)));
    }

    private LogSettings logs() {
        return new LogSettings(
                value(LOG_INDEX_ENABLED),
                Duration.ofDays(value(LOG_RETENTION_DAYS)),
                value(LOG_MAX_MB) << 20,
                find(LOG_FILES).orElse(List.of()),
                find(LOG_TIME_ZONE).orElseGet(ZoneId::systemDefault));
    }

    private Optional<ElasticSettings> elastic() {
        Optional<URI> url = find(ELASTICSEARCH_URL);
        for (Setting<?> needsIt :
                List.of(ELASTICSEARCH_USER, ELASTICSEARCH_PASSWORD, ELASTICSEARCH_API_KEY, ELASTICSEARCH_CA_CERT)) {
            if (url.isEmpty() && find(needsIt).isPresent()) {
                throw refused(needsIt, ": there is no Elasticsearch; set ELASTICSEARCH_URL too");
            }
        }
        Optional<Path> authority = find(ELASTICSEARCH_CA_CERT);
        if (authority.isPresent() && !url.get().getScheme().equals("https")) {
            throw refused(ELASTICSEARCH_CA_CERT, ": ELASTICSEARCH_URL is without TLS; must be unset with it");
        }
        boolean writesLogs = value(ELASTICSEARCH_WRITE_LOGS);
        int retentionDays = number(ELASTICSEARCH_RETENTION_DAYS);
        return url.map(given -> new ElasticSettings(given, elasticLogin(), authority, writesLogs, retentionDays));
    }

    private Optional<ElasticSettings.Login> elasticLogin() {
        Optional<String> user = find(ELASTICSEARCH_USER);
        Optional<String> password = find(ELASTICSEARCH_PASSWORD);
        Optional<String> key = find(ELASTICSEARCH_API_KEY);
        if (key.isPresent() && (user.isPresent() || password.isPresent())) {
            throw refused(ELASTICSEARCH_API_KEY, ": a user or a password is set too; keep one of them");
        }
        if (user.isPresent() != password.isPresent()) {
            throw refused(
                    user.isPresent() ? ELASTICSEARCH_USER : ELASTICSEARCH_PASSWORD,
                    ": one of user and password is missing; set both");
        }
        return key.<ElasticSettings.Login>map(ElasticSettings.ApiKey::new)
                .or(() -> user.map(name -> new ElasticSettings.Password(name, password.get())));
    }

    private HttpSettings http() {
        HttpSettings http = new HttpSettings(value(HTTP_HOST), number(HTTP_PORT), find(CONCLAVE_TOKEN), insecure);
        if (!Hosts.isLoopback(http.host()) && http.token().isEmpty() && !insecure) {
            throw refused(
                    HTTP_HOST,
                    ": whoever reaches that address could do everything; set CONCLAVE_TOKEN, keep to a loopback address,"
                            + " or pass --insecure");
        }
        return http;
    }

    private Duration seconds(Setting<Long> setting) {
        return Duration.ofSeconds(value(setting));
    }

    private Duration millis(Setting<Long> setting) {
        return Duration.ofMillis(value(setting));
    }

    private int number(Setting<Long> setting) {
        return Math.toIntExact(value(setting));
    }

    private <T> T value(Setting<T> setting) {
        return find(setting).orElseGet(() -> setting.parse(setting.defaultText(), "default"));
    }

    private <T> Optional<T> find(Setting<T> setting) {
        return given(setting).map(given -> setting.parse(given.text, given.origin));
    }

    private BadSettingException refused(Setting<?> setting, String wrong) {
        Given given = given(setting).orElseGet(() -> new Given(setting.defaultText(), "default"));
        return setting.refused(given.text, given.origin, wrong);
    }

    private Optional<Given> given(Setting<?> setting) {
        String name = setting.name();
        if (flags.containsKey(name)) {
            return Optional.of(new Given(flags.get(name), setting.flag()));
        }
        String variable = environment.getOrDefault(name, "");
        if (!variable.isEmpty()) {
            return Optional.of(new Given(variable, "environment"));
        }
        return Optional.ofNullable(file.get(name)).map(text -> new Given(text, fileName));
    }

    /** A text and where it was given. */
    private record Given(String text, String origin) {}
}
