package io.conclave.kv.proof;

import com.google.protobuf.ByteString;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.LocateRequest;
import io.conclave.kv.wire.LocateResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Which member one client asks for which key: the one that answered last, as long as it can. */
final class Routing {

    private static final Duration LOCATE_LIMIT = Duration.ofSeconds(1);

    private final Wire wire;
    private final List<String> dataMembers;
    private final List<String> all;
    private final SplittableRandom random;
    private final Map<String, String> routes = new HashMap<>();

    /**
     * @param dataMembers host:port of each data member
     * @param servers host:port of each server
     */
    Routing(Wire wire, List<String> dataMembers, List<String> servers, SplittableRandom random) {
        this.wire = wire;
        this.dataMembers = dataMembers;
        this.all = Stream.concat(dataMembers.stream(), servers.stream()).toList();
        this.random = random;
    }

    /** The member to ask for a key, host:port. */
    String of(String key) {
        return routes.computeIfAbsent(key, this::locate);
    }

    /** Those of the keys that the same member was asked for last as for this one, with it. */
    List<String> together(String key, List<String> keys) {
        String member = of(key);
        return keys.stream().filter(other -> member.equals(routes.get(other))).toList();
    }

    /** Any data member, whether it is the right one or not. */
    String any() {
        return dataMembers.get(random.nextInt(dataMembers.size()));
    }

    private String locate(String key) {
        LocateRequest request =
                LocateRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build();
        String asked = all.get(random.nextInt(all.size()));
        Wire.Reply<LocateResponse> reply = wire.call(asked, KeyValueGrpcClient.Locate, request, LOCATE_LIMIT);
        return reply.message() == null || reply.message().getPrimary().isEmpty()
                ? any()
                : reply.message().getPrimary();
    }

    /** Where the next call of a key goes, after this answer. */
    void follow(String key, Wire.Reply<?> reply) {
        if (reply.message() != null) {
            return;
        }
        if (!reply.primary().isEmpty()) {
            routes.put(key, reply.primary());
        } else if (random.nextInt(3) > 0) {
            routes.remove(key);
        }
    }
}
