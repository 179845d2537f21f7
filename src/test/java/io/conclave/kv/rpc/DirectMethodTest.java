package io.conclave.kv.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.wire.GetRequest;
import io.conclave.kv.wire.GetResponse;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.KeyValueGrpcService;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Get as a direct method that answers the length of the call's message; the library's answers {@link #LIBRARY}. */
class DirectMethodTest {

    private static final long SECONDS = 20;
    private static final long LIBRARY = -7;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final String TOKEN = "let-me-in-please";
    private static final RpcOptions OPEN = new RpcOptions("127.0.0.1", 0, Optional.empty(), Optional.empty());
    private static final RpcOptions GUARDED = new RpcOptions("127.0.0.1", 0, Optional.of(TOKEN), Optional.empty());
    private static final KvException ELSEWHERE =
            KvException.elsewhere(KvReason.NOT_OWNER, new KvException.Redirect("g2", "127.0.0.1:9", 12));

    private final Vertx vertx = Vertx.vertx();
    private final GrpcClient client = RpcClient.create(vertx, OPEN, Duration.ofSeconds(SECONDS));
    private volatile DirectMethod method = DirectMethodTest::answerLength;
    private volatile Future<GetResponse> library = Future.succeededFuture(response(LIBRARY));
    private String address;

    @BeforeEach
    void serve() throws Exception {
        address = serve(OPEN);
    }

    @AfterEach
    void close() throws Exception {
        result(vertx.close());
    }

    @Test
    void aPlainCallIsAnsweredDirectly() throws Exception {
        GetRequest request = request(10);
        assertThat(version(request)).isEqualTo(request.getSerializedSize());
    }

    @Test
    void aMessageThatComesInManyPiecesIsPutTogether() throws Exception {
        GetRequest request = request(3 << 20);
        assertThat(version(request)).isEqualTo(request.getSerializedSize());
    }

    @Test
    void aMessageThatIsTooLongIsNotKeptAndTheMethodIsTold() throws Exception {
        assertThat(version(request((int) RpcServer.MAX_MESSAGE_BYTES + 1))).isEqualTo(-1);
        assertThat(version(request(2 * (int) RpcServer.MAX_MESSAGE_BYTES))).isEqualTo(-1);
    }

    @Test
    void manyCallsOnOneConnectionGetEachItsOwnAnswer() throws Exception {
        List<Future<GetResponse>> answers = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            answers.add(call(request(i)).compose(GrpcClientResponse::last));
        }
        for (int i = 1; i <= 500; i++) {
            assertThat(result(answers.get(i - 1)).getVersion())
                    .isEqualTo(request(i).getSerializedSize());
        }
    }

    @Test
    void aCompressedCallIsLeftToTheLibrary() throws Exception {
        Future<GetResponse> answer = client.request(HostPort.parse(address), KeyValueGrpcClient.Get)
                .compose(request -> request.encoding("gzip").send(request(10)))
                .compose(GrpcClientResponse::last);
        assertThat(result(answer).getVersion()).isEqualTo(LIBRARY);
    }

    @Test
    void aRefusalIsTheSameAsTheLibrarysToTheLastHeader() throws Exception {
        method = call -> call.refuse(ELSEWHERE);
        library = Future.failedFuture(ELSEWHERE);
        GrpcClientResponse<?, ?> direct = ended(call(request(1)));
        GrpcClientResponse<?, ?> full = ended(client.request(HostPort.parse(address), KeyValueGrpcClient.Get)
                .compose(request -> request.encoding("gzip").send(request(1))));

        assertThat(direct.status()).isEqualTo(GrpcStatus.FAILED_PRECONDITION);
        assertThat(direct.statusMessage()).isEqualTo(full.statusMessage());
        for (String field : List.of("conclave-reason", "conclave-primary", "conclave-group", "conclave-ring-version")) {
            assertThat(direct.headers().get(field))
                    .as(field)
                    .isNotNull()
                    .isEqualTo(full.headers().get(field));
        }
    }

    @Test
    void aFaultOfOursIsInternalAndEndsNothingElse() throws Exception {
        method = call -> {
            throw new IllegalStateException("a fault");
        };
        assertThat(ended(call(request(1))).status()).isEqualTo(GrpcStatus.INTERNAL);
        method = DirectMethodTest::answerLength;
        assertThat(version(request(10))).isEqualTo(request(10).getSerializedSize());
    }

    @Test
    void withoutTheTokenNothingIsCalledDirectly() throws Exception {
        address = serve(GUARDED);
        assertThat(ended(call(request(1))).status()).isEqualTo(GrpcStatus.UNAUTHENTICATED);

        GrpcClient admitted = RpcClient.create(vertx, GUARDED, Duration.ofSeconds(SECONDS));
        Future<GetResponse> answer = admitted.request(HostPort.parse(address), KeyValueGrpcClient.Get)
                .compose(request -> request.send(request(10)))
                .compose(GrpcClientResponse::last);
        assertThat(result(answer).getVersion()).isEqualTo(request(10).getSerializedSize());
    }

    @Test
    void anAnswerThatComesAfterTheCallerHasGoneDisturbsNobody() throws Exception {
        AtomicReference<DirectCall> waiting = new AtomicReference<>();
        method = waiting::set;
        GrpcClientRequest<GetRequest, GetResponse> request =
                result(client.request(HostPort.parse(address), KeyValueGrpcClient.Get));
        request.end(request(1));
        await().atMost(Duration.ofSeconds(SECONDS)).until(() -> waiting.get() != null);
        request.cancel();

        method = call -> {
            // On the event loop of both, since they share the connection.
            answerLength(waiting.get(), 1);
            waiting.get().refuse(ELSEWHERE);
            answerLength(call);
        };
        assertThat(version(request(10))).isEqualTo(request(10).getSerializedSize());
    }

    @Test
    void aConnectionThatBreaksTheProtocolInTheMiddleOfACallIsClosed() throws Exception {
        AtomicReference<DirectCall> waiting = new AtomicReference<>();
        method = waiting::set;
        SocketAddress server = HostPort.parse(address);
        try (Socket socket = new Socket(server.host(), server.port())) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS));
            OutputStream out = socket.getOutputStream();
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            frame(out, SETTINGS, 0, 0, new byte[0]);
            ByteArrayOutputStream fields = new ByteArrayOutputStream();
            field(fields, ":method", "POST");
            field(fields, ":scheme", "http");
            field(fields, ":path", "/conclave.kv.v1.KeyValue/Get");
            field(fields, "content-type", "application/grpc");
            frame(out, HEADERS, END_HEADERS, 1, fields.toByteArray());
            frame(out, DATA, END_STREAM, 1, new byte[5]);
            await().atMost(Duration.ofSeconds(SECONDS)).until(() -> waiting.get() != null);

            frame(out, DATA, 0, 0, new byte[5]);

            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
        method = DirectMethodTest::answerLength;
        assertThat(version(request(10))).isEqualTo(request(10).getSerializedSize());
    }

    /** As RFC 9113 has frames. */
    private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array());
    }

    /** As RFC 7541 has a literal field that is not put into the table. */
    private static void field(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.write(value.length());
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static void answerLength(DirectCall call) {
        answerLength(call, call.isTooLong() ? -1 : call.body().readableBytes() - 5);
    }

    private static void answerLength(DirectCall call, long length) {
        byte[] answer = response(length).toByteArray();
        ByteBuf message = call.buffers().buffer();
        message.writeByte(0).writeInt(answer.length).writeBytes(answer);
        call.answer(message);
    }

    private static GetResponse response(long version) {
        return GetResponse.newBuilder().setVersion(version).build();
    }

    private static GetRequest request(int keyBytes) {
        return GetRequest.newBuilder()
                .setKey(ByteString.copyFrom(new byte[keyBytes]))
                .build();
    }

    private String serve(RpcOptions options) throws Exception {
        Service service = Service.service(KeyValueGrpcService.SERVICE_NAME, KeyValueGrpcService.SERVICE_DESCRIPTOR)
                .bind(KeyValueGrpcService.Get, Calls.unary(request -> library))
                .build();
        return result(RpcServer.listen(
                        vertx,
                        options,
                        1,
                        () -> List.of(service),
                        () -> true,
                        () -> Map.of("/conclave.kv.v1.KeyValue/Get", call -> method.call(call))))
                .address();
    }

    private long version(GetRequest request) throws Exception {
        return result(call(request).compose(GrpcClientResponse::last)).getVersion();
    }

    private Future<GrpcClientResponse<GetRequest, GetResponse>> call(GetRequest message) {
        return client.request(HostPort.parse(address), KeyValueGrpcClient.Get)
                .compose(request -> request.send(message));
    }

    private static <Q, A> GrpcClientResponse<Q, A> ended(Future<GrpcClientResponse<Q, A>> call) throws Exception {
        return result(call.compose(response -> response.end().map(response).otherwise(response)));
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.await(SECONDS, TimeUnit.SECONDS);
    }
}
