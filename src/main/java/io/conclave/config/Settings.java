package io.conclave.config;

import java.nio.file.Path;

/**
 * Everything that can be set, validated.
 *
 * @param dataDir all that the product writes lies below it ({@code DATA_DIR})
 * @param databaseUrl JDBC URL of the relational database ({@code DATABASE_URL})
 * @param zkFileRoot znode below which each file has its metadata ({@code ZK_FILE_ROOT})
 * @param control how nodes are started and stopped
 */
public record Settings(
        Path dataDir,
        String databaseUrl,
        String zkFileRoot,
        ControlMode control,
        EnsembleSettings ensemble,
        FileSettings files,
        SchedulerSettings scheduler,
        WorkloadSettings workload,
        HttpSettings http) {}
