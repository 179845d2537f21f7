package io.conclave.embedded;

import io.conclave.bus.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server as a child process. Every method may be called from any thread; those that wait do so without the lock, so
 * that a close is never held up by them.
 */
final class ServerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

    /** How long a process may take to vanish after SIGKILL, which it cannot refuse. */
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);
    private static final int CONNECT_LIMIT_MS = 200;
    private static final int LOOK_AGAIN_MS = 20;
    private static final int LINES_IN_A_MESSAGE = 3;

    /** What Java adds to the number of the signal that ended a process, as shells do. */
    private static final int SIGNALLED = 128;

    private final MemberConfig member;
    private final PidFile pidFile;
    private Process process;
    private boolean endWanted;
    private boolean paused;
    private boolean closed;

    ServerProcess(MemberConfig member) {
        this.member = member;
        this.pidFile = PidFile.in(member.folder());
    }

    MemberConfig member() {
        return member;
    }

    synchronized boolean running() {
        return process != null && process.isAlive();
    }

    synchronized boolean paused() {
        return paused && running();
    }

    /**
     * Begins the process, without waiting for it.
     *
     * @return false where it already runs
     */
    synchronized boolean spawn() throws IOException {
        if (closed) {
            throw Problem.unavailable("closing", "the embedded ensemble is being closed")
                    .asException();
        }
        if (running()) {
            return false;
        }
        process = new ProcessBuilder(ChildCommand.of(member))
                .directory(member.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(member.consoleFile().toFile())
                .start();
        endWanted = false;
        paused = false;
        pidFile.write(process.toHandle());
        Process begun = process;
        begun.onExit().thenAccept(this::ended);
        LOG.info("{} begins on {} as process {}", member.id(), member.address().hostPort(), begun.pid());
        return true;
    }

    private synchronized void ended(Process gone) {
        if (gone != process || endWanted) {
            return;
        }
        int code = gone.exitValue();
        if (code > SIGNALLED) {
            LOG.warn("{} was ended from outside by signal {}", member.id(), code - SIGNALLED);
        } else {
            LOG.warn("{} ended by itself with exit code {}: see {}", member.id(), code, member.logFile());
        }
    }

    /**
     * Waits until the server listens on its client port; it may still have no quorum then.
     *
     * @throws io.conclave.bus.ProblemException 500 {@code node_did_not_start} where it ended instead or the time is up
     */
    void awaitListening(Duration limit) throws InterruptedException {
        Process begun;
        synchronized (this) {
            begun = process;
        }
        long deadline = System.nanoTime() + limit.toNanos();
        while (!listens()) {
            if (begun.waitFor(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
                throw notStarted("ended with exit code " + begun.exitValue());
            }
            if (System.nanoTime() - deadline > 0) {
                throw notStarted("does not listen after " + limit.toMillis() + " ms");
            }
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(member.address().host(), member.clientPort()), CONNECT_LIMIT_MS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private RuntimeException notStarted(String what) {
        String end;
        try {
            end = String.join(" | ", tail(LINES_IN_A_MESSAGE));
        } catch (IOException unreadable) {
            end = unreadable.toString();
        }
        return new Problem(
                        500,
                        "node_did_not_start",
                        member.id() + " " + what + "; its log " + member.logFile() + " ends with: " + end,
                        "node",
                        member.id(),
                        null)
                .asException();
    }

    /**
     * Asks the process to end (SIGTERM) and forces it (SIGKILL) when the grace is over.
     *
     * @return false where it did not run
     */
    boolean stop(Duration grace) throws IOException, InterruptedException {
        Process target = askToEnd();
        if (target == null) {
            return false;
        }
        if (!target.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("{} did not end within {} ms and is killed", member.id(), grace.toMillis());
            return kill();
        }
        forget(target);
        return true;
    }

    /**
     * Asks the process to end, without waiting for it, and lets none begin from now on.
     *
     * @return false where it did not run
     */
    synchronized boolean beginClose() throws IOException, InterruptedException {
        closed = true;
        return askToEnd() != null;
    }

    private synchronized Process askToEnd() throws IOException, InterruptedException {
        if (!running()) {
            return null;
        }
        endWanted = true;
        process.destroy();
        if (paused) {
            signal("CONT"); // A paused process takes notice of SIGTERM only once it runs again.
        }
        return process;
    }

    /**
     * Ends the process at once (SIGKILL), as a power cut would.
     *
     * @return false where it did not run
     */
    boolean kill() throws IOException, InterruptedException {
        Process target;
        synchronized (this) {
            if (!running()) {
                return false;
            }
            endWanted = true;
            target = process;
            target.destroyForcibly();
        }
        if (!target.waitFor(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException(member.id() + ", process " + target.pid() + ", is still there "
                    + KILL_LIMIT.toMillis() + " ms after SIGKILL");
        }
        forget(target);
        return true;
    }

    private synchronized void forget(Process gone) throws IOException {
        if (gone == process) {
            pidFile.delete();
        }
    }

    /**
     * Halts the process where it is (SIGSTOP), as a long garbage collection would.
     *
     * @return false where it was paused already
     * @throws io.conclave.bus.ProblemException 409 {@code not_running}
     */
    synchronized boolean pause() throws IOException, InterruptedException {
        requireRunning();
        if (paused) {
            return false;
        }
        signal("STOP");
        paused = true;
        return true;
    }

    /**
     * Lets a paused process go on (SIGCONT).
     *
     * @return false where it was not paused
     * @throws io.conclave.bus.ProblemException 409 {@code not_running}
     */
    synchronized boolean resume() throws IOException, InterruptedException {
        requireRunning();
        if (!paused) {
            return false;
        }
        signal("CONT");
        paused = false;
        return true;
    }

    private void requireRunning() {
        if (!running()) {
            throw Problem.conflict("not_running", member.id() + " does not run; start it first")
                    .asException();
        }
    }

    /** The JDK has no call for these two signals; the shell's own {@code kill} is there on every Unix. */
    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!kill.waitFor(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            kill.destroyForcibly();
            throw new IOException("kill -" + name + " of " + member.id() + " did not return");
        }
        if (kill.exitValue() != 0) {
            throw new IOException("kill -" + name + " of " + member.id() + " failed with " + kill.exitValue());
        }
    }

    /** The last lines of the server's log, or of its console where it ended before it had a log. */
    List<String> tail(int lines) throws IOException {
        return Files.exists(member.logFile())
                ? LogFileTail.read(member.logFile(), lines)
                : Files.exists(member.consoleFile()) ? LogFileTail.read(member.consoleFile(), lines) : List.of();
    }
}
