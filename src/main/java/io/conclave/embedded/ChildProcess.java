package io.conclave.embedded;

import io.conclave.bus.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program of ours as a child process that can be ended, killed, halted and begun again. Every method may be called
 * from any thread; those that wait do so without the lock, so that a close is never held up by them.
 */
public class ChildProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);

    /** How long a process may take to vanish after SIGKILL, which it cannot refuse. */
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);
    private static final int LOOK_AGAIN_MS = 20;
    private static final int LINES_IN_A_MESSAGE = 3;

    /** What Java adds to the number of the signal that ended a process, as shells do. */
    private static final int SIGNALLED = 128;

    private final String id;
    private final Path folder;
    private final Path logFile;
    private final List<String> command;
    private final PidFile pidFile;
    private Process process;
    private boolean endWanted;
    private boolean paused;
    private boolean closed;

    /**
     * @param id what people call it
     * @param folder where it runs; its process id and its console are kept there
     * @param logFile what it logs to, looked at where it does not start
     * @param command the program and its arguments
     */
    public ChildProcess(String id, Path folder, Path logFile, List<String> command) {
        this.id = id;
        this.folder = folder;
        this.logFile = logFile;
        this.command = List.copyOf(command);
        this.pidFile = PidFile.in(folder);
    }

    /**
     * Ends what an earlier run left in this folder, where that still runs.
     *
     * @return its process id, or empty where nothing was left
     */
    public static Optional<Long> endLeftover(Path folder) throws IOException {
        Optional<Long> ended = PidFile.in(folder).endLeftover();
        ended.ifPresent(pid -> LOG.warn("ended process {}, which an earlier run left in {}", pid, folder));
        return ended;
    }

    /** What people call it. */
    public String id() {
        return id;
    }

    /** Whether it is there, halted or not. */
    public synchronized boolean running() {
        return process != null && process.isAlive();
    }

    /** Whether it has ended with an error by itself: nobody asked it to end, and no signal did. */
    public synchronized boolean failed() {
        return process != null
                && !process.isAlive()
                && !endWanted
                && process.exitValue() > 0
                && process.exitValue() <= SIGNALLED;
    }

    /** Whether it is there and halted. */
    public synchronized boolean paused() {
        return paused && running();
    }

    /**
     * Begins the process, without waiting for it.
     *
     * @return false where it already runs
     */
    public synchronized boolean spawn() throws IOException {
        if (closed) {
            throw Problem.unavailable("closing", id + " is not started any more: the controller is being closed")
                    .asException();
        }
        if (running()) {
            return false;
        }
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(consoleFile().toFile())
                .start();
        endWanted = false;
        paused = false;
        pidFile.write(process.toHandle());
        Process begun = process;
        begun.onExit().thenAccept(this::ended);
        LOG.info("{} begins as process {}", id, begun.pid());
        return true;
    }

    private synchronized void ended(Process gone) {
        if (gone != process || endWanted) {
            return;
        }
        int code = gone.exitValue();
        if (code > SIGNALLED) {
            LOG.warn("{} was ended from outside by signal {}", id, code - SIGNALLED);
        } else {
            LOG.warn("{} ended by itself with exit code {}: see {}", id, code, logFile);
        }
    }

    /**
     * Waits until it is ready.
     *
     * @param ready looked at every {@value #LOOK_AGAIN_MS} ms
     * @param missing what to say where it never becomes true, such as "does not listen"
     * @throws io.conclave.bus.ProblemException 500 {@code node_did_not_start} where it ended instead or the time is up
     */
    public void await(BooleanSupplier ready, String missing, Duration limit) throws InterruptedException {
        Process begun;
        synchronized (this) {
            begun = process;
        }
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (begun.waitFor(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
                throw notStarted("ended with exit code " + begun.exitValue());
            }
            if (System.nanoTime() - deadline > 0) {
                throw notStarted(missing + " after " + limit.toMillis() + " ms");
            }
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
                        id + " " + what + "; its log " + logFile + " ends with: " + end,
                        "node",
                        id,
                        null)
                .asException();
    }

    /**
     * Asks the process to end (SIGTERM) and forces it (SIGKILL) when the grace is over.
     *
     * @return false where it did not run
     */
    public boolean stop(Duration grace) throws IOException, InterruptedException {
        Process target = askToEnd();
        if (target == null) {
            return false;
        }
        if (!target.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("{} did not end within {} ms and is killed", id, grace.toMillis());
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
    public synchronized boolean beginClose() throws IOException, InterruptedException {
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
    public boolean kill() throws IOException, InterruptedException {
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
            throw new IOException(id + ", process " + target.pid() + ", is still there " + KILL_LIMIT.toMillis()
                    + " ms after SIGKILL");
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
    public synchronized boolean pause() throws IOException, InterruptedException {
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
    public synchronized boolean resume() throws IOException, InterruptedException {
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
            throw Problem.conflict("not_running", id + " does not run; start it first")
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
            throw new IOException("kill -" + name + " of " + id + " did not return");
        }
        if (kill.exitValue() != 0) {
            throw new IOException("kill -" + name + " of " + id + " failed with " + kill.exitValue());
        }
    }

    private Path consoleFile() {
        return folder.resolve("console.log");
    }

    /** The last lines of its log, or of its console where it ended before it had a log. */
    public List<String> tail(int lines) throws IOException {
        return Files.exists(logFile)
                ? LogFileTail.read(logFile, lines)
                : Files.exists(consoleFile()) ? LogFileTail.read(consoleFile(), lines) : List.of();
    }
}
