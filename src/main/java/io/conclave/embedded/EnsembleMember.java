package io.conclave.embedded;

import java.io.IOException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/**
 * A child process' entry: one ZooKeeper server that lives no longer than its parent.
 *
 * <p>The parent holds the other end of standard input and never writes to it. However the parent ends, {@code kill -9}
 * included, the kernel closes that end, and the server halts.
 */
final class EnsembleMember {

    /** Exit code of a server whose parent is gone. */
    private static final int ORPHANED = 3;

    private EnsembleMember() {}

    /**
     * Runs one server until it is stopped.
     *
     * @param args the path of its {@code zoo.cfg}
     */
    public static void main(String[] args) {
        Thread watch = new Thread(EnsembleMember::haltWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        QuorumPeerMain.main(args);
    }

    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Whatever comes says only that the parent lives.
            }
        } catch (IOException gone) {
            // As good as the end of the input.
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}
