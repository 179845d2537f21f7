package io.conclave.cluster;

/**
 * What is said on the cluster's event bus beside the topics and commands, whose addresses are those of the stream. All
 * bodies are JSON texts.
 */
public final class ClusterBus {

    /** Where the active controller's snapshot is asked for, with the body of the stream's question. */
    public static final String SNAPSHOT = "conclave.snapshot";

    /** What the active controller publishes twice a second: who it is, its epoch, what each topic stands at. */
    public static final String BEAT = "conclave.news.beat";

    /** Where somebody who is not the active controller says, each second, that the lines of the logs are wanted. */
    public static final String WANTED = "conclave.news.wanted";

    /** Header of an answered snapshot: the epoch of whoever answered. */
    public static final String EPOCH = "epoch";

    /** Header of a command: the controllers' token, where they have one. */
    public static final String TOKEN = "token";

    /** Header of an answer that is a problem document; its value is the status. */
    public static final String PROBLEM = "problem";

    /** Failure code of a controller that is asked what only the active one answers. */
    public static final int NOT_ACTIVE = 1;

    private ClusterBus() {}
}
