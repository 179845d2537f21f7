package io.conclave.control;

import io.conclave.audit.Action;

/**
 * Do something to one server.
 *
 * @param node which
 * @param action one of the {@code node_…} actions
 * @param actor who asks
 * @param force whether to do it although it would cost the quorum, or null for no; needs a reason
 * @param reason why, for the audit trail, 500 characters at the most, or null
 */
public record ControlNode(String node, Action action, String actor, Boolean force, String reason) {

    /** An action that is not forced. */
    public ControlNode(String node, Action action, String actor) {
        this(node, action, actor, null, null);
    }
}
