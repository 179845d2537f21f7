package io.conclave.control.command;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.control.OutcomeUnknown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs a program without a shell. What it prints is read to its end however much that is, of which only the last part
 * is kept; a program that does not end in time is ended together with all that it started.
 */
final class CommandRunner {

    private static final int LONGEST_OUTPUT = 64 << 10;
    private static final int LONGEST_LINE = 64 << 10;
    private static final Duration DYING = Duration.ofSeconds(2);
    private static final Path NOTHING = Path.of("/dev/null");

    private CommandRunner() {}

    /**
     * What a program did.
     *
     * @param exitCode 0 for success, by custom
     * @param output the end of what it printed, standard error included
     */
    record Outcome(int exitCode, String output) {}

    /**
     * Runs a program to its end.
     *
     * @throws ProblemException 502 {@code command_not_found} where it cannot be begun, 504 {@code outcome_unknown}
     *     where it did not end in time, 503 {@code interrupted}
     */
    static Outcome run(List<String> arguments, Duration limit) {
        Process process = begin(arguments);
        LastBytes output = new LastBytes(LONGEST_OUTPUT);
        Thread reader = daemon("conclave-command-output", () -> drain(process.getInputStream(), output));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                end(process);
                throw OutcomeUnknown.of(arguments.get(0) + " had not ended after " + limit.toSeconds()
                        + " s and was ended" + printed(output.text()));
            }
            // What it left behind may hold the pipe open for as long as it lives.
            reader.join(DYING.toMillis());
            return new Outcome(process.exitValue(), output.text());
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            throw Problem.unavailable("interrupted", "the wait for " + arguments.get(0) + " was interrupted")
                    .asException();
        } finally {
            close(process);
        }
    }

    /**
     * Runs a program and hands over its lines until it ends or the thread is interrupted, which ends it.
     *
     * @throws InterruptedException where the thread was interrupted
     */
    static void follow(List<String> arguments, Consumer<String> lines) throws InterruptedException {
        Process process = begin(arguments);
        Thread reader = daemon("conclave-command-lines", () -> split(process.getInputStream(), lines));
        try {
            process.waitFor();
            reader.join(DYING.toMillis());
        } finally {
            end(process);
            close(process);
        }
    }

    /** What a program printed, as the end of a sentence. */
    static String printed(String output) {
        String text = output.strip();
        if (text.isEmpty()) {
            return "; it printed nothing";
        }
        int shown = 500;
        return "; the last that it printed: "
                + (text.length() > shown ? "…" + text.substring(text.length() - shown) : text);
    }

    private static Process begin(List<String> arguments) {
        ProcessBuilder builder =
                new ProcessBuilder(arguments).redirectErrorStream(true).redirectInput(NOTHING.toFile());
        // No program of the operator's needs the key to this controller.
        builder.environment().remove("CONCLAVE_TOKEN");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new Problem(502, "command_not_found", e.getMessage(), null, null, null).asException();
        }
    }

    private static void end(Process process) throws IllegalStateException {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        try {
            process.waitFor(DYING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static void close(Process process) {
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            // Nothing is read from it any more.
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void drain(InputStream in, LastBytes into) {
        byte[] block = new byte[8192];
        try {
            int got;
            while ((got = in.read(block)) >= 0) {
                into.add(block, got);
            }
        } catch (IOException e) {
            // It was ended, and its pipe closed.
        }
    }

    private static void split(InputStream in, Consumer<String> lines) {
        byte[] block = new byte[8192];
        byte[] line = new byte[LONGEST_LINE];
        int length = 0;
        try {
            int got;
            while ((got = in.read(block)) >= 0) {
                for (int i = 0; i < got; i++) {
                    if (block[i] == '\n') {
                        lines.accept(new String(line, 0, length, StandardCharsets.UTF_8));
                        length = 0;
                    } else if (length < LONGEST_LINE) {
                        line[length++] = block[i];
                    }
                }
            }
        } catch (IOException e) {
            // It was ended, and its pipe closed.
        }
    }

    /** The last bytes of a stream, in bounded memory. */
    private static final class LastBytes {
        private final byte[] ring;
        private long total;

        private LastBytes(int size) {
            ring = new byte[size];
        }

        private synchronized void add(byte[] block, int length) {
            for (int i = 0; i < length; i++) {
                ring[(int) (total++ % ring.length)] = block[i];
            }
        }

        private synchronized String text() {
            int size = (int) Math.min(total, ring.length);
            byte[] last = new byte[size];
            for (int i = 0; i < size; i++) {
                last[i] = ring[(int) ((total - size + i) % ring.length)];
            }
            return new String(last, StandardCharsets.UTF_8);
        }
    }
}
