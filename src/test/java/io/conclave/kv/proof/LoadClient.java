package io.conclave.kv.proof;

import com.google.protobuf.ByteString;
import io.conclave.kv.proof.Answer.Done;
import io.conclave.kv.wire.DeleteRequest;
import io.conclave.kv.wire.DeleteResponse;
import io.conclave.kv.wire.GetRequest;
import io.conclave.kv.wire.GetResponse;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.LocateRequest;
import io.conclave.kv.wire.LocateResponse;
import io.conclave.kv.wire.PutRequest;
import io.conclave.kv.wire.PutResponse;
import io.conclave.kv.wire.RequestId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One client, with one call at a time, that records what it asks and learns. It knows nothing of the product's own
 * client: it holds on to the member that answered last as long as it can, asks a wrong one now and then, and repeats a
 * call only under a request id, as one operation.
 */
final class LoadClient {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(1);
    private static final Duration REPEAT_LIMIT = Duration.ofSeconds(5);
    private static final Duration REST = Duration.ofMillis(20);

    private final int number;
    private final Wire wire;
    private final History history;
    private final List<String> all;
    private final List<String> dataMembers;
    private final SplittableRandom random;
    private final long identity;
    private final Map<String, String> routes = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private long requests;
    private long values;

    /**
     * @param dataMembers host:port of each data member
     * @param servers host:port of each server
     */
    LoadClient(
            int number,
            Wire wire,
            History history,
            List<String> dataMembers,
            List<String> servers,
            SplittableRandom random) {
        this.number = number;
        this.wire = wire;
        this.history = history;
        this.dataMembers = dataMembers;
        this.all = Stream.concat(dataMembers.stream(), servers.stream()).toList();
        this.random = random;
        this.identity = random.nextLong() | 1;
    }

    /** Asks something of one of these keys. */
    void step(List<String> keys) throws InterruptedException {
        String key = keys.get(random.nextInt(keys.size()));
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> write(Call.put(key, value()));
            case 5, 6, 7 -> write(Call.putIf(key, value(), versions.getOrDefault(key, 0L)));
            case 8, 9 -> write(Call.delete(key));
            case 10 -> write(Call.deleteIf(key, versions.getOrDefault(key, 1L)));
            case 11, 12 -> get(key, dataMembers.get(random.nextInt(dataMembers.size())));
            default -> get(key, route(key));
        }
    }

    private String value() {
        return number + "-" + ++values;
    }

    /** Reads a key until that succeeds, and records it. */
    Operation read(String key, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Operation got = get(key, route(key));
            if (got.done()) {
                return got;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(key + " cannot be read within " + limit + ": " + got);
            }
            Thread.sleep(REST.toMillis());
        }
    }

    private Operation get(String key, String address) {
        History.Pending call = history.begin(number, Call.get(key));
        GetRequest request = GetRequest.newBuilder().setKey(bytes(key)).build();
        Wire.Reply<GetResponse> reply = wire.call(address, KeyValueGrpcClient.Get, request, CALL_LIMIT);
        follow(key, reply);
        GetResponse got = reply.message();
        if (got == null) {
            return call.end(new Answer.Refused(reply.reason()));
        }
        if (!got.getFound()) {
            return call.end(Done.absent());
        }
        versions.put(key, got.getVersion());
        return call.end(Done.read(got.getValue().toStringUtf8(), got.getVersion()));
    }

    private void write(Call asked) throws InterruptedException {
        boolean repeats = random.nextBoolean();
        RequestId id = RequestId.newBuilder()
                .setClient(identity)
                .setNumber(++requests)
                .setFirstIncomplete(requests)
                .build();
        History.Pending call = history.begin(number, asked);
        long deadline = System.nanoTime() + REPEAT_LIMIT.toNanos();
        boolean perhapsDone = false;
        String why;
        do {
            Attempt attempt = attempt(asked, repeats ? id : null);
            if (attempt.done() != null) {
                call.end(attempt.done());
                if (attempt.done().applied() && attempt.done().found()) {
                    versions.put(asked.key(), attempt.done().version());
                }
                return;
            }
            perhapsDone |= attempt.perhapsDone();
            why = attempt.why();
            if (repeats) {
                Thread.sleep(REST.toMillis());
            }
        } while (repeats && System.nanoTime() - deadline < 0);
        call.end(perhapsDone ? new Answer.Unknown(why) : new Answer.Refused(why));
    }

    /**
     * What came of sending a write once.
     *
     * @param done null where it is not known to be done
     */
    private record Attempt(Done done, boolean perhapsDone, String why) {}

    private Attempt attempt(Call asked, RequestId id) {
        String address = route(asked.key());
        if (asked.kind() == Call.Kind.PUT) {
            PutRequest.Builder put =
                    PutRequest.newBuilder().setKey(bytes(asked.key())).setValue(bytes(asked.value()));
            if (asked.ifVersion() != Call.ANY) {
                put.setIfVersion(asked.ifVersion());
            }
            if (id != null) {
                put.setRequestId(id);
            }
            Wire.Reply<PutResponse> reply = wire.call(address, KeyValueGrpcClient.Put, put.build(), CALL_LIMIT);
            PutResponse answer = reply.message();
            return attempt(
                    asked.key(),
                    reply,
                    answer == null
                            ? null
                            : answer.getApplied()
                                    ? Done.written(answer.getVersion())
                                    : Done.unmatched(answer.getVersion()));
        }
        DeleteRequest.Builder delete = DeleteRequest.newBuilder().setKey(bytes(asked.key()));
        if (asked.ifVersion() != Call.ANY) {
            delete.setIfVersion(asked.ifVersion());
        }
        if (id != null) {
            delete.setRequestId(id);
        }
        Wire.Reply<DeleteResponse> reply = wire.call(address, KeyValueGrpcClient.Delete, delete.build(), CALL_LIMIT);
        DeleteResponse answer = reply.message();
        return attempt(
                asked.key(),
                reply,
                answer == null
                        ? null
                        : !answer.getApplied()
                                ? Done.unmatched(answer.getVersion())
                                : answer.getFound() ? Done.written(answer.getVersion()) : Done.absent());
    }

    private Attempt attempt(String key, Wire.Reply<?> reply, Done done) {
        follow(key, reply);
        return new Attempt(done, done == null && reply.sent() && !reply.refused(), reply.reason());
    }

    private String route(String key) {
        return routes.computeIfAbsent(key, this::locate);
    }

    private String locate(String key) {
        LocateRequest request = LocateRequest.newBuilder().setKey(bytes(key)).build();
        String asked = all.get(random.nextInt(all.size()));
        Wire.Reply<LocateResponse> reply = wire.call(asked, KeyValueGrpcClient.Locate, request, CALL_LIMIT);
        return reply.message() == null || reply.message().getPrimary().isEmpty()
                ? dataMembers.get(random.nextInt(dataMembers.size()))
                : reply.message().getPrimary();
    }

    /** Where the next call of a key goes, after this answer. */
    private void follow(String key, Wire.Reply<?> reply) {
        if (reply.message() != null) {
            return;
        }
        if (!reply.primary().isEmpty()) {
            routes.put(key, reply.primary());
        } else if (random.nextInt(3) > 0) {
            routes.remove(key);
        }
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
