package io.conclave.bench.kv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that serves until it is ended, at the latest when the suite ends. */
final class Daemon implements AutoCloseable {

    private static final long END_LIMIT_S = 5;

    private final Process process;
    private final Path folder;
    private final List<String> command;
    private final Thread lastResort;

    private Daemon(Process process, Path folder, List<String> command) {
        this.process = process;
        this.folder = folder;
        this.command = List.copyOf(command);
        lastResort = new Thread(process::destroyForcibly, "end of " + process.pid());
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /**
     * Starts it.
     *
     * @param folder it works there, and what it prints is in {@code console.log}
     */
    static Daemon start(Path folder, List<String> command) throws IOException {
        Files.createDirectories(folder);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile()))
                .start();
        return new Daemon(process, folder, command);
    }

    /** Its process. */
    Process process() {
        return process;
    }

    /** What it printed so far. */
    String console() throws IOException {
        return Files.readString(log(folder));
    }

    /** Where it works. */
    Path folder() {
        return folder;
    }

    /** What it was started by. */
    List<String> command() {
        return command;
    }

    private static Path log(Path folder) {
        return folder.resolve("console.log");
    }

    /** Ends it as {@code kill -9} does and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(END_LIMIT_S, TimeUnit.SECONDS);
    }

    /** Asks it to end, and ends it where it does not. */
    @Override
    public void close() throws InterruptedException {
        try {
            process.destroy();
            if (!process.waitFor(END_LIMIT_S, TimeUnit.SECONDS)) {
                kill();
            }
        } finally {
            process.destroyForcibly();
            forget();
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException ending) {
            // The suite ends, and the hook does what it is there for.
        }
    }
}
