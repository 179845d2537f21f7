package io.conclave.kv.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.wire.DeleteRequest;
import io.conclave.kv.wire.GetRequest;
import io.conclave.kv.wire.GetResponse;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.KeyValueGrpcService;
import io.conclave.kv.wire.PutRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.v1.HealthCheckRequest;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import io.vertx.grpc.reflection.v1.ServiceResponse;
import io.vertx.grpc.server.Service;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RpcServerTest {

    private static final String TOKEN = "let-me-in-please";
    private static final long SECONDS = 20;
    private static final RpcOptions OPEN = options(Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private boolean serving = true;

    @AfterEach
    void close() throws Exception {
        result(vertx.close());
    }

    @Test
    void aRefusalTravelsWithItsReasonAndWhomToAsk() throws Exception {
        String address = serve(OPEN, 1);

        GrpcClientResponse<?, ?> refused = call(
                OPEN,
                address,
                KeyValueGrpcClient.Delete,
                DeleteRequest.newBuilder().setKey(key("moved")).build());

        assertThat(refused.status()).isEqualTo(GrpcStatus.FAILED_PRECONDITION);
        assertThat(refused.statusMessage()).contains("belongs to group g2, whose primary is 127.0.0.1:9");
        // Where there is no message the trailers are the only frame, which Vert.x's client shows as headers.
        assertThat(refused.headers().get("conclave-reason")).isEqualTo("not_owner");
        assertThat(refused.headers().get("conclave-primary")).isEqualTo("127.0.0.1:9");
        assertThat(refused.headers().get("conclave-group")).isEqualTo("g2");
        assertThat(refused.headers().get("conclave-ring-version")).isEqualTo("12");
    }

    @Test
    void aFaultOfOursIsInternalAndEndsNothingElse() throws Exception {
        String address = serve(OPEN, 1);
        assertThat(call(OPEN, address, KeyValueGrpcClient.Put, PutRequest.getDefaultInstance())
                        .status())
                .isEqualTo(GrpcStatus.INTERNAL);
        assertThat(get(OPEN, address).getVersion()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(KvReason.class)
    void everyReasonHasAStatusThatIsNoSuccess(KvReason reason) {
        assertThat(Refusals.status(reason)).isNotIn(GrpcStatus.OK, GrpcStatus.INTERNAL);
    }

    @Test
    void withoutTheTokenOnlyHealthIsAnswered() throws Exception {
        RpcOptions guarded = options(Optional.of(TOKEN), Optional.empty());
        String address = serve(guarded, 1);

        for (RpcOptions wrong : List.of(OPEN, options(Optional.of("let-me-in-pleasf"), Optional.empty()))) {
            GrpcClientResponse<?, ?> refused =
                    call(wrong, address, KeyValueGrpcClient.Get, GetRequest.getDefaultInstance());
            assertThat(refused.status()).isEqualTo(GrpcStatus.UNAUTHENTICATED);
            assertThat(refused.headers().get("conclave-reason")).isEqualTo("unauthenticated");
            assertThat(health(wrong, address)).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
        }
        assertThat(get(guarded, address).getVersion()).isEqualTo(7);
    }

    @Test
    void healthFollowsWhatTheMemberSays() throws Exception {
        String address = serve(OPEN, 1);
        serving = false;
        assertThat(health(OPEN, address)).isEqualTo(HealthCheckResponse.ServingStatus.NOT_SERVING);
    }

    @Test
    void reflectionNamesTheServices() throws Exception {
        String address = serve(OPEN, 1);
        ServiceMethod<ServerReflectionResponse, ServerReflectionRequest> method = ServiceMethod.client(
                ServiceName.create("grpc.reflection.v1", "ServerReflection"),
                "ServerReflectionInfo",
                GrpcMessageEncoder.encoder(),
                GrpcMessageDecoder.decoder(ServerReflectionResponse.newBuilder()));

        GrpcClientResponse<ServerReflectionRequest, ServerReflectionResponse> answer = call(
                OPEN,
                address,
                method,
                ServerReflectionRequest.newBuilder().setListServices("").build());

        assertThat(messages.get(0))
                .asInstanceOf(InstanceOfAssertFactories.type(ServerReflectionResponse.class))
                .satisfies(listed -> assertThat(listed.getListServicesResponse().getServiceList().stream()
                                .map(ServiceResponse::getName))
                        .contains("conclave.kv.v1.KeyValue", "grpc.health.v1.Health"));
        assertThat(answer.status()).isIn(GrpcStatus.OK, null);
    }

    @Test
    void severalInstancesShareOnePort() throws Exception {
        String address = serve(OPEN, 3);
        for (int i = 0; i < 6; i++) {
            assertThat(get(OPEN, address).getVersion()).isEqualTo(7);
        }
    }

    @Test
    void withTlsOnlyThoseThatTrustTheAuthorityTalk() throws Exception {
        RpcOptions tls = options(Optional.empty(), Optional.of(certificate("one")));
        RpcOptions other = options(Optional.empty(), Optional.of(certificate("other")));
        String address = serve(tls, 1);

        assertThat(get(tls, address).getVersion()).isEqualTo(7);
        assertThatThrownBy(() -> get(other, address)).hasStackTraceContaining("SSL");
        assertThatThrownBy(() -> get(OPEN, address)).isNotNull();
    }

    @Test
    void anAddressThatOthersReachTakesATokenOrTheWordThatNoneIsWanted() {
        RpcOptions open = new RpcOptions("0.0.0.0", 0, Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> open.checkExposure(false)).hasMessageContaining("--kv-token", "--insecure");
        assertThat(open.checkExposure(true)).isEqualTo(open);
        RpcOptions guarded = new RpcOptions("0.0.0.0", 0, Optional.of(TOKEN), Optional.empty());
        assertThat(guarded.checkExposure(false)).isEqualTo(guarded);
        assertThat(OPEN.checkExposure(false)).isEqualTo(OPEN);
        assertThatThrownBy(() -> options(Optional.of("short"), Optional.empty()))
                .hasMessageContaining("--kv-token has 8 to 512");
        assertThatThrownBy(() -> new TlsFiles(folder.resolve("no.pem"), folder, folder))
                .hasMessageContaining("no.pem cannot be read");
    }

    @Test
    void addressesAreReadAndWritten() {
        assertThat(HostPort.of("::1", 80)).isEqualTo("[::1]:80");
        assertThat(HostPort.of("zk1", 80)).isEqualTo("zk1:80");
        assertThat(HostPort.parse("[::1]:80").host()).isEqualTo("::1");
        assertThat(HostPort.parse("zk1:80").port()).isEqualTo(80);
        for (String wrong : List.of("", ":", "zk1", "zk1:", "zk1:x", "zk1:70000")) {
            assertThatThrownBy(() -> HostPort.parse(wrong)).hasMessageContaining("is not host:port");
        }
    }

    private final List<Object> messages = new ArrayList<>();

    private String serve(RpcOptions options, int instances) throws Exception {
        return result(RpcServer.listen(vertx, options, instances, this::services, () -> serving))
                .address();
    }

    private List<Service> services() {
        return List.of(Service.service(KeyValueGrpcService.SERVICE_NAME, KeyValueGrpcService.SERVICE_DESCRIPTOR)
                .bind(
                        KeyValueGrpcService.Get,
                        Calls.unary(request -> Future.succeededFuture(
                                GetResponse.newBuilder().setVersion(7).build())))
                .bind(
                        KeyValueGrpcService.Delete,
                        Calls.unary(request -> Future.failedFuture(KvException.elsewhere(
                                KvReason.NOT_OWNER, new KvException.Redirect("g2", "127.0.0.1:9", 12)))))
                .bind(KeyValueGrpcService.Put, Calls.unary(request -> {
                    throw new IllegalStateException("a fault");
                }))
                .build());
    }

    private GetResponse get(RpcOptions options, String address) throws Exception {
        GrpcClient client = RpcClient.create(vertx, options, Duration.ofSeconds(SECONDS));
        return result(KeyValueGrpcClient.create(client, HostPort.parse(address))
                .get(GetRequest.newBuilder().setKey(key("k")).build()));
    }

    private HealthCheckResponse.ServingStatus health(RpcOptions options, String address) throws Exception {
        ServiceMethod<HealthCheckResponse, HealthCheckRequest> method = ServiceMethod.client(
                ServiceName.create("grpc.health.v1", "Health"),
                "Check",
                GrpcMessageEncoder.encoder(),
                GrpcMessageDecoder.decoder(HealthCheckResponse.newBuilder()));
        call(
                options,
                address,
                method,
                HealthCheckRequest.newBuilder()
                        .setService("conclave.kv.v1.KeyValue")
                        .build());
        return ((HealthCheckResponse) messages.get(messages.size() - 1)).getStatus();
    }

    /** One call to its end; its messages are kept. */
    private <Q, A> GrpcClientResponse<Q, A> call(
            RpcOptions options, String address, ServiceMethod<A, Q> method, Q message) throws Exception {
        GrpcClient client = RpcClient.create(vertx, options, Duration.ofSeconds(SECONDS));
        return result(client.request(HostPort.parse(address), method)
                .compose(request -> request.send(message))
                .compose(response -> {
                    response.handler(messages::add);
                    return response.end().map(response).otherwise(response);
                }));
    }

    private static ByteString key(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static RpcOptions options(Optional<String> token, Optional<TlsFiles> tls) {
        return new RpcOptions("127.0.0.1", 0, token, tls);
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.await(SECONDS, TimeUnit.SECONDS);
    }

    /** A certificate that is its own authority. */
    private TlsFiles certificate(String name) throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        Instant now = Instant.now();
        X500Name subject = new X500Name("CN=" + name);
        byte[] signed = new JcaX509v3CertificateBuilder(
                        subject,
                        BigInteger.ONE,
                        Date.from(now.minusSeconds(3600)),
                        Date.from(now.plusSeconds(3600)),
                        subject,
                        keys.getPublic())
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
        Path certificate = pem(name + ".pem", "CERTIFICATE", signed);
        Path key = pem(name + ".key", "PRIVATE KEY", keys.getPrivate().getEncoded());
        return new TlsFiles(certificate, key, certificate);
    }

    private Path pem(String file, String kind, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                folder.resolve(file), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
