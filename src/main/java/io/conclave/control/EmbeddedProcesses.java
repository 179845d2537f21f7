package io.conclave.control;

import io.conclave.audit.Action;
import io.conclave.config.NodeAddress;
import io.conclave.embedded.EmbeddedEnsemble;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The servers of the embedded ensemble. */
public final class EmbeddedProcesses implements NodeProcesses {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(35);

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
    public Set<Action> actions() {
        return EnumSet.range(Action.NODE_START, Action.NODE_RESUME);
    }

    @Override
    public Duration limit() {
        return LIMIT;
    }

    @Override
    public Effect start(String node) {
        return Effect.of(ensemble.startNode(node));
    }

    @Override
    public Effect stop(String node) {
        return Effect.of(ensemble.stopNode(node, GRACE));
    }

    @Override
    public Effect restart(String node) {
        return Effect.of(ensemble.stopNode(node, GRACE) | ensemble.startNode(node));
    }

    @Override
    public Effect kill(String node) {
        return Effect.of(ensemble.killNode(node));
    }

    @Override
    public Effect pause(String node) {
        return Effect.of(ensemble.pauseNode(node));
    }

    @Override
    public Effect resume(String node) {
        return Effect.of(ensemble.resumeNode(node));
    }

    @Override
    public List<String> tail(String node, int lines) {
        return ensemble.tail(node, lines);
    }

    @Override
    public void follow(String node, Consumer<String> lines) throws InterruptedException {
        ensemble.follow(node, lines);
    }

    @Override
    public void close() {
        // The ensemble is closed by its owner.
    }
}
