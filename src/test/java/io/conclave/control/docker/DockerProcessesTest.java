package io.conclave.control.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.config.DockerSettings;
import io.conclave.testing.UnusedPort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine as no real one behaves on demand. */
class DockerProcessesTest {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(UnusedPort.any(), 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }

    /** What the engine does with each connection. */
    private interface Behaviour {
        void with(Socket socket) throws Exception;
    }

    private DockerProcesses engine(Behaviour behaviour) {
        threads.execute(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    sockets.add(socket);
                    threads.execute(() -> {
                        try {
                            behaviour.with(socket);
                        } catch (Exception e) {
                            // The other side has gone, which is what is tested.
                        }
                    });
                } catch (IOException e) {
                    return;
                }
            }
        });
        return at(URI.create("tcp://127.0.0.1:" + server.getLocalPort()));
    }

    private static DockerProcesses at(URI endpoint) {
        return at(endpoint, InetAddress::getAllByName);
    }

    private static DockerProcesses at(URI endpoint, EngineName.Lookup lookup) {
        var settings = new DockerSettings(true, endpoint, Optional.empty(), Duration.ofSeconds(1));
        return new DockerProcesses(settings, List.of("zk1"), LIMIT, lookup);
    }

    private static Problem problemOfStart(DockerProcesses processes) {
        long begun = System.nanoTime();
        try (processes) {
            Problem problem = catchThrowableOfType(ProblemException.class, () -> processes.start("zk1"))
                    .problem();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT.multipliedBy(10));
            return problem;
        }
    }

    @Test
    void engineThatAcceptsAndSaysNothingIsGivenUpWithTheOutcomeUnknown() {
        Problem problem = problemOfStart(engine(socket -> Thread.sleep(60_000)));

        assertThat(problem.status()).isEqualTo(504);
        assertThat(problem.code()).isEqualTo("outcome_unknown");
        assertThat(problem.detail()).contains("has not answered within 1 s (start of zk1)");
    }

    @Test
    void engineWhoseNameNobodyLooksUpInTimeIsAwayAndWasAskedNothing() {
        var never = new CountDownLatch(1);
        Problem problem = problemOfStart(at(URI.create("tcp://docker-proxy:2375"), host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        }));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.code()).isEqualTo("docker_away");
        assertThat(problem.detail()).contains("no name server gave an address of docker-proxy within 1000 ms");
    }

    @Test
    void engineWhoseNameIsUnknownIsAway() {
        Problem problem = problemOfStart(at(URI.create("tcp://docker-proxy:2375"), host -> {
            throw new UnknownHostException(host);
        }));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.code()).isEqualTo("docker_away");
        assertThat(problem.detail()).contains("no address of docker-proxy is known");
    }

    @Test
    void engineThatLetsNoConnectionInIsAwayAndWasAskedNothing() throws IOException {
        // A listening socket whose queue is full drops each further attempt (tcp(7), listen(2)).
        try (var full = new ServerSocket(UnusedPort.any(), 1, InetAddress.getLoopbackAddress())) {
            boolean queued = true;
            while (queued) {
                var socket = new Socket();
                sockets.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException e) {
                    queued = false;
                }
            }
            var settings = new DockerSettings(
                    true,
                    URI.create("tcp://127.0.0.1:" + full.getLocalPort()),
                    Optional.empty(),
                    Duration.ofSeconds(1));
            Problem problem = problemOfStart(
                    new DockerProcesses(settings, List.of("zk1"), LIMIT.multipliedBy(8), InetAddress::getAllByName));

            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.code()).isEqualTo("docker_away");
        }
    }

    @Test
    void engineThatGoesOnSayingALittleIsGivenUpJustAsWell() {
        Problem problem = problemOfStart(engine(socket -> {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n[".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 600; i++) {
                out.write(' ');
                out.flush();
                Thread.sleep(100);
            }
        }));

        assertThat(problem.code()).isEqualTo("outcome_unknown");
    }

    @Test
    void engineThatIsNotThereIsNamedWithWhatToCheck() throws IOException {
        server.close();

        Problem tcp = problemOfStart(at(URI.create("tcp://127.0.0.1:" + server.getLocalPort())));
        Problem socket = problemOfStart(at(URI.create("unix:///no/such/docker.sock")));

        assertThat(tcp.status()).isEqualTo(503);
        assertThat(tcp.code()).isEqualTo("docker_away");
        assertThat(tcp.detail()).contains("tcp://127.0.0.1:").contains("DOCKER_ENDPOINT");
        assertThat(socket.code()).isEqualTo("docker_away");
        assertThat(socket.detail()).contains("/no/such/docker.sock");
    }

    @Test
    void answerThatIsNoEnginesIsNoSuccess() {
        Problem problem = problemOfStart(engine(socket -> {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }));

        assertThat(problem.status()).isIn(502, 503);
    }

    @Test
    void refusalOfAProxyIsToldInItsOwnWords() {
        Problem problem = problemOfStart(engine(socket -> {
            socket.getOutputStream()
                    .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 11\r\n\r\nnot allowed"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }));

        assertThat(problem.status()).isEqualTo(502);
        assertThat(problem.detail()).contains("not allowed");
    }
}
