package io.conclave.kv.show;

import io.conclave.kv.client.KvCallException;
import io.conclave.kv.client.KvClient;
import io.conclave.kv.client.KvClientSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The store through the client that every program has. */
final class RoutedAccess implements StoreAccess {

    /** Longer than a failover takes that comes to an end by itself. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final byte[] NO_BYTES = {};

    private final KvClient client;

    RoutedAccess(Vertx vertx, List<String> seeds, Optional<String> token) {
        KvClientSettings settings = KvClientSettings.of(seeds).within(DEADLINE);
        client = KvClient.of(vertx, token.map(settings::withToken).orElse(settings));
    }

    @Override
    public Future<Stored> put(byte[] key, byte[] value, Long ifVersion) {
        OptionalLong wanted = ifVersion == null ? OptionalLong.empty() : OptionalLong.of(ifVersion);
        return client.put(key, value, wanted)
                .map(written -> new Stored(written.applied(), written.version()))
                .recover(RoutedAccess::failed);
    }

    @Override
    public Future<Value> get(byte[] key) {
        return client.get(key)
                .map(entry -> entry.map(found -> new Value(true, found.value(), found.version()))
                        .orElseGet(() -> new Value(false, NO_BYTES, 0)))
                .recover(RoutedAccess::failed);
    }

    @Override
    public Future<Stored> delete(byte[] key) {
        return client.delete(key, OptionalLong.empty())
                .map(deleted -> new Stored(deleted.applied(), deleted.version()))
                .recover(RoutedAccess::failed);
    }

    private static <T> Future<T> failed(Throwable failure) {
        return Future.failedFuture(
                failure instanceof KvCallException told
                        ? new StoreFailure(told.reason(), told.getMessage())
                        : StoreFailure.of(failure));
    }

    @Override
    public Future<?> close() {
        return client.close();
    }
}
