package io.conclave.testing.hosts;

import io.conclave.cli.Conclave;
import java.io.IOException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/**
 * A child process' entry: one member of a cluster under test, which lives no longer than the test. The test holds the
 * other end of standard input; however it ends, the kernel closes that end, and the member halts.
 */
public final class ChildProcess {

    public static final String ZOOKEEPER = "zookeeper";
    private static final int ORPHANED = 3;

    private ChildProcess() {}

    /**
     * Runs one member until it ends.
     *
     * @param args {@code zookeeper} and the path of its configuration, or a command of the product with its options
     */
    public static void main(String[] args) {
        Thread watch = new Thread(ChildProcess::haltWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        if (args[0].equals(ZOOKEEPER)) {
            QuorumPeerMain.main(new String[] {args[1]});
        } else {
            Conclave.main(args);
        }
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
