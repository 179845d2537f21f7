package io.conclave.bench.product;

import io.conclave.bench.Benchmark;
import io.conclave.bench.ChildJvm;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.ProductVertx;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import io.conclave.testing.RunningProduct;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * From the start of {@code java -jar conclave.jar demo} in an empty folder until a viewer has a snapshot with a healthy
 * ensemble, counts and a plan, against a JVM that only starts the same three servers until each serves.
 */
public final class StartupBenchmark implements Benchmark {

    private static final int WARMUPS = 1;
    private static final int ROUNDS = 3;
    private static final double GOAL_S = 6;

    /** Below the range from which the system gives ports to clients. */
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 32_000;

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        Vertx vertx = ProductVertx.create();
        try {
            return List.of(Rounds.take(WARMUPS, ROUNDS, () -> product(vertx, workshop), () -> bareEnsemble(workshop))
                    .figure("start to first complete snapshot", "s", "bare ensemble", Goal.valueAtMost(GOAL_S)));
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static double product(Vertx vertx, Workshop workshop) throws Exception {
        Path folder = workshop.newFolder("demo");
        int port = freePort();
        long since = System.nanoTime();
        RunningProduct product = RunningProduct.launch(folder, Map.of("HTTP_PORT", Integer.toString(port)), "demo");
        try (product) {
            FirstSnapshot.await(vertx, port);
            return (System.nanoTime() - since) / 1e9;
        }
    }

    private static double bareEnsemble(Workshop workshop) throws Exception {
        Path folder = workshop.newFolder("bare");
        long since = System.nanoTime();
        try (ChildJvm bare = ChildJvm.start(BareEnsemble.class, folder)) {
            String answer = bare.ask("start " + folder.resolve("zk"));
            Miss.unless(answer.equals("serving"), "the bare ensemble answered %s", answer);
            return (System.nanoTime() - since) / 1e9;
        }
    }

    private static int freePort() throws IOException {
        for (int port = FIRST_PORT; port < LAST_PORT; port++) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // The next one may be free.
            }
        }
        throw new IOException("no port is free from " + FIRST_PORT + " to " + LAST_PORT);
    }
}
