package io.conclave.testing.hosts;

import java.util.List;

/** Where the processes of a cluster under test live. */
public interface Hosts extends AutoCloseable {

    /** The address that the processes of a host listen on. */
    String address(String host);

    /** A port for a process of a host; the same one is not given twice to one address. */
    int port(String host);

    /** What comes before a command that is to run on a host. */
    List<String> enter(String host);

    /** Whether connections between hosts can be cut. */
    boolean canCut();

    /** Lets nothing through from one host to another from now on; the way back stays open. */
    void cut(String from, String to);

    /** Lets everything through again. */
    void heal();

    @Override
    void close();
}
