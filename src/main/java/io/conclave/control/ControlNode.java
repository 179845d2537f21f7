package io.conclave.control;

import io.conclave.audit.Action;

/**
 * Do something to one server.
 *
 * @param node which
 * @param action one of the {@code node_…} actions
 * @param actor who asks
 */
public record ControlNode(String node, Action action, String actor) {}
