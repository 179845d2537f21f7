package io.conclave.workload;

/**
 * Take a task one step further: queued to running to done; a done one is refused with 409.
 *
 * @param id which
 * @param actor who asks
 */
public record AdvanceTask(long id, String actor) {}
