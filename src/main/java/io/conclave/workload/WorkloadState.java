package io.conclave.workload;

import java.time.Instant;

/**
 * The demo traffic's switch and bounds.
 *
 * @param enabled whether ticks run by themselves
 * @param interval seconds between two ticks, before jitter
 * @param maxFiles demo files kept at the most
 * @param maxTasks tasks kept at the most
 * @param extraClients ZooKeeper sessions it holds open
 * @param openClients how many of those are connected now
 * @param ticks how many ran since the start
 * @param lastTickAt when the last one ran, or null
 * @param lastError what went wrong in it, or null
 */
public record WorkloadState(
        boolean enabled,
        long interval,
        int maxFiles,
        int maxTasks,
        int extraClients,
        int openClients,
        long ticks,
        Instant lastTickAt,
        String lastError) {}
