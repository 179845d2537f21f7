package io.conclave.agent;

import static io.conclave.testing.Answers.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.conclave.bus.ControllerRef;
import io.conclave.storage.Copied;
import io.conclave.storage.CopyOrder;
import io.conclave.storage.CopyState;
import io.conclave.storage.Deposit;
import io.conclave.storage.FailPoints;
import io.conclave.storage.NodeStorageContract.Followed;
import io.conclave.storage.StorageReason;
import io.conclave.storage.Workbench;
import io.conclave.testing.Relay;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an agent refuses, and how a copy between two of them meets a broken network. */
class AgentServerTest {

    private static final String ID = "00000000-0000-7000-8000-000000000001";

    @TempDir
    Path root;

    private final Vertx vertx = Vertx.vertx();
    private final Workbench bench = Workbench.on(vertx, FailPoints.OFF, System::nanoTime, Duration.ofSeconds(4));
    private final AtomicReference<ControllerRef> self = new AtomicReference<>(new ControllerRef("c1", 3));
    private final HttpClient http = HttpClient.newHttpClient();
    private final AgentClient client = new AgentClient(vertx, Optional.empty(), self::get);
    private TestAgent one;
    private TestAgent two;
    private RemoteStorage source;
    private RemoteStorage target;

    @BeforeEach
    void start() throws Exception {
        one = TestAgent.start(bench, "zk1", root.resolve("zk1"), Optional.empty());
        two = TestAgent.start(bench, "zk2", root.resolve("zk2"), Optional.empty());
        source = storage("zk1", one.url());
        target = storage("zk2", two.url());
    }

    private RemoteStorage storage(String node, String url) {
        RemoteStorage storage = new RemoteStorage(bench, node, client, client, () -> {});
        storage.registered(url);
        done(storage.measure());
        return storage;
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        done(vertx.close());
    }

