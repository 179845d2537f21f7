package io.conclave.control.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Frame;
import io.conclave.audit.Action;
import io.conclave.bus.Problem;
import io.conclave.config.DockerSettings;
import io.conclave.control.Effect;
import io.conclave.control.NodeProcesses;
import io.conclave.control.OutcomeUnknown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Servers that run in containers. A server's container is the one with the label {@code conclave.node} of its name;
 * where none has it, the one that is called as the server is, and then the one of a compose service that is.
 */
public final class DockerProcesses implements NodeProcesses {

    /** The label that says which server a container is. */
    public static final String LABEL = "conclave.node";

    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    private static final int KILL_LOOKS = 50;
    private static final long KILL_LOOK_MS = 100;
    private static final int LOG_BYTES = 4 << 20;

    private final DockerSettings settings;
    private final List<String> nodes;
    private final Duration callLimit;
    private final DockerEngine engine;
    private final Following following;
    /** For each log that is followed, behind the last line that was told. */
    private final Map<String, Following.From> followedUntil = new ConcurrentHashMap<>();

    /** @param nodes the names of the servers */
    public DockerProcesses(DockerSettings settings, List<String> nodes) {
        this(settings, nodes, CALL_LIMIT, InetAddress::getAllByName);
    }

    /** @param callLimit how long the engine has for anything but a stop */
    DockerProcesses(DockerSettings settings, List<String> nodes, Duration callLimit, EngineName.Lookup lookup) {
        this.settings = settings;
        this.callLimit = callLimit;
        this.nodes = List.copyOf(nodes);
        this.engine = new DockerEngine(settings, lookup);
        this.following = new Following(engine, callLimit);
    }

    @Override
    public List<String> nodes() {
        return nodes;
    }

    @Override
    public Set<Action> actions() {
        return EnumSet.range(Action.NODE_START, Action.NODE_RESUME);
    }

    @Override
    public Duration limit() {
        return settings.stopGrace().plus(callLimit.multipliedBy(2));
    }

    @Override
    public Effect start(String node) {
        return call(callLimit, "start of " + node, client -> {
            String id = Containers.find(client, node);
            if (Boolean.TRUE.equals(state(client, id).getPaused())) {
                throw Problem.conflict("paused", node + " is paused; resume it").asException();
            }
            boolean changed = changes(() -> client.startContainerCmd(id).exec());
            requireRunning(client, node, id);
            return Effect.of(changed);
        });
    }

    @Override
    public Effect stop(String node) {
        return call(limit(), "stop of " + node, client -> {
            String id = Containers.find(client, node);
            return Effect.of(stopped(client, node, id));
        });
    }

    @Override
    public Effect restart(String node) {
        return call(limit(), "restart of " + node, client -> {
            String id = Containers.find(client, node);
            stopped(client, node, id);
            changes(() -> client.startContainerCmd(id).exec());
            requireRunning(client, node, id);
            return Effect.of(true);
        });
    }

    @Override
    public Effect kill(String node) {
        return call(callLimit, "kill of " + node, client -> {
            String id = Containers.find(client, node);
            if (!isThere(state(client, id))) {
                return Effect.of(false);
            }
            killed(client, node, id);
            return Effect.of(true);
        });
    }

    @Override
    public Effect pause(String node) {
        return call(callLimit, "pause of " + node, client -> {
            String id = Containers.find(client, node);
            ContainerState state = state(client, id);
            if (!isThere(state)) {
                throw notRunning(node);
            }
            if (Boolean.TRUE.equals(state.getPaused())) {
                return Effect.of(false);
            }
            client.pauseContainerCmd(id).exec();
            return Effect.of(true);
        });
    }

    @Override
    public Effect resume(String node) {
        return call(callLimit, "resume of " + node, client -> {
            String id = Containers.find(client, node);
            ContainerState state = state(client, id);
            if (!isThere(state)) {
                throw notRunning(node);
            }
            if (!Boolean.TRUE.equals(state.getPaused())) {
                return Effect.of(false);
            }
            client.unpauseContainerCmd(id).exec();
            return Effect.of(true);
        });
    }

