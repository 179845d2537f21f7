package io.conclave.bench.kv;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes of one store. */
final class Daemons implements AutoCloseable {

    private final List<Daemon> started = new ArrayList<>();

    /** Starts one more. */
    Daemon start(Path folder, List<String> command) throws IOException {
        Daemon daemon = Daemon.start(folder, command);
        started.add(daemon);
        return daemon;
    }

    /** Why a store is not ready, for a message: how each process is, and the end of what it printed. */
    String condition() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Daemon daemon : started) {
            String console = daemon.console().strip();
            text.append(
                            daemon.process().isAlive()
                                    ? "running"
                                    : "ended " + daemon.process().exitValue())
                    .append(": ")
                    .append(console.substring(Math.max(0, console.length() - 300)))
                    .append('\n');
        }
        return text.toString();
    }

    /** Ends the last one first: those that need others end before them. */
    @Override
    public void close() throws InterruptedException {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
    }
}
