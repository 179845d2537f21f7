package io.conclave.embedded;

import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** A child process' entry: one ZooKeeper server that lives no longer than its parent. */
final class EnsembleMember {

    private EnsembleMember() {}

    /**
     * Runs one server until it is stopped.
     *
     * @param args the path of its {@code zoo.cfg}
     */
    public static void main(String[] args) {
        ParentWatch.begin();
        QuorumPeerMain.main(args);
    }
}
