package io.conclave.embedded;

import io.conclave.bus.Problem;
import io.conclave.config.EmbeddedSettings;
import io.conclave.config.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real ensemble on this machine, one JVM for each server, so that a kill is a kill. The servers listen on the
 * loopback only and end with the process that started them, however that ends.
 *
 * <p>All calls block (a start for about a second, a stop for up to its grace), so none belongs on an event loop. They
 * may come from several threads at once.
 */
public final class EmbeddedEnsemble implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEnsemble.class);

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    private final DirectoryLock lock;
    private final Map<String, ServerProcess> servers;

    private EmbeddedEnsemble(DirectoryLock lock, Map<String, ServerProcess> servers) {
        this.lock = lock;
        this.servers = servers;
    }

    /**
     * Begins all servers and returns without waiting for their election, which takes about two seconds. Data of an
     * earlier run is kept; ports may differ from that run's.
     *
     * @param folder where each server has a folder of its own, {@code zk1} and so on
     * @throws io.conclave.bus.ProblemException 409 {@code directory_in_use} where another process holds the folder, 409
     *     {@code ensemble_size_changed} where its data belongs to another number of servers
     * @throws UncheckedIOException where the folder cannot be written or a process cannot be made
     */
    public static EmbeddedEnsemble start(Path folder, EmbeddedSettings settings) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            DirectoryLock lock = DirectoryLock.take(root);
            EmbeddedEnsemble ensemble = new EmbeddedEnsemble(lock, new LinkedHashMap<>());
            boolean begun = false;
            try {
                ensemble.begin(root, settings);
                begun = true;
                return ensemble;
            } finally {
                if (!begun) {
                    ensemble.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded ensemble cannot be started in " + root, e);
        }
    }

    private void begin(Path root, EmbeddedSettings settings) throws IOException {
        requireSameSize(root, settings.servers());
        List<MemberConfig> members = new ArrayList<>();
        FreePorts ports = new FreePorts(new SplittableRandom());
        for (int number = 1; number <= settings.servers(); number++) {
            int wanted = settings.basePort() + number - 1;
            Path folder = root.resolve(MemberConfig.nameOf(number));
            ChildProcess.endLeftover(folder);
            int clientPort = ports.prefer(wanted);
            if (clientPort != wanted) {
                LOG.warn("port {} is taken: {} listens on {} instead", wanted, MemberConfig.nameOf(number), clientPort);
            }
            members.add(new MemberConfig(number, folder, clientPort, ports.any(), ports.any()));
        }
        for (MemberConfig member : members) {
            member.write(members);
        }
        for (MemberConfig member : members) {
            ServerProcess server = new ServerProcess(member);
            servers.put(member.id(), server);
            server.spawn();
        }
    }

    /**
     * A server that joins or leaves by an edited file, and not by a reconfiguration, can make a quorum out of members
     * that missed a committed write.
     */
    private static void requireSameSize(Path root, int wanted) throws IOException {
        int found = MemberConfig.sizeOf(root.resolve(MemberConfig.nameOf(1)));
        if (found != 0 && found != wanted) {
            throw Problem.conflict(
                            "ensemble_size_changed",
                            root + " holds the data of " + found + " servers, not of " + wanted + "; start with "
                                    + found + ", or choose another folder (DATA_DIR, --data-dir)")
                    .asException();
        }
    }

    /** Where clients reach the servers, in the order of their numbers. */
    public List<NodeAddress> nodes() {
        return servers.values().stream()
                .map(server -> server.member().address())
                .toList();
    }

    /** Where the servers log to. */
    public List<LogPlace> logs() {
        return servers.values().stream()
                .map(server -> new LogPlace(server.id(), server.member().logFile()))
                .toList();
    }

    /**
     * Starts a server and waits until it listens, 20 seconds at the most.
     *
     * @return false where it ran already
     * @throws io.conclave.bus.ProblemException 404 for an unknown server, 500 {@code node_did_not_start}
     */
    public boolean startNode(String id) {
        return act(id, server -> {
            if (!server.spawn()) {
                return false;
            }
            server.awaitListening(START_LIMIT);
            return true;
        });
    }

    /**
     * Ends a server by SIGTERM, and by SIGKILL when the grace is over.
     *
     * @return false where it did not run
     * @throws io.conclave.bus.ProblemException 404 for an unknown server
     */
    public boolean stopNode(String id, Duration grace) {
        return act(id, server -> server.stop(grace));
    }

    /**
     * Ends a server by SIGKILL.
     *
     * @return false where it did not run
     * @throws io.conclave.bus.ProblemException 404 for an unknown server
     */
    public boolean killNode(String id) {
        return act(id, ServerProcess::kill);
    }

    /**
     * Halts a server by SIGSTOP: it keeps its connections and answers nothing.
     *
     * @return false where it was paused already
     * @throws io.conclave.bus.ProblemException 404 for an unknown server, 409 {@code not_running}
     */
    public boolean pauseNode(String id) {
        return act(id, ServerProcess::pause);
    }

    /**
     * Lets a paused server go on, by SIGCONT.
     *
     * @return false where it was not paused
     * @throws io.conclave.bus.ProblemException 404 for an unknown server, 409 {@code not_running}
     */
    public boolean resumeNode(String id) {
        return act(id, ServerProcess::resume);
    }

    /** Whether a server's process is there, paused ones included. */
    public boolean running(String id) {
        return server(id).running();
    }

    /** Whether a server's process is there and paused. */
    public boolean paused(String id) {
        return server(id).paused();
    }

    /** The log of a server; it rolls over at 10 MB. */
    public Path logFile(String id) {
        return server(id).member().logFile();
    }

    /**
     * The last lines of a server's log, oldest first; no more than a mebibyte.
     *
     * @param lines how many, 1 or more
     */
    public List<String> tail(String id, int lines) {
        return act(id, server -> server.tail(lines));
    }

    /**
     * Hands over each line that a server logs from now on, over restarts and rollovers, until the thread is
     * interrupted.
     *
     * @param lines takes them, on the calling thread
     * @throws InterruptedException which is how it ends
     */
    public void follow(String id, Consumer<String> lines) throws InterruptedException {
        try {
            new LogFileFollower(server(id).member().logFile(), lines).run();
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerProcess server(String id) {
        ServerProcess server = servers.get(id);
        if (server == null) {
            throw Problem.notFound("node", id, String.join(", ", servers.keySet()))
                    .asException();
        }
        return server;
    }

    private <T> T act(String id, Step<T> step) {
        try {
            return step.on(server(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("interrupted", "the wait for " + id + " was interrupted")
                    .asException();
        }
    }

    /** Ends all servers, by SIGKILL what has not ended within a second; less than two seconds in all. */
    @Override
    public void close() {
        servers.keySet().forEach(id -> closing(id, ServerProcess::beginClose));
        long deadline = System.nanoTime() + CLOSE_GRACE.toNanos();
        servers.keySet()
                .forEach(id -> closing(
                        id, server -> server.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))));
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the lock of the embedded ensemble stays until this process ends", e);
        }
    }

    /** One server that does not end must not keep the others. */
    private void closing(String id, Step<Boolean> step) {
        try {
            act(id, step);
        } catch (RuntimeException e) {
            LOG.warn("{} may still run", id, e);
        }
    }

    /** Something done to one server. */
    @FunctionalInterface
    private interface Step<T> {
        T on(ServerProcess server) throws IOException, InterruptedException;
    }
}
