package io.conclave.workload;

/**
 * Change the demo traffic; what is null stays as it is.
 *
 * @param enabled whether ticks run by themselves
 * @param interval seconds, 1 to 3600
 * @param maxFiles 0 to 10,000
 * @param maxTasks 0 to 10,000
 * @param extraClients 0 to 50
 * @param actor who asks
 */
public record ChangeWorkload(
        Boolean enabled, Long interval, Integer maxFiles, Integer maxTasks, Integer extraClients, String actor) {}
