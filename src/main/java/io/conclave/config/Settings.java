package io.conclave.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be set, validated.
 *
 * @param dataDir all that the product writes lies below it ({@code DATA_DIR})
 * @param database the relational database
 * @param zkFileRoot znode below which each file has its metadata ({@code ZK_FILE_ROOT})
 * @param control how nodes are started and stopped
 * @param embedded the ensemble that the product runs itself, or empty where it watches one that runs elsewhere
 * @param grafana the Grafana that the page shows, where there is one
 * @param logs the log centre
 * @param elastic the Elasticsearch that logs and audit trail are kept in besides, where there is one
 * @param keyValue the key-value store that the page shows
 * @param coordination the ensemble by which controllers and agents find each other
 * @param controllers this controller as one of several, or empty where it is the only one
 */
public record Settings(
        Path dataDir,
        DatabaseSettings database,
        String zkFileRoot,
        ControlSettings control,
        Optional<EmbeddedSettings> embedded,
        EnsembleSettings ensemble,
        FileSettings files,
        SchedulerSettings scheduler,
        WorkloadSettings workload,
        HttpSettings http,
        Optional<GrafanaSettings> grafana,
        LogSettings logs,
        Optional<ElasticSettings> elastic,
        KeyValueSettings keyValue,
        CoordinationSettings coordination,
        Optional<ControllersSettings> controllers) {

    /** The same with the nodes' addresses, which an embedded ensemble has only once it has begun. */
    public Settings withNodes(List<NodeAddress> nodes) {
        return new Settings(
                dataDir,
                database,
                zkFileRoot,
                control,
                embedded,
                ensemble.with(nodes),
                files,
                scheduler,
                workload,
                http,
                grafana,
                logs,
                elastic,
                keyValue,
                coordination.orOn(nodes),
                controllers);
    }
}
