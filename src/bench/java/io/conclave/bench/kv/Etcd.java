package io.conclave.bench.kv;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.CodedOutputStream;
import io.conclave.bench.Miss;
import io.conclave.bus.Json;
import io.conclave.testing.UnusedPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * etcd with its defaults, called at its leader: {@code KV/Put} and the linearizable {@code KV/Range}. It is looked at
 * through the gateway that it has for JSON.
 */
final class Etcd implements Store {

    private static final String NAME = "etcd";
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    /** A put that lost its leader on the way would be waited for in vain. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private static final long QUOTA_BYTES = 8L << 30;

    private final Daemons daemons;
    private final List<URI> members;
    private final Map<URI, Daemon> processes;
    private final GrpcLoad load;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Bodies bodies = new Bodies();
    private final Map<String, byte[]> written = new HashMap<>();

    private Etcd(Daemons daemons, Map<URI, Daemon> processes, List<URI> members, GrpcLoad load) {
        this.daemons = daemons;
        this.processes = processes;
        this.members = members;
        this.load = load;
    }

    /** Whether it is installed. */
    static boolean installed() {
        return Programs.has(NAME);
    }

    /** Starts so many members and waits until one leads. */
    static Etcd start(Path folder, int copies) throws Exception {
        List<URI> clients = new ArrayList<>();
        List<URI> peers = new ArrayList<>();
        List<String> cluster = new ArrayList<>();
        for (int i = 0; i < copies; i++) {
            clients.add(URI.create("http://127.0.0.1:" + UnusedPort.any()));
            peers.add(URI.create("http://127.0.0.1:" + UnusedPort.any()));
            cluster.add("m" + i + "=" + peers.get(i));
        }
        Daemons daemons = new Daemons();
        Map<URI, Daemon> processes = new HashMap<>();
        Etcd etcd = new Etcd(daemons, processes, clients, new GrpcLoad(folder));
        try {
            for (int i = 0; i < copies; i++) {
                List<String> command = List.of(
                        NAME,
                        "--name=m" + i,
                        "--data-dir=" + folder.resolve("m" + i).resolve("data"),
                        "--listen-client-urls=" + clients.get(i),
                        "--advertise-client-urls=" + clients.get(i),
                        "--listen-peer-urls=" + peers.get(i),
                        "--initial-advertise-peer-urls=" + peers.get(i),
                        "--initial-cluster=" + String.join(",", cluster),
                        "--initial-cluster-state=new",
                        "--quota-backend-bytes=" + QUOTA_BYTES,
                        "--log-level=error");
                processes.put(clients.get(i), daemons.start(folder.resolve("m" + i), command));
            }
            Ready.await(NAME, daemons, etcd::requireMembers);
            return etcd;
        } catch (Exception e) {
            etcd.close();
            throw e;
        }
    }

    @Override
    public String title() {
        return NAME;
    }

    @Override
    public void requireMembers() throws Exception {
        Set<String> leaders = new HashSet<>();
        for (URI member : members) {
            leaders.add(call(member, "/v3/maintenance/status", Json.object())
                    .path("leader")
                    .asText("none"));
        }
        int size = call(members.get(0), "/v3/cluster/member/list", Json.object())
                .path("members")
                .size();
        Miss.unless(
                size == members.size() && leaders.size() == 1 && !leaders.contains("none"),
                "etcd has %d members, not %d, and they name as leader %s",
                size,
                members.size(),
                leaders);
    }

