package io.conclave.testing.hosts;

import io.conclave.testing.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One process of a cluster under test, and what can be done to it. Used by one thread at a time, but for whether it
 * runs.
 */
public final class Member implements AutoCloseable {

    private static final Duration END_LIMIT = Duration.ofSeconds(15);

    /** Members live for seconds: what the best code would give back is not worth its price. */
    private static final List<String> JVM = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx160m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.net.preferIPv4Stack=true",
            "-Dzookeeper.jmx.log4j.disable=true",
            // The product's own, which is quiet where the tests' is not.
            "-Dlogback.configurationFile=logback.xml");

    private final String name;
    private final String address;
    private final List<String> command = new ArrayList<>();
    private final Path console;
    private final Thread lastResort = new Thread(this::kill, "end of a member");
    private volatile Process process;
    private boolean paused;
    private boolean wanted;

    /**
     * @param address host:port that it listens on
     * @param enter what comes before its command
     * @param arguments of {@link ChildProcess}
     * @param console where it prints to
     */
    public Member(String name, String address, List<String> enter, List<String> arguments, Path console) {
        this.name = name;
        this.address = address;
        this.console = console;
        command.addAll(enter);
        command.addAll(JVM);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ChildProcess.class.getName());
        command.addAll(arguments);
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    public String name() {
        return name;
    }

    public String address() {
        return address;
    }

    public Path console() {
        return console;
    }

    public boolean runs() {
        Process now = process;
        return now != null && now.isAlive();
    }

    /** Begins the process where it does not run. */
    public void start() {
        if (runs()) {
            return;
        }
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        paused = false;
        wanted = true;
    }

    /** Whether it ended without having been asked to. */
    public boolean endedByItself() {
        return wanted && !runs();
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        wanted = false;
        if (process == null) {
            return;
        }
        process.destroyForcibly();
        awaitEnd("SIGKILL");
    }

    /** Asks it to end; where it does not in time, that is a fault. */
    public void stop() {
        wanted = false;
        if (!runs()) {
            return;
        }
        resume();
        process.destroy();
        awaitEnd("SIGTERM");
    }

    private void awaitEnd(String signal) {
        try {
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(name + " still runs " + END_LIMIT + " after " + signal);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ends", e);
        }
    }

    /** Halts it as a long garbage collection would. */
    public void pause() {
        if (runs()) {
            signal("STOP");
            paused = true;
        }
    }

    /** Lets it go on. */
    public void resume() {
        if (runs() && paused) {
            signal("CONT");
        }
        paused = false;
    }

    private void signal(String signal) {
        try {
            Signals.send(signal, process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    @Override
    public String toString() {
        return name;
    }
}
