package io.conclave.registry;

import java.time.Instant;

/**
 * How the files' metadata in ZooKeeper keeps up.
 *
 * @param connected whether there is a session now
 * @param pending writes that are decided and not yet known to be applied
 * @param parked how many of those the ensemble refuses for good, such as for want of rights; tried again every minute
 * @param lastAppliedAt when the last one was applied, or null
 * @param lastError what stood against the last one that failed, or null
 */
public record RegistryStatus(boolean connected, long pending, int parked, Instant lastAppliedAt, String lastError) {}
