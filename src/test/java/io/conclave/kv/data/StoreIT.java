package io.conclave.kv.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.conclave.kv.KvReason;
import io.conclave.kv.client.ClientTls;
import io.conclave.kv.client.KvCallException;
import io.conclave.kv.client.KvClient;
import io.conclave.kv.client.KvClientSettings;
import io.conclave.kv.client.KvEntry;
import io.conclave.kv.client.KvScan;
import io.conclave.kv.client.KvWatch;
import io.conclave.kv.rpc.HostPort;
import io.conclave.kv.rpc.RpcOptions;
import io.conclave.kv.rpc.TlsFiles;
import io.conclave.kv.server.KvServer;
import io.conclave.kv.server.ServerSettings;
import io.conclave.kv.wire.ChangeRingRequest;
import io.conclave.kv.wire.DataStatus;
import io.conclave.kv.znodes.CoordinationOptions;
import io.conclave.testing.Alone;
import io.conclave.testing.RealZooKeeper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SelfSignedCertificate;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.reflection.v1.ListServiceResponse;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whole stores: servers, members and clients in this process, on a real ZooKeeper. */
@Alone
class StoreIT {

    @RegisterExtension
    static final RealZooKeeper ZOOKEEPER = RealZooKeeper.ofServers(1);

    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setBlockedThreadCheckInterval(60_000));
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final RpcOptions OPEN = new RpcOptions("127.0.0.1", 0, Optional.empty(), Optional.empty());

    @TempDir
    private Path folder;

    private final String root = ZOOKEEPER.freshRoot();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private int folders;

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close();
    }

    private CoordinationOptions coordination() {
        return new CoordinationOptions(ZOOKEEPER.connectString(), root, Duration.ofSeconds(10));
    }

    private KvServer server(RpcOptions rpc) throws Exception {
        ServerSettings settings = new ServerSettings(
                coordination(), rpc, folder.resolve("s" + folders++), 8, Set.of("g1"), Duration.ofSeconds(2), "test");
        java.nio.file.Files.createDirectories(settings.dataDir());
        KvServer server = KvServer.start(VERTX, settings);
        opened.push(server);
        return server;
    }

    private DataSettings settings(String group, RpcOptions rpc, Path dataDir) {
        return new DataSettings(group, coordination(), rpc, dataDir, 1, Duration.ofSeconds(5), true, 1, "test");
    }

    private DataMember member(String group, RpcOptions rpc) throws Exception {
        DataMember member = DataMember.start(VERTX, settings(group, rpc, folder.resolve("d" + folders++)));
        opened.push(member);
        return member;
    }

    private DataMember primary(String group) throws Exception {
        DataMember member = member(group, OPEN);
        await().atMost(LIMIT).until(member::isPrimary);
        return member;
    }

    private static KvClient client(DataMember... seeds) {
        List<String> addresses =
                java.util.Arrays.stream(seeds).map(DataMember::address).toList();
        return KvClient.of(VERTX, KvClientSettings.of(addresses).within(Duration.ofSeconds(50)));
    }

    private static <T> T got(Future<T> future) throws Exception {
        return future.await(60, TimeUnit.SECONDS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<DataStatus> statuses(KvClient client) throws Exception {
        return got(client.status()).stream()
                .flatMap(member -> member.status().stream())
                .filter(io.conclave.kv.wire.StatusResponse::hasData)
                .map(io.conclave.kv.wire.StatusResponse::getData)
                .toList();
    }

    private static List<String> keys(KvClient client, String prefix) throws Exception {
        List<String> keys = new ArrayList<>();
        KvScan scan = client.scan(bytes(prefix), new byte[0], true);
        List<KvEntry> page = got(scan.next(100));
        while (!page.isEmpty()) {
            page.forEach(entry -> keys.add(new String(entry.key(), UTF_8)));
            page = got(scan.next(100));
        }
        return keys;
    }

    @Test
    void whatWasAcknowledgedIsThereAfterThePrimaryEndedAndAWatchMissesNothing() throws Exception {
        server(OPEN);
        DataMember first = primary("g1");
        DataMember second = member("g1", OPEN);
        KvClient client = client(first, second);
        await().atMost(LIMIT)
                .until(() ->
                        statuses(client).stream().filter(DataStatus::getInSync).count() == 2);
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        KvWatch watch = client.watch(
                bytes("k"), false, change -> told.add(new String(change.key(), UTF_8)), why -> told.add("" + why));
        got(watch.ready());

        List<String> keys = IntStream.range(0, 40).mapToObj("k%02d"::formatted).toList();
        for (String key : keys.subList(0, 20)) {
            got(client.put(bytes(key), bytes(key)));
        }
        first.close();
        for (String key : keys.subList(20, 40)) {
            got(client.put(bytes(key), bytes(key), OptionalLong.of(0)));
        }

        assertThat(second.isPrimary()).isTrue();
        assertThat(keys(client, "k")).isEqualTo(keys);
        for (String key : keys) {
            assertThat(got(client.get(bytes(key))).orElseThrow().value()).isEqualTo(bytes(key));
        }
        await().atMost(LIMIT).until(() -> told.size() >= keys.size());
        assertThat(told).isEqualTo(keys);
        watch.close();
    }

    @Test
    void aGroupComesInAndGoesOutWhileKeysAreWrittenAndNothingIsLostOrToldTwice() throws Exception {
        server(OPEN);
        DataMember one = primary("g1");
        DataMember two = member("g2", OPEN);
        KvClient client = client(one, two);
        await().atMost(LIMIT).until(two::isPrimary);
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        KvWatch watch = client.watch(
                bytes("r"),
                false,
                change -> told.add(new String(change.key(), UTF_8) + "=" + new String(change.value(), UTF_8)),
                why -> told.add("" + why));
        got(watch.ready());

        List<String> written = new ArrayList<>();
        write(client, written, "1");
        got(client.changeRing(ChangeRingRequest.newBuilder().setAddGroup("g2").build()));
        while (got(client.ring()).ring().isChanging()) {
            write(client, written, "2");
        }
        write(client, written, "3");
        assertThat(got(client.ring()).ring().groups()).containsExactly("g1", "g2");
        assertThat(keys(client, "r")).hasSize(30);
        assertThat(statuses(client))
                .allSatisfy(status -> assertThat(status.getKeys()).isPositive());

        got(client.changeRing(
                ChangeRingRequest.newBuilder().setRemoveGroup("g2").build()));
        await().atMost(LIMIT).until(() -> !got(client.ring()).ring().isChanging());
        write(client, written, "4");
        assertThat(keys(client, "r")).hasSize(30);
        for (int i = 0; i < 30; i++) {
            assertThat(got(client.get(bytes("r" + i))).orElseThrow().value()).isEqualTo(bytes("4"));
        }
        await().atMost(LIMIT).until(() -> told.size() >= written.size());
        assertThat(told).containsExactlyInAnyOrderElementsOf(written);
        watch.close();
    }

    private static void write(KvClient client, List<String> written, String value) throws Exception {
        for (int i = 0; i < 30; i++) {
            got(client.put(bytes("r" + i), bytes(value)));
            written.add("r" + i + "=" + value);
        }
    }

    @Test
    void aMemberKeepsItsNumberAndItsKeysAndNoOtherMayHaveItsFolder() throws Exception {
        server(OPEN);
        Path own = folder.resolve("own");
        DataMember member = DataMember.start(VERTX, settings("g1", OPEN, own));
        opened.push(member);
        await().atMost(LIMIT).until(member::isPrimary);
        got(client(member).put(bytes("k"), bytes("v")));
        assertThat(own.resolve("run.json")).content().contains(member.address(), "\"group\" : \"g1\"");
        assertThatThrownBy(() -> DataMember.start(VERTX, settings("g1", OPEN, own)))
                .hasMessageContaining("another process works in the folder");
        member.close();
        assertThat(own.resolve("run.json")).doesNotExist();

        assertThatThrownBy(() -> DataMember.start(VERTX, settings("g2", OPEN, own)))
                .hasMessageContaining("is that of g1/1");
        DataMember again = DataMember.start(VERTX, settings("g1", OPEN, own));
        opened.push(again);
        assertThat(again.number()).isEqualTo(1);
        assertThat(got(client(again).get(bytes("k"))).orElseThrow().value()).isEqualTo(bytes("v"));
    }

    /** As grpcurl does: it knows nothing but the address. */
    @Test
    void aGeneralClientFindsTheServicesDescribesThemAndCallsThem() throws Exception {
        server(OPEN);
        DataMember member = primary("g1");
        GrpcClient general = GrpcClient.client(VERTX);
        ListServiceResponse services = reflect(
                        general,
                        member,
                        ServerReflectionRequest.newBuilder().setListServices("").build())
                .getListServicesResponse();
        assertThat(services.getServiceList())
                .extracting(service -> service.getName())
                .contains("conclave.kv.v1.KeyValue", "grpc.health.v1.Health");

        ByteString file = reflect(
                        general,
                        member,
                        ServerReflectionRequest.newBuilder()
                                .setFileContainingSymbol("conclave.kv.v1.KeyValue")
                                .build())
                .getFileDescriptorResponse()
                .getFileDescriptorProto(0);
        FileDescriptor described = FileDescriptor.buildFrom(FileDescriptorProto.parseFrom(file), new FileDescriptor[0]);
        Descriptor put = described.findMessageTypeByName("PutRequest");
        DynamicMessage request = DynamicMessage.newBuilder(put)
                .setField(put.findFieldByName("key"), ByteString.copyFromUtf8("general"))
                .setField(put.findFieldByName("value"), ByteString.copyFromUtf8("client"))
                .build();
        Buffer answer =
                call(general, member, "conclave.kv.v1", "KeyValue", "Put", Buffer.buffer(request.toByteArray()));
        Descriptor response = described.findMessageTypeByName("PutResponse");
        assertThat(DynamicMessage.parseFrom(response, answer.getBytes()).getField(response.findFieldByName("applied")))
                .isEqualTo(true);
        assertThat(got(client(member).get(bytes("general"))).orElseThrow().value())
                .isEqualTo(bytes("client"));

        Buffer health = call(general, member, "grpc.health.v1", "Health", "Check", Buffer.buffer());
        assertThat(health.getBytes()).as("status SERVING").containsExactly(8, 1);
    }

    private static ServerReflectionResponse reflect(
            GrpcClient client, DataMember member, ServerReflectionRequest request) throws Exception {
        return ServerReflectionResponse.parseFrom(call(
                        client,
                        member,
                        "grpc.reflection.v1",
                        "ServerReflection",
                        "ServerReflectionInfo",
                        Buffer.buffer(request.toByteArray()))
                .getBytes());
    }

    private static Buffer call(
            GrpcClient client, DataMember member, String of, String service, String method, Buffer request)
            throws Exception {
        ServiceMethod<Buffer, Buffer> called = ServiceMethod.client(
                ServiceName.create(of, service), method, GrpcMessageEncoder.IDENTITY, GrpcMessageDecoder.IDENTITY);
        return got(client.request(HostPort.parse(member.address()), called)
                .compose(call -> call.send(request))
                .compose(response -> response.last()));
    }

    @Test
    void overTlsAndWithATokenOnlyThoseGetInThatHaveBoth() throws Exception {
        SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
        opened.push(certificate::delete);
        PemKeyCertOptions files = certificate.keyCertOptions();
        Path cert = Path.of(files.getCertPath());
        RpcOptions guarded = new RpcOptions(
                "localhost",
                0,
                Optional.of("a-long-token"),
                Optional.of(new TlsFiles(cert, Path.of(files.getKeyPath()), cert)));
        server(guarded);
        DataMember member = member("g1", guarded);
        await().atMost(LIMIT).until(member::isPrimary);
        KvClientSettings plain = KvClientSettings.of(List.of(member.address())).within(Duration.ofSeconds(20));
        KvClientSettings overTls = plain.withTls(new ClientTls(cert, Optional.empty()));

        KvClient inside = KvClient.of(VERTX, overTls.withToken("a-long-token"));
        got(inside.put(bytes("k"), bytes("v")));
        assertThat(got(inside.get(bytes("k"))).orElseThrow().value()).isEqualTo(bytes("v"));
        assertThatThrownBy(() -> got(
                        KvClient.of(VERTX, overTls.withToken("another-token")).put(bytes("k"), bytes("w"))))
                .isInstanceOfSatisfying(
                        KvCallException.class, why -> assertThat(why.reason()).isEqualTo(KvReason.UNAUTHENTICATED));
        assertThatThrownBy(() ->
                        got(KvClient.of(VERTX, plain.withToken("a-long-token").within(Duration.ofSeconds(2)))
                                .get(bytes("k"))))
                .isInstanceOfSatisfying(
                        KvCallException.class, why -> assertThat(why.reason()).isEqualTo(KvReason.UNREACHABLE));
    }
}
