package io.conclave.kv.show;

import io.conclave.audit.Action;

/**
 * Do something to one process of the store.
 *
 * @param process which, such as {@code kv/g1/1}
 * @param action one of the {@code node_…} actions
 * @param actor who asks
 */
public record ControlProcess(String process, Action action, String actor) {}
