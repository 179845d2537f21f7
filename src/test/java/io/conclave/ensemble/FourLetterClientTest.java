package io.conclave.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.config.NodeAddress;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.NetSocket;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FourLetterClientTest {

    /** For what takes its whole time. */
    private static final Duration TIMEOUT = Duration.ofMillis(400);

    /** For what must be there before its time is over, however busy the machine is. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String LEADER = Replies.read("leader-3.9.5.srvr");

    private Vertx vertx;
    private FourLetterClient client;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        client = within(PATIENCE);
    }

    private FourLetterClient within(Duration limit) {
        return new FourLetterClient(vertx, limit, Clock.systemUTC(), System::nanoTime);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    @Test
    void wholeReplyIsText() {
        FakeServer server = FakeServer.start(vertx, FakeServer.answers(word -> LEADER));

        Exchange exchange = ask(server);

        assertThat(exchange.reply()).isEqualTo(new Reply.Text(LEADER));
        assertThat(exchange.word()).isEqualTo(FourLetterWord.SRVR);
        assertThat(exchange.took()).isBetween(Duration.ZERO, PATIENCE);
    }

    @Test
    void replyInManyPiecesIsPutTogether() {
        FakeServer server = FakeServer.start(vertx, (socket, word) -> drip(socket, LEADER, 1));

        assertThat(ask(server).reply()).isEqualTo(new Reply.Text(LEADER));
    }

    @Test
    void refusedWordIsToldFromAnyFigure() {
        FakeServer server = FakeServer.start(vertx, FakeServer.answers(word -> null));

        assertThat(ask(server).reply()).isEqualTo(new Reply.NotWhitelisted());
    }

    @Test
    void serverThatIsNotServingSaysSo() {
        FakeServer server = FakeServer.start(vertx, FakeServer.answers(word -> Replies.read("looking-3.9.5.srvr")));

        assertThat(ask(server).reply()).isEqualTo(new Reply.NotServing());
    }

    @Test
    void connectionClosedWithoutAByteIsTheConnectionLimit() {
        FakeServer server = FakeServer.start(vertx, FakeServer.CLOSES_AT_ONCE);

        assertThat(ask(server).reply()).isEqualTo(new Reply.ClosedEarly());
    }

    @Test
    void connectionResetWithoutAByteIsTheConnectionLimitToo() throws Exception {
        try (ServerSocket listener = new ServerSocket(0)) {
            Thread server = new Thread(() -> resetOne(listener));
            server.start();

            Reply reply = ask(NodeAddress.of("zk1", "127.0.0.1", listener.getLocalPort()), FourLetterWord.SRVR)
                    .reply();

            assertThat(reply).isEqualTo(new Reply.ClosedEarly());
            server.join(5_000);
        }
    }

    private static void resetOne(ServerSocket listener) {
        try (var socket = listener.accept()) {
            // As NIOServerCnxnFactory does beyond maxClientCnxns.
            socket.setSoLinger(true, 0);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void halfAReplyIsCut() {
        String half = LEADER.substring(0, 200);
        FakeServer server = FakeServer.start(vertx, FakeServer.answers(word -> half));

        assertThat(ask(server).reply()).isEqualTo(new Reply.Cut(half));
    }

    @Test
    void binaryIsGarbage() {
        FakeServer server = FakeServer.start(
                vertx, (socket, word) -> socket.end(Buffer.buffer(new byte[] {0x15, 0x03, 0x03, 0, 2, 2, 40})));

        assertThat(ask(server).reply()).isEqualTo(new Reply.Garbage());
    }

    @Test
    void tenMebibytesAreNotReadToTheirEnd() {
        FakeServer server = FakeServer.start(vertx, (socket, word) -> {
            Buffer line = Buffer.buffer("x".repeat(1023) + "\n");
            for (int i = 0; i < 10 * 1024; i++) {
                socket.write(line);
            }
            socket.end();
        });

        assertThat(ask(server).reply()).isEqualTo(new Reply.TooLarge(FourLetterWord.SRVR.limitBytes()));
        awaitAllClosed(server);
    }

    @Test
    void endlessDripEndsAtTheTimeLimitAndIsToldFromSilence() {
        client = within(TIMEOUT);
        FakeServer dripping = FakeServer.start(vertx, (socket, word) -> drip(socket, "x".repeat(10_000), 20));
        FakeServer silent = FakeServer.start(vertx, FakeServer.SILENT);

        assertThat(ask(dripping).reply()).isInstanceOf(Reply.Dripping.class);
        assertThat(ask(silent).reply()).isEqualTo(new Reply.Silent());
        awaitAllClosed(dripping);
        awaitAllClosed(silent);
    }

    @Test
    void portThatNobodyListensOnIsRefusedAtOnce() {
        FakeServer server = FakeServer.start(vertx, FakeServer.SILENT);
        NodeAddress address = server.address("zk1");
        server.stop();

        Exchange exchange = ask(address, FourLetterWord.SRVR);

        assertThat(exchange.reply()).isEqualTo(new Reply.Refused());
        assertThat(exchange.took()).isLessThan(PATIENCE);
    }

    @Test
    void blackHoleIsUnreachableAndToldFromAServerThatHangs() throws Exception {
        client = within(TIMEOUT);
        try (BlackHole hole = new BlackHole()) {
            Exchange exchange = ask(hole.address("zk1"), FourLetterWord.SRVR);

            assertThat(exchange.reply())
                    .isInstanceOfSatisfying(Reply.Unreachable.class, reply -> assertThat(reply.silent())
                            .isTrue());
            assertThat(exchange.took()).isBetween(TIMEOUT.minusMillis(50), PATIENCE);
        }
    }

    @Test
    void hostNameThatIsNotKnownIsUnreachableAndSaysSo() {
        Exchange exchange = ask(NodeAddress.of("zk1", "no-such-host.invalid", 2181), FourLetterWord.SRVR);

        assertThat(exchange.reply()).isInstanceOf(Reply.Unreachable.class);
    }

    @Test
    void threeHundredServersOfWhichOneTenthIsDeadCostOneTimeLimit() throws Exception {
        Duration limit = Duration.ofSeconds(3);
        client = within(limit);
        FakeServer server = FakeServer.start(vertx, FakeServer.answers(word -> LEADER));
        try (BlackHole hole = new BlackHole()) {
            List<NodeAddress> nodes = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                nodes.add(i % 10 == 0 ? hole.address("zk" + i) : server.address("zk" + i));
            }
            int threads = Thread.activeCount();
            long start = System.nanoTime();

            List<Exchange> exchanges = askAll(nodes);

            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(exchanges.stream().filter(exchange -> exchange.reply() instanceof Reply.Text))
                    .hasSize(270);
            assertThat(exchanges.stream().filter(exchange -> exchange.reply() instanceof Reply.Unreachable))
                    .hasSize(30);
            assertThat(took).isLessThan(limit.multipliedBy(2));
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 2);
            awaitAllClosed(server);
        }
    }

    private void awaitAllClosed(FakeServer server) {
        await().atMost(Duration.ofSeconds(5)).until(() -> server.open() == 0);
    }

    private void drip(NetSocket socket, String text, long everyMs) {
        int[] at = {0};
        vertx.setPeriodic(everyMs, timer -> {
            if (at[0] == text.length()) {
                vertx.cancelTimer(timer);
                socket.end();
                return;
            }
            int end = Math.min(text.length(), at[0] + 40 / (int) everyMs);
            socket.write(text.substring(at[0], end));
            at[0] = end;
        });
    }

    /** Netty 4.2.9, which Vert.x 5.0.7 brings, asks the kernel without a pause meanwhile (its issue 16240). */
    @Test
    void hostNameThatNobodyResolvesCostsTimeAndNoProcessor() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            vertx.close().await(5, TimeUnit.SECONDS);
            vertx = Vertx.vertx(new VertxOptions()
                    .setPreferNativeTransport(true)
                    .setAddressResolverOptions(new AddressResolverOptions()
                            .addServer("127.0.0.1:" + silent.getLocalPort())
                            .setQueryTimeout(PATIENCE.toMillis())));
            client = within(Duration.ofSeconds(1));
            NodeAddress node = NodeAddress.of("zk1", "host.example.org", 2181);
            ask(node, FourLetterWord.SRVR);
            long before = eventLoopNanos();

            Exchange exchange = ask(node, FourLetterWord.SRVR);

            Duration busy = Duration.ofNanos(eventLoopNanos() - before);
            assertThat(exchange.reply()).isInstanceOf(Reply.Unreachable.class);
            assertThat(busy).isLessThan(exchange.took().dividedBy(5));
        }
    }

    private static long eventLoopNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("vert.x-eventloop"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    private Exchange ask(FakeServer server) {
        return ask(server.address("zk1"), FourLetterWord.SRVR);
    }

    private Exchange ask(NodeAddress node, FourLetterWord word) {
        return onContext(() -> client.ask(node, word));
    }

    private List<Exchange> askAll(List<NodeAddress> nodes) {
        return onContext(() -> {
            List<Future<Exchange>> asked = nodes.stream()
                    .map(node -> client.ask(node, FourLetterWord.SRVR))
                    .toList();
            return Future.join(asked).map(all -> all.<Exchange>list());
        });
    }

    private <T> T onContext(java.util.function.Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        vertx.runOnContext(go -> call.get().onComplete(promise));
        try {
            return promise.future().await(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
