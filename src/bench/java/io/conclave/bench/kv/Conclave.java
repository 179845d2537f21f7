package io.conclave.bench.kv;

import com.google.protobuf.ByteString;
import io.conclave.bench.ChildJvm;
import io.conclave.bench.Miss;
import io.conclave.bench.ProductVertx;
import io.conclave.config.EmbeddedSettings;
import io.conclave.embedded.EmbeddedEnsemble;
import io.conclave.kv.wire.DataStatus;
import io.conclave.kv.wire.GetRequest;
import io.conclave.kv.wire.GetResponse;
import io.conclave.kv.wire.GroupView;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.MemberAddress;
import io.conclave.kv.wire.PutRequest;
import io.conclave.kv.wire.StatusRequest;
import io.conclave.kv.wire.StatusResponse;
import io.conclave.testing.UnusedPort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The product: one group with so many members, all of which must have a write, one server, and an ensemble. */
final class Conclave implements Store {

    private static final String GROUP = "g1";
    private static final String DATA = "data";
    private static final int BASE_PORT = 2181;
    private static final long CALL_LIMIT_S = 10;

    private final Settings settings;
    private final Vertx vertx = ProductVertx.create();
    private final GrpcClient client = GrpcClient.client(vertx);
    private final Daemons daemons = new Daemons();
    private final Map<String, Daemon> members = new HashMap<>();
    private final Bodies bodies = new Bodies();
    private final Map<String, byte[]> written = new HashMap<>();
    private final GrpcLoad load;
    private EmbeddedEnsemble ensemble;
    private String server;

    private Conclave(Settings settings) {
        this.settings = settings;
        load = new GrpcLoad(settings.folder());
    }

    /**
     * How it is run.
     *
     * @param folder an empty one for all that it writes
     * @param copies members of the group
     * @param ensembleSize servers of the ensemble
     * @param minInSync copies that a write must have
     * @param sessionMs the session time-out that is asked for
     * @param synced whether writes are synced before they are answered
     */
    record Settings(Path folder, int copies, int ensembleSize, int minInSync, int sessionMs, boolean synced) {

        /** As it is compared with others: every write is on disk at every copy. */
        static Settings compared(Path folder, int copies) {
            return new Settings(folder, copies, copies, copies, 5_000, true);
        }

        /** The same, but no write is synced. */
        Settings unsynced() {
            return new Settings(folder, copies, ensembleSize, minInSync, sessionMs, false);
        }
    }

    /** Starts it and waits until all copies are in sync. */
    static Conclave start(Settings settings) throws Exception {
        Conclave conclave = new Conclave(settings);
        try {
            conclave.begin();
            Ready.await("Conclave", conclave.daemons, conclave::requireMembers);
            return conclave;
        } catch (Exception e) {
            conclave.close();
            throw e;
        }
    }

    private void begin() throws Exception {
        ensemble = EmbeddedEnsemble.start(
                settings.folder().resolve("zk"), new EmbeddedSettings(settings.ensembleSize(), BASE_PORT));
        server = "127.0.0.1:" + UnusedPort.any();
        daemons.start(settings.folder().resolve("server"), command("kv-server", server, "server", List.of()));
        for (int i = 1; i <= settings.copies(); i++) {
            String address = "127.0.0.1:" + UnusedPort.any();
            members.put(address, startMember(GROUP, i, address));
        }
    }

    /** Starts another group of as many members, which has no keys yet, and waits until all of them are in sync. */
    void startGroup(String name) throws Exception {
        for (int i = 1; i <= settings.copies(); i++) {
            startMember(name, i, "127.0.0.1:" + UnusedPort.any());
        }
        Ready.await(title(), daemons, () -> requireMembers(name));
    }

    private Daemon startMember(String group, int number, String address) throws Exception {
        List<String> options =
                new ArrayList<>(List.of("--group", group, "--min-in-sync", Integer.toString(settings.minInSync())));
        if (!settings.synced()) {
            options.add("--no-fsync");
        }
        String name = "data-" + group + "-" + number;
        return daemons.start(settings.folder().resolve(name), command("kv-data", address, name, options));
    }

    private List<String> command(String role, String address, String folder, List<String> options) {
        String zk = ensemble.nodes().stream()
                .map(node -> node.host() + ":" + node.port())
                .collect(Collectors.joining(","));
        List<String> command = new ArrayList<>(List.of(
                ChildJvm.javaCommand(),
                "-Djava.net.preferIPv4Stack=true",
                "-jar",
                System.getProperty("conclave.jar"),
                role,
                "--zk",
                zk,
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port(address)),
                "--session-timeout-ms",
                Integer.toString(settings.sessionMs()),
                "--data-dir",
                settings.folder().resolve(folder).resolve(DATA).toString()));
        command.addAll(options);
        return command;
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    @Override
    public String title() {
        return "Conclave";
    }

    @Override
    public void requireMembers() throws Exception {
        requireMembers(GROUP);
    }

    private void requireMembers(String name) throws Exception {
        GroupView group = group(name);
        Miss.unless(
                group.getPrimary() != 0 && group.getInSyncCount() == settings.copies(),
                "the group has primary %d and in sync %s, not all %d copies",
                group.getPrimary(),
                group.getInSyncList(),
                settings.copies());
    }

