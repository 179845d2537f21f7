package io.conclave.bench.stream;

import io.conclave.bench.ChildJvm;
import io.conclave.bench.Miss;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The viewers' JVM as the suite sees it. */
final class Audience implements AutoCloseable {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    /** How long messages were on their way, milliseconds. */
    record Delays(double p50, double p99) {}

    private final ChildJvm child;

    private Audience(ChildJvm child) {
        this.child = child;
    }

    /** @param folder for its log */
    static Audience start(Path folder) throws IOException {
        return new Audience(ChildJvm.start(ViewerProcess.class, folder, "-Xmx512m"));
    }

    /** Opens sockets and registers each for the topic. */
    void open(String group, int port, int sockets, String topic) throws IOException, Miss {
        ask("open " + group + " " + port + " " + sockets + " " + topic, "opened");
    }

    /** Tells how many more messages come. */
    void expect(String group, int messages) throws IOException, Miss {
        ask("expect " + group + " " + messages, "expecting");
    }

    /**
     * Waits until more messages have reached every socket, and gives the number of all that have since the last expect.
     */
    int awaitProgress() throws IOException, Miss {
        return Integer.parseInt(answer("complete", child.lines().next(LONGEST_SILENCE)));
    }

    /** How long the messages since the last expect were on their way. */
    Delays delays(String group, long[] sentNanos) throws IOException, Miss {
        String sent = Arrays.stream(sentNanos).mapToObj(Long::toString).collect(Collectors.joining(" "));
        String[] delays = ask("delays " + group + " " + sent, "delays").split(" ", -1);
        return new Delays(Double.parseDouble(delays[0]), Double.parseDouble(delays[1]));
    }

    /** Closes the group's sockets. */
    void close(String group) throws IOException, Miss {
        ask("close " + group, "closed");
    }

    private String ask(String order, String expected) throws IOException, Miss {
        return answer(expected, child.ask(order));
    }

    private static String answer(String expected, String line) throws Miss {
        Miss.unless(line.startsWith(expected), "%s", line);
        return line.substring(expected.length()).strip();
    }

    @Override
    public void close() throws IOException {
        child.close();
    }
}
