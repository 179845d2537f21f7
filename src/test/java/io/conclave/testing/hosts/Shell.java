package io.conclave.testing.hosts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the machine's own programs for what Java cannot do: mounts, namespaces, signals. */
public final class Shell {

    private static final long LIMIT_SECONDS = 30;

    private Shell() {}

    /**
     * What came of a script.
     *
     * @param output what it printed, errors included
     */
    public record Outcome(int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * Runs a script that must succeed, up to its first command that fails.
     *
     * @return what it printed
     */
    public static String run(String script) {
        Outcome outcome = attempt(script);
        if (!outcome.succeeded()) {
            throw new IllegalStateException(
                    "exit code " + outcome.exitCode() + " of: " + script + "\n" + outcome.output());
        }
        return outcome.output();
    }

    /** Runs a script, whatever comes of it. */
    public static Outcome attempt(String script) {
        try {
            Process process = new ProcessBuilder(List.of("/bin/sh", "-ec", script))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output;
            try (InputStream in = process.getInputStream()) {
                output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after " + LIMIT_SECONDS + " s: " + script);
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running: " + script, e);
        }
    }
}