    @Override
    public List<String> tail(String node, int lines) {
        return call(callLimit, "log of " + node, client -> {
            FrameLines collected = new FrameLines(LOG_BYTES);
            try (var callback = client.logContainerCmd(Containers.find(client, node))
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(lines)
                    .exec(onFrame(collected::add))) {
                callback.awaitCompletion();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Problem.unavailable("interrupted", "the wait for the log of " + node + " was interrupted")
                        .asException();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return collected.lines();
        });
    }

    /**
     * A log ends with its container. Taken up again it begins with the first line after the last that was told, so that
     * nothing of a restarted server's first second is missing.
     */
    @Override
    public void follow(String node, Consumer<String> lines) throws InterruptedException {
        // Only the engine's own times are compared: its clock may be another than ours.
        Following.From from = followedUntil.getOrDefault(node, new Following.From.Now());
        try {
            following.follow(node, from, (at, line, missing) -> {
                followedUntil.put(node, new Following.From.After(at));
                lines.accept(line);
            });
        } catch (InterruptedException e) {
            followedUntil.remove(node);
            throw e;
        }
    }

    private static ResultCallback.Adapter<Frame> onFrame(Consumer<Frame> taker) {
        return new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Frame frame) {
                taker.accept(frame);
            }
        };
    }

    @Override
    public void close() {
        engine.close();
    }

    private <T> T call(Duration limit, String what, Function<DockerClient, T> calls) {
        return engine.call(limit, what, calls);
    }

    private static ContainerState state(DockerClient client, String id) {
        return client.inspectContainerCmd(id).exec().getState();
    }

    private static boolean isThere(ContainerState state) {
        return Boolean.TRUE.equals(state.getRunning());
    }

    /** Whether a call changed anything, which the engine says by an error. */
    private static boolean changes(Runnable call) {
        try {
            call.run();
            return true;
        } catch (NotModifiedException e) {
            return false;
        }
    }

    /** A paused process cannot end by itself, so its grace would be waited for in vain. */
    private boolean stopped(DockerClient client, String node, String id) {
        ContainerState before = state(client, id);
        if (!isThere(before)) {
            return false;
        }
        if (Boolean.TRUE.equals(before.getPaused())) {
            client.unpauseContainerCmd(id).exec();
        }
        changes(() -> client.stopContainerCmd(id)
                .withTimeout((int) settings.stopGrace().toSeconds())
                .exec());
        if (isThere(state(client, id))) {
            killed(client, node, id);
        }
        return true;
    }

    private static void killed(DockerClient client, String node, String id) {
        client.killContainerCmd(id).exec();
        // Asked again and again rather than waited for, since that would take one more right from a proxy of the
        // engine.
        for (int look = 0; look < KILL_LOOKS; look++) {
            if (!isThere(state(client, id))) {
                return;
            }
            pause();
        }
        throw OutcomeUnknown.of(node + " still runs although its container was killed");
    }

    private static void pause() {
        try {
            Thread.sleep(KILL_LOOK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("interrupted", "the wait for a container was interrupted")
                    .asException();
        }
    }

    private static void requireRunning(DockerClient client, String node, String id) {
        ContainerState state = state(client, id);
        if (!isThere(state)) {
            throw new Problem(
                            502,
                            "node_did_not_start",
                            "the container of " + node + " ended at once, with exit code " + state.getExitCodeLong()
                                    + (state.getError() == null
                                                    || state.getError().isEmpty()
                                            ? ""
                                            : ": " + state.getError()),
                            null,
                            null,
                            null)
                    .asException();
        }
    }

    private static RuntimeException notRunning(String node) {
        return Problem.conflict("not_running", node + " does not run; start it first")
                .asException();
    }
}