    @ParameterizedTest
    @CsvSource({"keep", "discard", "release", "doom", "spare", "erase", "withdraw", "generate", "copy", "clear"})
    void commandOfALowerEpochIsRefusedWhateverItIs(String verb) throws Exception {
        Path file = Files.write(root.resolve("zk1").resolve(ID), new byte[] {1});
        done(source.keep(UUID.randomUUID().toString()));
        String path = verb.equals("clear") ? "/clear" : "/files/" + ID + "/" + verb;
        String body =
                switch (verb) {
                    case "withdraw" -> "{\"id\":\"" + ID + "\",\"sizeBytes\":1,\"sha256\":\"\"}";
                    case "generate" -> "{\"sizeBytes\":1,\"seed\":1}";
                    case "copy" ->
                        "{\"order\":{\"id\":\"" + ID + "\",\"sizeBytes\":1,\"sha256\":\"\"},\"from\":\"zk2\",\"url\":\""
                                + two.url() + "\"}";
                    case "clear" -> "{\"leftovers\":[{\"kind\":\"TEMPORARY\",\"id\":\"" + ID + "\"}],\"promised\":[]}";
                    default -> "";
                };

        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(one.url() + "/v1/zk1" + path))
                        .header("Conclave-Controller", "old")
                        .header("Conclave-Epoch", "2")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("\"fenced\"").contains("epoch 2 of old is over: c1");
        assertThat(file).hasBinaryContent(new byte[] {1});
        assertThat(names("zk1")).containsExactly(ID);
    }

    @Test
    void uploadThatBeganBeforeAnotherControllerTookOverIsNotPublished() throws Exception {
        Deposit deposit = done(source.receive(ID, -1));
        done(deposit.write(new byte[100_000], 100_000));
        await().until(() -> names("zk1").contains(".tmp." + ID));

        self.set(new ControllerRef("c2", 4));
        done(source.keep(UUID.randomUUID().toString()));

        assertThatThrownBy(() -> done(deposit.complete())).hasMessageContaining("epoch 3 of c1 is over");
        assertThat(names("zk1")).doesNotContain(ID);
    }

    @Test
    void copyThatBeganBeforeAnotherControllerTookOverEnds() throws Exception {
        byte[] bytes = put(30_000_000);
        try (Relay relay = Relay.to(one.port)) {
            relay.slowTo(2_000_000);
            source.registered(relay.base().toString());
            Followed followed = new Followed();
            Future<Copied> copy = target.copy(order(bytes), source.asSource(), followed);
            await().until(() -> followed.states.stream().anyMatch(state -> state.copiedBytes() > 0));

            self.set(new ControllerRef("c2", 4));
            done(target.keep(UUID.randomUUID().toString()));

            assertThat(((Copied.Failed) done(copy)).problem().code()).isEqualTo("fenced");
            assertThat(names("zk2")).doesNotContain(ID);
        }
    }

    @Test
    void commandWithoutAnEpochIsRefusedAndReadsNeedNone() throws Exception {
        Files.write(root.resolve("zk1").resolve(ID), new byte[] {7});

        assertThat(post("/v1/zk1/files/" + ID + "/release").statusCode()).isEqualTo(400);
        assertThat(get("/v1/zk1/files/" + ID, "127.0.0.1"))
                .startsWith("HTTP/1.1 200")
                .endsWith("\u0007");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/zk1/files/..%2F..%2Fetc%2Fpasswd, 400",
        "/v1/zk1/files/../../etc/passwd, 404",
        "/v1/zk1/files/.epoch.json, 400",
        "/v1/zk1/files, 404",
        "/v1/zk2/room, 421",
        "/v1/zk1/nothing, 404",
        "/, 404"
    })
    void pathThatIsNoFilesOfThisNodeIsRefused(String path, int status) throws Exception {
        assertThat(get(path, "127.0.0.1")).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void pageOfAnotherSiteThatResolvesToThisMachineIsRefused() throws Exception {
        assertThat(get("/v1/zk1/room", "evil.example")).startsWith("HTTP/1.1 421");
    }

    @Test
    void callWithoutTheTokenIsRefused() throws Exception {
        try (TestAgent guarded = TestAgent.start(bench, "zk3", root.resolve("zk3"), Optional.of("s3cret"))) {
            RemoteStorage stranger = storage("zk3", guarded.url());

            assertThat(stranger.room().available()).isFalse();
            assertThat(stranger.room().reason()).isEqualTo(StorageReason.AGENT_REFUSES);
            assertThatThrownBy(() -> done(stranger.keep(ID))).hasMessageContaining("wants its token");
        }
    }

    @Test
    void moreThanTheLimitIsNotTaken() {
        Deposit deposit = done(source.receive(ID, -1));
        byte[] piece = new byte[1 << 20];

        assertThatThrownBy(() -> {
                    for (int i = 0; i <= TestAgent.LIMIT >> 20; i++) {
                        done(deposit.write(piece, piece.length));
                    }
                    done(deposit.complete());
                })
                .hasMessageContaining("larger than");
        await().untilAsserted(() -> assertThat(names("zk1")).isEmpty());
    }

    @Test
    void pullThatBreaksGoesOnWhereItEnded() throws Exception {
        byte[] bytes = put(12_000_000);
        try (Relay relay = Relay.to(one.port)) {
            relay.slowTo(4_000_000);
            source.registered(relay.base().toString());
            Followed followed = new Followed();
            Future<Copied> copy = target.copy(order(bytes), source.asSource(), followed);
            await().until(() -> followed.states.stream().anyMatch(state -> state.copiedBytes() > 4_000_000));

            relay.cut();
            await().until(() -> followed.states.stream().anyMatch(state -> state.stalledMs() > 1_500));
            assertThat(followed.states)
                    .extracting(CopyState::stalledBy)
                    .contains(new CopyState.Stall("zk1", StorageReason.AGENT_AWAY));
            relay.mend();

            assertThat(done(copy)).isEqualTo(new Copied.Made(true));
            assertThat(relay.carried()).isBetween((long) bytes.length, bytes.length + 3_000_000L);
        }
        assertThat(root.resolve("zk2").resolve(ID)).hasBinaryContent(bytes);
        assertThat(names("zk2")).containsExactly(ID);
    }

    @Test
    void sourceThatStaysAwayEndsTheCopyWithItsNameAndLeavesNothing() throws Exception {
        byte[] bytes = put(12_000_000);
        try (Relay relay = Relay.to(one.port)) {
            relay.slowTo(4_000_000);
            source.registered(relay.base().toString());
            Followed followed = new Followed();
            Future<Copied> copy = target.copy(order(bytes), source.asSource(), followed);
            await().until(() -> followed.states.stream().anyMatch(state -> state.copiedBytes() > 1_000_000));
            relay.cut();

            Copied.Failed failed = (Copied.Failed) done(copy);

            assertThat(failed.clean()).isTrue();
            assertThat(failed.problem().code()).isEqualTo("agent_away");
            assertThat(failed.problem().detail()).contains("came from zk1 for").contains("does not answer");
        }
        assertThat(names("zk2")).isEmpty();
    }

    @Test
    void targetThatStartsAgainAtAnotherPortGoesOnWithWhatItHas() throws Exception {
        byte[] bytes = put(12_000_000);
        try (Relay relay = Relay.to(one.port)) {
            relay.slowTo(4_000_000);
            source.registered(relay.base().toString());
            Followed followed = new Followed();
            Future<Copied> copy = target.copy(order(bytes), source.asSource(), followed);
            await().until(() -> followed.states.stream().anyMatch(state -> state.copiedBytes() > 4_000_000));

            two.close();
            two = TestAgent.start(bench, "zk2", root.resolve("zk2"), Optional.empty());
            target.registered(two.url());

            assertThat(done(copy)).isEqualTo(new Copied.Made(true));
            assertThat(relay.carried()).isLessThan(bytes.length + 6_000_000L);
        }
        assertThat(root.resolve("zk2").resolve(ID)).hasBinaryContent(bytes);
    }

    @Test
    void storageWhoseAgentIsAwaySaysSoAndComesBackAsAnotherAppearance() throws Exception {
        long before = source.presence();
        one.close();

        assertThatThrownBy(() -> done(source.keep(ID))).hasMessageContaining("the agent of zk1 at " + one.url());
        assertThat(source.presence()).isZero();
        assertThat(source.room().reason()).isEqualTo(StorageReason.AGENT_AWAY);

        one = TestAgent.start(bench, "zk1", root.resolve("zk1"), Optional.empty());
        source.registered(one.url());
        done(source.measure());
        assertThat(source.room().available()).isTrue();
        assertThat(source.presence()).isGreaterThan(before);
    }

    @Test
    void folderOfAnotherNodeIsRefused() {
        assertThatThrownBy(() -> TestAgent.start(bench, "zk9", root.resolve("zk1"), Optional.empty()))
                .hasMessageContaining("holds the bytes of zk1, not of zk9");
    }

    private byte[] put(int length) throws Exception {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        Files.write(root.resolve("zk1").resolve(ID), bytes);
        return bytes;
    }

    private static CopyOrder order(byte[] bytes) throws Exception {
        return new CopyOrder(
                ID,
                bytes.length,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    private HttpResponse<String> post(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(one.url() + path))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** On a raw socket, since clients put paths and names right before they send them. */
    private String get(String path, String host) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", one.port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private java.util.List<String> names(String node) throws Exception {
        try (Stream<Path> all = Files.list(root.resolve(node))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !name.matches("\\.(storage|epoch)\\.json"))
                    .toList();
        }
    }
}
