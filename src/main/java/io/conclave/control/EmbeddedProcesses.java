package io.conclave.control;

import io.conclave.config.NodeAddress;
import io.conclave.embedded.EmbeddedEnsemble;
import java.time.Duration;
import java.util.List;

/** The servers of the embedded ensemble. */
public final class EmbeddedProcesses implements NodeProcesses {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final EmbeddedEnsemble ensemble;

    /** The ensemble stays its owner's to close. */
    public EmbeddedProcesses(EmbeddedEnsemble ensemble) {
        this.ensemble = ensemble;
    }

    @Override
    public List<String> nodes() {
        return ensemble.nodes().stream().map(NodeAddress::id).toList();
    }

    @Override
    public boolean start(String node) {
        return ensemble.startNode(node);
    }

    @Override
    public boolean stop(String node) {
        return ensemble.stopNode(node, GRACE);
    }

    @Override
    public boolean kill(String node) {
        return ensemble.killNode(node);
    }

    @Override
    public boolean pause(String node) {
        return ensemble.pauseNode(node);
    }

    @Override
    public boolean resume(String node) {
        return ensemble.resumeNode(node);
    }

    @Override
    public List<String> tail(String node, int lines) {
        return ensemble.tail(node, lines);
    }
}
