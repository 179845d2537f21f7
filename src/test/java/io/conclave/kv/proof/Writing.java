package io.conclave.kv.proof;

import com.google.protobuf.ByteString;
import io.conclave.kv.proof.Answer.Done;
import io.conclave.kv.wire.BatchRequest;
import io.conclave.kv.wire.BatchResponse;
import io.conclave.kv.wire.BatchWrite;
import io.conclave.kv.wire.DeleteRequest;
import io.conclave.kv.wire.DeleteResponse;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.PutRequest;
import io.conclave.kv.wire.PutResponse;
import io.conclave.kv.wire.RequestId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The writes of one client: each is sent once, or under a request id as often as it takes to know what became of it.
 */
final class Writing {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(1);
    private static final Duration REPEAT_LIMIT = Duration.ofSeconds(5);
    private static final Duration REST = Duration.ofMillis(20);

    private final Wire wire;
    private final Routing routing;
    private final SplittableRandom random;
    private final long identity;
    private long requests;

    Writing(Wire wire, Routing routing, SplittableRandom random) {
        this.wire = wire;
        this.routing = routing;
        this.random = random;
        this.identity = random.nextLong() | 1;
    }

    /**
     * Has a write done.
     *
     * @param writes one, or the parts of a batch, which has no conditions
     * @return what came of each
     * @throws IllegalStateException where the answer is none that the store may give
     */
    Map<Call, Answer> write(List<Call> writes) throws InterruptedException {
        boolean repeats = random.nextBoolean();
        RequestId id = RequestId.newBuilder()
                .setClient(identity)
                .setNumber(++requests)
                .setFirstIncomplete(requests)
                .build();
        long deadline = System.nanoTime() + REPEAT_LIMIT.toNanos();
        boolean perhapsDone = false;
        String why;
        do {
            Attempt attempt = attempt(writes, repeats ? id : null);
            if (attempt.done() != null) {
                return answers(writes, attempt.done());
            }
            perhapsDone |= attempt.perhapsDone();
            why = attempt.why();
            if (repeats) {
                Thread.sleep(REST.toMillis());
            }
        } while (repeats && System.nanoTime() - deadline < 0);
        Answer all = perhapsDone ? new Answer.Unknown(why) : new Answer.Refused(why);
        return answers(writes, writes.stream().map(write -> all).toList());
    }

    private static Map<Call, Answer> answers(List<Call> writes, List<? extends Answer> each) {
        Map<Call, Answer> answers = new LinkedHashMap<>();
        for (int i = 0; i < writes.size(); i++) {
            answers.put(writes.get(i), each.get(i));
        }
        return answers;
    }

    /**
     * What came of sending a write once.
     *
     * @param done of each key; null where it is not known to be done
     */
    private record Attempt(List<Done> done, boolean perhapsDone, String why) {}

    private Attempt attempt(List<Call> writes, RequestId id) {
        Call first = writes.get(0);
        if (first.batch() != Call.ALONE) {
            return batch(writes, id);
        }
        return first.kind() == Call.Kind.PUT ? put(first, id) : delete(first, id);
    }

    private Attempt put(Call asked, RequestId id) {
        PutRequest.Builder put =
                PutRequest.newBuilder().setKey(bytes(asked.key())).setValue(bytes(asked.value()));
        if (asked.ifVersion() != Call.ANY) {
            put.setIfVersion(asked.ifVersion());
        }
        if (id != null) {
            put.setRequestId(id);
        }
        Wire.Reply<PutResponse> reply =
                wire.call(routing.of(asked.key()), KeyValueGrpcClient.Put, put.build(), CALL_LIMIT);
        PutResponse answer = reply.message();
        return attempt(
                asked,
                reply,
                answer == null
                        ? null
                        : List.of(
                                answer.getApplied()
                                        ? Done.written(answer.getVersion())
                                        : Done.unmatched(answer.getVersion())));
    }

    private Attempt delete(Call asked, RequestId id) {
        DeleteRequest.Builder delete = DeleteRequest.newBuilder().setKey(bytes(asked.key()));
        if (asked.ifVersion() != Call.ANY) {
            delete.setIfVersion(asked.ifVersion());
        }
        if (id != null) {
            delete.setRequestId(id);
        }
        Wire.Reply<DeleteResponse> reply =
                wire.call(routing.of(asked.key()), KeyValueGrpcClient.Delete, delete.build(), CALL_LIMIT);
        DeleteResponse answer = reply.message();
        return attempt(asked, reply, answer == null ? null : List.of(deleted(answer)));
    }

    private static Done deleted(DeleteResponse answer) {
        if (!answer.getApplied()) {
            return Done.unmatched(answer.getVersion());
        }
        return answer.getFound() ? Done.written(answer.getVersion()) : Done.absent();
    }

    private Attempt batch(List<Call> writes, RequestId id) {
        BatchRequest.Builder batch = BatchRequest.newBuilder();
        for (Call write : writes) {
            BatchWrite.Builder one = BatchWrite.newBuilder().setKey(bytes(write.key()));
            if (write.value() != null) {
                one.setValue(bytes(write.value()));
            }
            batch.addWrites(one);
        }
        if (id != null) {
            batch.setRequestId(id);
        }
        Wire.Reply<BatchResponse> reply =
                wire.call(routing.of(writes.get(0).key()), KeyValueGrpcClient.Batch, batch.build(), CALL_LIMIT);
        return attempt(writes.get(0), reply, reply.message() == null ? null : written(writes, reply.message()));
    }

    /** A batch whose keys are all to be deleted and not there gives no versions but 0. */
    private static List<Done> written(List<Call> writes, BatchResponse answer) {
        if (!answer.getApplied() || answer.getVersionsCount() != writes.size()) {
            throw new IllegalStateException(writes + " was answered with " + answer);
        }
        List<Done> done = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            long version = answer.getVersions(i);
            boolean foundNothing = version == 0 && writes.get(i).kind() == Call.Kind.DELETE;
            done.add(foundNothing ? Done.absent() : Done.written(version));
        }
        return done;
    }

    private Attempt attempt(Call first, Wire.Reply<?> reply, List<Done> done) {
        routing.follow(first.key(), reply);
        return new Attempt(done, done == null && reply.sent() && !reply.refused(), reply.reason());
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
