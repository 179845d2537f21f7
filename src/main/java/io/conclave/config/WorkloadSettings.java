package io.conclave.config;

import java.time.Duration;

/**
 * What the demo traffic starts with.
 *
 * @param enabled {@code DEMO_WORKLOAD_ENABLED}
 * @param interval between two ticks, before jitter ({@code DEMO_WORKLOAD_INTERVAL}, seconds)
 * @param maxFiles demo files kept at the most ({@code DEMO_WORKLOAD_MAX_FILES})
 * @param maxTasks tasks kept at the most ({@code DEMO_WORKLOAD_MAX_TASKS})
 * @param extraClients ZooKeeper sessions held open beside ours ({@code DEMO_WORKLOAD_EXTRA_CLIENTS})
 */
public record WorkloadSettings(boolean enabled, Duration interval, int maxFiles, int maxTasks, int extraClients) {}
