package io.conclave.bench.kv;

import io.conclave.bench.ProductVertx;
import io.conclave.kv.client.KvClient;
import io.conclave.kv.client.KvClientSettings;
import io.conclave.kv.client.KvEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The product's primary is ended; its own client writes. */
final class ConclaveFailover extends Failover implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Conclave store;
    private final Vertx vertx = ProductVertx.create();
    private final KvClient client;
    private int outages;

    ConclaveFailover(Conclave store) {
        this.store = store;
        client = KvClient.of(vertx, KvClientSettings.of(List.of(store.server())).within(DEADLINE));
    }

    @Override
    String leader() throws Exception {
        return store.primary();
    }

    @Override
    Daemon member(String address) {
        return store.member(address);
    }

    @Override
    void put(int number) throws Exception {
        answer(client.put(key(number), value(number)));
    }

    @Override
    boolean holds(int number) throws Exception {
        Optional<KvEntry> entry = answer(client.get(key(number)));
        return entry.isPresent() && Arrays.equals(entry.get().value(), value(number));
    }

    @Override
    void restart(String address) throws Exception {
        store.restart(address);
        outages++;
    }

    /** The keys of each outage are its own. */
    private byte[] key(int number) {
        return ("failover/" + outages + "/" + number).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] value(int number) {
        return ("value " + number).getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T answer(Future<T> call) throws Exception {
        return call.await(2 * DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        client.close();
        vertx.close().await(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
}
