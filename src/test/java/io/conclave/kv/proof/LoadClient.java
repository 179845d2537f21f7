package io.conclave.kv.proof;

import com.google.protobuf.ByteString;
import io.conclave.kv.proof.Answer.Done;
import io.conclave.kv.wire.GetRequest;
import io.conclave.kv.wire.GetResponse;
import io.conclave.kv.wire.KeyValueEntry;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.ScanRequest;
import io.conclave.kv.wire.ScanResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One client, with one call at a time, that records what it asks and learns. It knows nothing of the product's own
 * client: it holds on to the member that answered last as long as it can, asks a wrong one now and then, and repeats a
 * call only under a request id, as one operation.
 */
final class LoadClient {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofMillis(20);
    private static final int MOST_IN_A_BATCH = 4;
    private static final int MOST_IN_A_PAGE = 12;

    private final int number;
    private final Wire wire;
    private final History history;
    private final SplittableRandom random;
    private final Routing routing;
    private final Writing writing;
    private final Map<String, Long> versions = new HashMap<>();
    private long values;
    private long batches;

    /**
     * @param number no other client's
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
        this.random = random;
        this.routing = new Routing(wire, dataMembers, servers, random);
        this.writing = new Writing(wire, routing, random);
    }

    /** Asks something of one of these keys, or of some. */
    void step(List<String> keys) throws InterruptedException {
        String key = keys.get(random.nextInt(keys.size()));
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4 -> write(List.of(Call.put(key, value())));
            case 5, 6, 7 -> write(List.of(Call.putIf(key, value(), versions.getOrDefault(key, 0L))));
            case 8, 9 -> write(List.of(Call.delete(key)));
            case 10 -> write(List.of(Call.deleteIf(key, versions.getOrDefault(key, 1L))));
            case 11, 12, 13 -> write(batch(key, keys));
            case 14, 15 -> scan(key, keys);
            case 16, 17 -> get(key, routing.any());
            default -> get(key, routing.of(key));
        }
    }

    private String value() {
        return number + "-" + ++values;
    }

    /** Some keys that the same member has, as far as is known; with the others left out where there are too few. */
    private List<Call> batch(String key, List<String> keys) {
        List<String> others = new ArrayList<>(routing.together(key, keys));
        others.remove(key);
        List<String> chosen = new ArrayList<>(List.of(key));
        int wanted = 2 + random.nextInt(MOST_IN_A_BATCH - 1);
        while (chosen.size() < wanted && !others.isEmpty()) {
            chosen.add(others.remove(random.nextInt(others.size())));
        }
        long batch = ((long) number << Integer.SIZE) + ++batches;
        return chosen.stream()
                .map(one -> (random.nextInt(4) == 0 ? Call.delete(one) : Call.put(one, value())).inBatch(batch))
                .toList();
    }

    /** Reads a key until that succeeds, and records it. */
    Operation read(String key, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Operation got = get(key, routing.of(key));
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
        routing.follow(key, reply);
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

    /**
     * A page of the member that has this key. Each key on it was read, at some moment of its own between the call and
     * its end; of a key that is not on it nothing is known, since it may be another group's.
     */
    private void scan(String key, List<String> keys) {
        ScanRequest request = ScanRequest.newBuilder()
                .setPrefix(bytes(key.substring(0, key.lastIndexOf('-') + 1)))
                .setAfter(bytes(random.nextBoolean() ? "" : keys.get(random.nextInt(keys.size()))))
                .setLimit(1 + random.nextInt(MOST_IN_A_PAGE))
                .build();
        History.PendingKeys call = history.begin(number);
        Wire.Reply<ScanResponse> reply = wire.call(routing.of(key), KeyValueGrpcClient.Scan, request, CALL_LIMIT);
        routing.follow(key, reply);
        Map<Call, Answer> read = new LinkedHashMap<>();
        if (reply.message() != null) {
            requireInOrder(request, reply.message());
            for (KeyValueEntry entry : reply.message().getEntriesList()) {
                String found = entry.getKey().toStringUtf8();
                versions.put(found, entry.getVersion());
                read.put(Call.get(found), Done.read(entry.getValue().toStringUtf8(), entry.getVersion()));
            }
        }
        call.end(read);
    }

    private static void requireInOrder(ScanRequest asked, ScanResponse page) {
        ByteString last = asked.getAfter();
        boolean inOrder = page.getEntriesCount() <= asked.getLimit();
        for (KeyValueEntry entry : page.getEntriesList()) {
            inOrder &= entry.getKey().startsWith(asked.getPrefix())
                    && ByteString.unsignedLexicographicalComparator().compare(entry.getKey(), last) > 0;
            last = entry.getKey();
        }
        if (!inOrder) {
            throw new IllegalStateException("the page " + page + " was not asked for: " + asked);
        }
    }

    private void write(List<Call> calls) throws InterruptedException {
        History.PendingKeys pending = history.begin(number);
        for (Operation ended : pending.end(writing.write(calls))) {
            if (ended.acknowledgedWrite()) {
                versions.put(ended.call().key(), ((Done) ended.answer()).version());
            }
        }
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
