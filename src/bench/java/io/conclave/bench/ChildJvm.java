package io.conclave.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM on the suite's class path, for what must not disturb the process that is measured. */
public final class ChildJvm implements AutoCloseable {

    private static final int START_LIMIT_MS = 20_000;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final long END_LIMIT_S = 5;

    private final Process process;
    private final Lines lines;

    private ChildJvm(Process process, Lines lines) {
        this.process = process;
        this.lines = lines;
    }

    /**
     * Starts it and waits until it has called back.
     *
     * @param main its main class, which begins with {@link Lines#toSuite} and ends when that line does
     * @param folder where what it prints goes to
     * @param options of the JVM
     */
    public static ChildJvm start(Class<?> main, Path folder, String... options) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(START_LIMIT_MS);
            List<String> command = new ArrayList<>();
            command.add(javaCommand());
            command.addAll(List.of(options));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
            command.add(Integer.toString(listener.getLocalPort()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            folder.resolve(main.getSimpleName() + ".log").toFile())
                    .start();
            try {
                return new ChildJvm(process, new Lines(listener.accept()));
            } catch (IOException e) {
                process.destroyForcibly();
                throw e;
            }
        }
    }

    /** The command that starts a JVM as this one was. */
    public static String javaCommand() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Sends an order and waits for its answer of one line. */
    public String ask(String order) throws IOException {
        lines.send(order);
        return lines.next(ANSWER_LIMIT);
    }

    /** What goes to and comes from it. */
    public Lines lines() {
        return lines;
    }

    /** Its process. */
    public Process process() {
        return process;
    }

    /** Lets it end, and ends it where it does not. */
    @Override
    public void close() throws IOException {
        lines.close();
        try {
            if (!process.waitFor(END_LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