    /** The group as the server sees it. */
    GroupView group() throws Exception {
        return group(GROUP);
    }

    private GroupView group(String name) throws Exception {
        return status(server).getCluster().getGroupsList().stream()
                .filter(group -> group.getName().equals(name))
                .findFirst()
                .orElse(GroupView.getDefaultInstance());
    }

    /** The address of the primary. */
    String primary() throws Exception {
        GroupView group = group();
        return group.getMembersList().stream()
                .filter(member -> member.getNumber() == group.getPrimary())
                .map(MemberAddress::getAddress)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the group has no primary: " + group));
    }

    /** The server's address. */
    String server() {
        return server;
    }

    /** The process of the member with this address. */
    Daemon member(String address) {
        return members.get(address);
    }

    /** Starts an ended member again and waits until all copies are in sync. */
    void restart(String address) throws Exception {
        Daemon ended = members.get(address);
        members.put(address, daemons.start(ended.folder(), ended.command()));
        Ready.await(title(), daemons, this::requireMembers);
    }

    /** How often the primary has synced its log. */
    long syncs() throws Exception {
        return status(primary()).getData().getSyncs();
    }

    @Override
    public Sample put(Load wanted) throws Exception {
        String primary = primary();
        long epoch = group().getEpoch();
        long before = lastVersion(primary);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < wanted.keys(); i++) {
            byte[] value = bodies.value(wanted.valueBytes());
            written.put(wanted.key(i), value);
            messages.add(Bodies.framed(PutRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8(wanted.key(i)))
                    .setValue(ByteString.copyFrom(value))
                    .build()
                    .toByteArray()));
        }
        GrpcLoad.Result result = load.run(method(primary, "Put"), wanted, messages);
        Counted.require(title(), lastVersion(primary) - before, sum(result.answered()), sum(result.sent()));
        requireValues(primary);
        Miss.unless(group().getEpoch() == epoch, "the primary has changed meanwhile");
        return result.sample();
    }

    @Override
    public Sample get(Load wanted) throws Exception {
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < wanted.keys(); i++) {
            messages.add(Bodies.framed(GetRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8(wanted.key(i)))
                    .build()
                    .toByteArray()));
        }
        GrpcLoad.Result result = load.run(method(primary(), "Get"), wanted, messages);
        Miss.unless(
                result.leastBytes() > wanted.valueBytes(),
                "Conclave answered only %.0f bytes for a value of %d",
                result.leastBytes(),
                wanted.valueBytes());
        return result.sample();
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** Each write of the group has the next version, so the highest version of any key counts them all. */
    private long lastVersion(String primary) throws Exception {
        long last = 0;
        for (String key : written.keySet()) {
            last = Math.max(last, read(primary, key).getVersion());
        }
        return last;
    }

    private void requireValues(String primary) throws Exception {
        for (Map.Entry<String, byte[]> row : written.entrySet()) {
            GetResponse found = read(primary, row.getKey());
            Miss.unless(
                    found.getFound() && Arrays.equals(found.getValue().toByteArray(), row.getValue()),
                    "Conclave has a wrong value of %s",
                    row.getKey());
        }
    }

    private GetResponse read(String primary, String key) throws Exception {
        GetRequest request =
                GetRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build();
        return answer(caller(primary).get(request));
    }

    /** Ends the members: what they have on their disks is compared. */
    @Override
    public void requireEqualMembers() throws Exception {
        requireValues(primary());
        Ready.await("an equal position of all members", daemons, this::requireEqualPositions);
        Map<String, String> first = null;
        for (Daemon member : members.values()) {
            member.close();
            Map<String, String> content = LogContent.of(member.folder().resolve(DATA));
            first = first == null ? content : first;
            Miss.unless(content.equals(first), "the logs of the members differ: %s, %s", first, content);
            Miss.unless(content.keySet().equals(written.keySet()), "the logs have the keys %s", content.keySet());
        }
    }

    private void requireEqualPositions() throws Exception {
        DataStatus first = null;
        for (String address : members.keySet()) {
            DataStatus status = status(address).getData();
            first = first == null ? status : first;
            Miss.unless(
                    status.getPosition() == first.getPosition() && status.getCommitted() == first.getPosition(),
                    "the members differ: %s, %s",
                    first,
                    status);
        }
    }

    /** What a member tells of itself and the others. */
    StatusResponse status(String address) throws Exception {
        return answer(caller(address).status(StatusRequest.getDefaultInstance()));
    }

    private KeyValueGrpcClient caller(String address) {
        return KeyValueGrpcClient.create(client, SocketAddress.inetSocketAddress(port(address), "127.0.0.1"));
    }

    private static <T> T answer(Future<T> call) throws Exception {
        return call.await(CALL_LIMIT_S, TimeUnit.SECONDS);
    }

    private static URI method(String address, String name) {
        return URI.create("http://" + address + "/conclave.kv.v1.KeyValue/" + name);
    }

    @Override
    public void close() throws Exception {
        try {
            daemons.close();
        } finally {
            if (ensemble != null) {
                ensemble.close();
            }
            vertx.close().await(CALL_LIMIT_S, TimeUnit.SECONDS);
        }
    }
}
