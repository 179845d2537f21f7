package io.conclave.kv.show;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.kv.KvReason;
import io.conclave.kv.ring.Place;
import io.conclave.kv.ring.RingState;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Reads, writes and deletes single keys by hand. Belongs to one context. */
final class KeyDesk {

    private static final int MOST_KEY_BYTES = 1_024;
    private static final int MOST_VALUE_BYTES = 16_384;
    private static final int MOST_SHOWN = 4_096;

    private final StoreAccess store;
    private final OperationLog operations;
    private final Supplier<ShownStore> state;
    private final Supplier<RingState> ring;
    private final LongSupplier nanoTime;

    KeyDesk(
            StoreAccess store,
            OperationLog operations,
            Supplier<ShownStore> state,
            Supplier<RingState> ring,
            LongSupplier nanoTime) {
        this.store = store;
        this.operations = operations;
        this.state = state;
        this.ring = ring;
        this.nanoTime = nanoTime;
    }

    Future<KeyAnswer> get(GetKey question) {
        byte[] key = key(question.key());
        long begun = nanoTime.getAsLong();
        return read(question.key(), key, begun, null).recover(KeyDesk::problem);
    }

    Future<KeyAnswer> put(PutKey order) {
        byte[] key = key(order.key());
        if (order.value() == null || order.value().getBytes(UTF_8).length > MOST_VALUE_BYTES) {
            throw Problem.invalid("value", order.value(), "a text of at most " + MOST_VALUE_BYTES + " bytes")
                    .asException();
        }
        if (order.ifVersion() != null && order.ifVersion() < 0) {
            throw Problem.invalid("ifVersion", order.ifVersion(), "a whole number from 0")
                    .asException();
        }
        byte[] value = order.value().getBytes(UTF_8);
        return written(Action.KV_PUT, order.actor(), order.key(), key, () -> store.put(key, value, order.ifVersion()));
    }

    Future<KeyAnswer> delete(DeleteKey order) {
        byte[] key = key(order.key());
        return written(Action.KV_DELETE, order.actor(), order.key(), key, () -> store.delete(key));
    }

    private static byte[] key(String text) {
        byte[] key = text == null ? new byte[0] : text.getBytes(UTF_8);
        if (key.length == 0 || key.length > MOST_KEY_BYTES) {
            throw Problem.invalid("key", text, "1 to " + MOST_KEY_BYTES + " bytes")
                    .asException();
        }
        return key;
    }

    /** A write is long when a group fails over under it, so its row is begun before and finished after. */
    private Future<KeyAnswer> written(
            Action action, String actor, String name, byte[] key, Supplier<Future<StoreAccess.Stored>> write) {
        return operations
                .begin(action, actor, "kv", Json.object().put("key", name))
                .compose(operation -> {
                    long begun = nanoTime.getAsLong();
                    return write.get()
                            .compose(done -> read(name, key, begun, done.applied()))
                            .onComplete(done -> finish(operation, done));
                })
                .recover(KeyDesk::problem);
    }

    private void finish(Operation operation, AsyncResult<KeyAnswer> done) {
        ObjectNode end = Json.object();
        if (done.succeeded()) {
            KeyAnswer answer = done.result();
            end.put("applied", answer.applied())
                    .put("version", answer.version())
                    .put("group", answer.group());
            operations.finish(operation, answer.applied() ? OperationStatus.OK : OperationStatus.REFUSED, end);
        } else {
            StoreFailure failure = StoreFailure.of(done.cause());
            end.put("code", failure.reason().code()).put("reason", failure.getMessage());
            operations.finish(
                    operation, failure.isUnknown() ? OperationStatus.INTERRUPTED : OperationStatus.FAILED, end);
        }
    }

    private Future<KeyAnswer> read(String name, byte[] key, long begun, Boolean applied) {
        return store.get(key).map(value -> answer(name, key, value, begun, applied));
    }

    private KeyAnswer answer(String name, byte[] key, StoreAccess.Value value, long begun, Boolean applied) {
        long place = Place.of(key);
        String group = ring.get() == null ? null : ring.get().owner(place).orElse(null);
        String primary = state.get().groups().stream()
                .filter(shown -> shown.name().equals(group))
                .map(ShownGroup::primary)
                .findFirst()
                .orElse(null);
        return new KeyAnswer(
                name,
                place,
                group,
                primary,
                value.found(),
                value.version(),
                value.found() ? text(value.bytes()) : null,
                value.bytes().length,
                applied,
                Math.round((nanoTime.getAsLong() - begun) / 10_000.0) / 100.0);
    }

    /** Null where the bytes are no text. */
    private static String text(byte[] bytes) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) : text;
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    /** The store's own reason, as the page and REST tell it. */
    private static <T> Future<T> problem(Throwable failure) {
        if (failure instanceof ProblemException) {
            return Future.failedFuture(failure);
        }
        StoreFailure known = StoreFailure.of(failure);
        int status = known.reason() == KvReason.INVALID ? 400 : 503;
        return Future.failedFuture(
                new Problem(status, "kv_" + known.reason().code(), known.getMessage(), null, null, null).asException());
    }
}
