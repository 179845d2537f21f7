package io.conclave.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Remembers a child's process id and start, so that the next run can end one that outlived its parent: a paused server
 * (SIGSTOP) cannot notice that its parent is gone.
 */
final class PidFile {

    private static final long END_LIMIT_SECONDS = 5;

    /**
     * How far two readings of one process' start may differ: Linux gives it relative to the boot, and the time of the
     * boot moves with the wall clock's corrections. No two processes have one id within this time.
     */
    private static final Duration START_SLACK = Duration.ofSeconds(2);

    private final Path file;

    private PidFile(Path file) {
        this.file = file;
    }

    /** The file of the server that has this folder. */
    static PidFile in(Path folder) {
        return new PidFile(folder.resolve("server.pid"));
    }

    /** Remembers a child that has just begun. */
    void write(ProcessHandle child) throws IOException {
        Instant started = child.info().startInstant().orElse(Instant.EPOCH);
        Files.writeString(file, child.pid() + " " + started + "\n");
    }

    /** Forgets the child, which has ended. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /**
     * Ends the remembered child where it still runs, and waits for its end, five seconds at the most.
     *
     * @return its process id, or empty where nothing was left to end
     */
    Optional<Long> endLeftover() throws IOException {
        Optional<ProcessHandle> leftover = read();
        if (leftover.isPresent()) {
            leftover.get().destroyForcibly();
            awaitEnd(leftover.get());
        }
        delete();
        return leftover.map(ProcessHandle::pid);
    }

    private static void awaitEnd(ProcessHandle process) throws IOException {
        try {
            process.onExit().get(END_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("process " + process.pid() + " of an earlier run does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while process " + process.pid() + " ended", e);
        }
    }

    private Optional<ProcessHandle> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] words = Files.readString(file).strip().split(" ");
        try {
            long pid = Long.parseLong(words[0]);
            Instant started = Instant.parse(words[1]);
            return ProcessHandle.of(pid).filter(process -> process.info()
                    .startInstant()
                    .map(start -> Duration.between(start, started).abs().compareTo(START_SLACK) <= 0)
                    .orElse(false));
        } catch (RuntimeException tornWrite) {
            return Optional.empty();
        }
    }
}
