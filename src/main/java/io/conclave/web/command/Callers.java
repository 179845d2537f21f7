package io.conclave.web.command;

import java.util.Set;

/** Who gives a command, as far as its way in tells: the names that the audit trail has for them. */
public final class Callers {

    /** Over a socket of the stream: the page, or a program that does not say what it is. */
    public static final String PAGE = "page";

    /** By REST. */
    public static final String REST = "rest";

    /** Over a socket of the stream that says it is the probe's. */
    public static final String PROBE = "probe";

    /** As a member of the cluster. */
    public static final String CLUSTER = "cluster";

    /** All of them. */
    public static final Set<String> ALL = Set.of(PAGE, REST, PROBE, CLUSTER);

    /** The header by which a client says, as it opens a socket, that it is the probe. */
    public static final String HEADER = "Conclave-Client";

    private Callers() {}
}