    @Override
    public Sample put(Load wanted) throws Exception {
        List<byte[]> messages = new ArrayList<>();
        long[] before = new long[wanted.keys()];
        for (int i = 0; i < wanted.keys(); i++) {
            byte[] value = bodies.value(wanted.valueBytes());
            before[i] = row(leader(), wanted.key(i)).path("version").asLong(0);
            written.put(wanted.key(i), value);
            messages.add(Bodies.framed(message(wanted.key(i), value)));
        }
        GrpcLoad.Result result = load.run(leader().resolve("/etcdserverpb.KV/Put"), wanted, messages);
        for (int i = 0; i < wanted.keys(); i++) {
            JsonNode row = row(leader(), wanted.key(i));
            Counted.require(
                    NAME,
                    row.path("version").asLong(0) - before[i],
                    result.answered().get(i),
                    result.sent().get(i));
            requireValue(leader(), wanted.key(i));
        }
        return result.sample();
    }

    @Override
    public Sample get(Load wanted) throws Exception {
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < wanted.keys(); i++) {
            messages.add(Bodies.framed(message(wanted.key(i), null)));
        }
        GrpcLoad.Result result = load.run(leader().resolve("/etcdserverpb.KV/Range"), wanted, messages);
        Miss.unless(
                result.leastBytes() > wanted.valueBytes(),
                "etcd answered only %.0f bytes for a value of %d",
                result.leastBytes(),
                wanted.valueBytes());
        return result.sample();
    }

    @Override
    public void requireEqualMembers() throws Exception {
        for (URI member : members) {
            for (String key : written.keySet()) {
                requireValue(member, key);
            }
        }
    }

    private void requireValue(URI member, String key) throws Exception {
        byte[] found = Base64.getDecoder().decode(row(member, key).path("value").asText());
        Miss.unless(Arrays.equals(found, written.get(key)), "etcd's member %s has a wrong value of %s", member, key);
    }

    /** The member that leads. */
    URI leader() throws Exception {
        for (URI member : members) {
            if (leads(member)) {
                return member;
            }
        }
        throw new IOException("no member of etcd leads");
    }

    private boolean leads(URI member) throws InterruptedException {
        try {
            JsonNode status = call(member, "/v3/maintenance/status", Json.object());
            return status.get("leader").equals(status.get("header").get("member_id"));
        } catch (IOException doesNotAnswer) {
            return false;
        }
    }

    /** All members' addresses. */
    List<URI> members() {
        return List.copyOf(members);
    }

    /** The process of a member. */
    Daemon member(URI address) {
        return processes.get(address);
    }

    /** Starts an ended member again and waits until all are there. */
    void restart(URI address) throws Exception {
        Daemon ended = processes.get(address);
        processes.put(address, daemons.start(ended.folder(), ended.command()));
        Ready.await(NAME, daemons, this::requireMembers);
    }

    /** Puts one value, by way of any member. */
    void putOne(URI member, String key, String value) throws Exception {
        call(member, "/v3/kv/put", Json.object().put("key", base64(key)).put("value", base64(value)), PATIENCE);
    }

    /** Reads one value, by way of any member; empty where there is none. */
    String getOne(URI member, String key) throws Exception {
        byte[] value = Base64.getDecoder().decode(row(member, key).path("value").asText());
        return new String(value, StandardCharsets.UTF_8);
    }

    /** The key's row as the gateway gives it, empty where there is none; linearizable. */
    private JsonNode row(URI member, String key) throws Exception {
        JsonNode answer = call(member, "/v3/kv/range", Json.object().put("key", base64(key)));
        return answer.path("kvs").path(0);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode call(URI member, String path, JsonNode body) throws IOException, InterruptedException {
        return call(member, path, body, CALL_LIMIT);
    }

    private JsonNode call(URI member, String path, JsonNode body, Duration limit)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(member.resolve(path))
                .timeout(limit)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("etcd answered " + response.statusCode() + ": " + response.body());
        }
        return Json.parse(response.body());
    }

    /** {@code PutRequest} with a value, {@code RangeRequest} without: both begin with the key. */
    private static byte[] message(String key, byte[] value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeByteArray(1, key.getBytes(StandardCharsets.UTF_8));
            if (value != null) {
                out.writeByteArray(2, value);
            }
            out.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() throws InterruptedException {
        daemons.close();
    }
}
