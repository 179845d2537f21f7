package io.conclave.ensemble;

import io.conclave.bus.Request;
import io.conclave.bus.Topic;

/** What the ensemble's monitor publishes and answers. */
public final class EnsembleTopics {

    /** Every node, leader and quorum, whenever a role or condition changes and at most once a poll for figures. */
    public static final Topic<EnsembleState> STATE = Topic.state("conclave.ensemble", EnsembleState.class);

    /** One row for each change of role, start, stop, hang, leader and quorum. */
    public static final Topic<EnsembleEvent> EVENTS = Topic.events("conclave.elections", EnsembleEvent.class);

    /** Every numeric {@code mntr} figure of a node, each time it was read. */
    public static final Topic<NodeFigures> FIGURES = Topic.internal("ensemble.figures", NodeFigures.class);

    /** How long a poll of a node took and how it ended. */
    public static final Topic<PollOutcome> POLLS = Topic.internal("ensemble.polls", PollOutcome.class);

    /** The newest state, at once. */
    public static final Request<AskEnsemble, EnsembleState> CURRENT =
            Request.of("ensemble.current", AskEnsemble.class, EnsembleState.class);

    /** Takes a node out of the placement of files; a second drain answers the same. */
    public static final Request<DrainNode, NodeStatus> DRAIN =
            Request.of("ensemble.drain", DrainNode.class, NodeStatus.class);

    /** Puts a node back; a second undrain answers the same. */
    public static final Request<UndrainNode, NodeStatus> UNDRAIN =
            Request.of("ensemble.undrain", UndrainNode.class, NodeStatus.class);

    private EnsembleTopics() {}
}
