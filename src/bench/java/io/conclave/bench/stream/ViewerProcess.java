package io.conclave.bench.stream;

import io.conclave.bench.Lines;
import io.conclave.bench.ProductVertx;
import io.conclave.bench.Spread;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The JVM with the viewers. Its orders, one a line:
 *
 * <ul>
 *   <li>{@code open <group> <port> <sockets> <topic>} answers {@code opened}
 *   <li>{@code expect <group> <messages>} answers {@code expecting}, then {@code complete <n>} as they arrive, or
 *       {@code wrong <why>}
 *   <li>{@code delays <group> <nanos>…} with the time at which each message was sent answers {@code delays <p50>
 *       <p99>}, milliseconds
 *   <li>{@code close <group>} answers {@code closed}
 * </ul>
 */
final class ViewerProcess {

    private final Vertx vertx = ProductVertx.create();
    private final Context context = vertx.getOrCreateContext();
    private final Map<String, Viewers> groups = new HashMap<>();
    private final Lines lines;

    private ViewerProcess(Lines lines) {
        this.lines = lines;
    }

    /**
     * Runs until the suite closes the line.
     *
     * @param args where the suite listens
     */
    public static void main(String[] args) throws IOException {
        try (Lines lines = Lines.toSuite(args)) {
            ViewerProcess process = new ViewerProcess(lines);
            for (String order = lines.next(); order != null; order = lines.next()) {
                String[] words = order.split(" ", -1);
                process.context.runOnContext(ignored -> process.obey(words));
            }
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private void obey(String[] words) {
        String group = words[1];
        switch (words[0]) {
            case "open" -> open(group, Integer.parseInt(words[2]), Integer.parseInt(words[3]), words[4]);
            case "expect" -> {
                groups.get(group).expect(Integer.parseInt(words[2]));
                tell("expecting");
            }
            case "delays" -> tellDelays(groups.get(group), words);
            case "close" -> groups.remove(group).close().onComplete(ignored -> tell("closed"));
            default -> tell("wrong there is no order " + words[0]);
        }
    }

    private void open(String group, int port, int sockets, String topic) {
        Viewers viewers = new Viewers(vertx, sockets, new Reporter());
        groups.put(group, viewers);
        viewers.open(port, topic).onSuccess(all -> tell("opened")).onFailure(failure -> tell("wrong " + failure));
    }

    private void tellDelays(Viewers viewers, String[] words) {
        long[] sent = Arrays.stream(words).skip(2).mapToLong(Long::parseLong).toArray();
        double[] delays = viewers.delays(sent);
        tell("delays " + Spread.quantile(delays, 0.5) / 1e6 + " " + Spread.quantile(delays, 0.99) / 1e6);
    }

    private void tell(String line) {
        try {
            lines.send(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Passes on what viewers tell. */
    private final class Reporter implements Viewers.Listener {

        @Override
        public void progress(int complete) {
            tell("complete " + complete);
        }

        @Override
        public void wrong(String why) {
            tell("wrong " + why);
        }
    }
}
