package io.conclave.kv.client;

import static io.conclave.kv.client.KvScan.wrap;

import com.google.protobuf.ByteString;
import io.conclave.kv.KvReason;
import io.conclave.kv.ring.Place;
import io.conclave.kv.wire.AdministrationGrpcClient;
import io.conclave.kv.wire.BatchRequest;
import io.conclave.kv.wire.ChangeRingRequest;
import io.conclave.kv.wire.ChangeRingResponse;
import io.conclave.kv.wire.DeleteRequest;
import io.conclave.kv.wire.GetRequest;
import io.conclave.kv.wire.GetResponse;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.PutRequest;
import io.conclave.kv.wire.RequestId;
import io.conclave.kv.wire.Ring;
import io.conclave.kv.wire.ScanRequest;
import io.conclave.kv.wire.ScanResponse;
import io.conclave.kv.wire.StatusRequest;
import io.conclave.kv.wire.StatusResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A client of the store. Its futures fail with {@link KvCallException}. Writes are repeated under one identity, so that
 * none is applied twice. Thread-safe.
 */
public final class KvClient {

    private static final Duration STATUS_PATIENCE = Duration.ofSeconds(2);

    private final KvClientSettings settings;
    private final GrpcTransport transport;
    private final Routes routes;
    private final RoutedCalls calls;
    private final RequestNumbers numbers;
    private final Function<Duration, Future<Void>> pause;
    private final RetryRule rule;

    private KvClient(Vertx vertx, KvClientSettings settings) {
        SecureRandom random = new SecureRandom();
        this.settings = settings;
        this.transport = new GrpcTransport(vertx, settings);
        this.routes = new Routes(settings.seeds(), address -> statusOf(address).map(StatusResponse::getCluster));
        this.pause = time -> vertx.timer(Math.max(1, time.toMillis())).mapEmpty();
        this.rule = new RetryRule(BackOff.USUAL, random);
        this.calls = new RoutedCalls(routes, transport, rule, pause, System::nanoTime, settings.patience());
        this.numbers = new RequestNumbers(random.nextLong() | 1);
    }

    /** A client that has asked nobody yet. */
    public static KvClient of(Vertx vertx, KvClientSettings settings) {
        return new KvClient(vertx, settings);
    }

    /** Writes a value whatever stands. */
    public Future<Written> put(byte[] key, byte[] value) {
        return put(key, value, OptionalLong.empty());
    }

    /**
     * Writes a value.
     *
     * @param ifVersion only where the key has this version; 0: where there is no such key
     */
    public Future<Written> put(byte[] key, byte[] value, OptionalLong ifVersion) {
        PutRequest.Builder request = PutRequest.newBuilder().setKey(wrap(key)).setValue(wrap(value));
        ifVersion.ifPresent(request::setIfVersion);
        return write(id -> send(
                        key, KeyValueGrpcClient.Put, request.setRequestId(id).build(), true))
                .map(answer -> new Written(answer.getApplied(), answer.getVersion()));
    }

    /** Reads a value, as it is at some moment between the call and its answer. */
    public Future<Optional<KvEntry>> get(byte[] key) {
        GetRequest request = GetRequest.newBuilder().setKey(wrap(key)).build();
        return send(key, KeyValueGrpcClient.Get, request, false).map(answer -> entry(key, answer));
    }

    private static Optional<KvEntry> entry(byte[] key, GetResponse answer) {
        return answer.getFound()
                ? Optional.of(new KvEntry(key, answer.getValue().toByteArray(), answer.getVersion()))
                : Optional.empty();
    }

    /**
     * Deletes a key; one that is not there is no error.
     *
     * @param ifVersion only where the key has this version
     */
    public Future<Deleted> delete(byte[] key, OptionalLong ifVersion) {
        DeleteRequest.Builder request = DeleteRequest.newBuilder().setKey(wrap(key));
        ifVersion.ifPresent(request::setIfVersion);
        return write(id -> send(
                        key, KeyValueGrpcClient.Delete, request.setRequestId(id).build(), true))
                .map(answer -> new Deleted(answer.getApplied(), answer.getFound(), answer.getVersion()));
    }

    /** Writes and deletes several keys of one group: all or none. */
    public Future<KvBatch.Outcome> batch(KvBatch batch) {
        BatchRequest.Builder request = batch.request();
        return write(id -> send(
                        batch.firstKey(),
                        KeyValueGrpcClient.Batch,
                        request.setRequestId(id).build(),
                        true))
                .map(answer -> new KvBatch.Outcome(answer.getApplied(), answer.getVersionsList()));
    }

    private <A> Future<A> write(Function<RequestId, Future<A>> call) {
        RequestId id = numbers.next();
        return call.apply(id).onComplete(done -> numbers.over(id));
    }

    private <Q, A> Future<A> send(
            byte[] key, io.vertx.grpc.common.ServiceMethod<A, Q> method, Q request, boolean writes) {
        return calls.send(map -> map.groupOf(key), method, request, writes, settings.deadline());
    }

    /**
     * All keys with a prefix.
     *
     * @param prefix of no bytes for all keys
     * @param after only keys above this one; of no bytes for all
     * @param keysOnly leaves the values out
     */
    public KvScan scan(byte[] prefix, byte[] after, boolean keysOnly) {
        return new KvScan(routes, this::page, prefix, after, keysOnly);
    }

    private Future<ScanResponse> page(String group, ScanRequest request) {
        return calls.send(map -> Optional.of(group), KeyValueGrpcClient.Scan, request, false, settings.deadline());
    }

    /**
     * Tells of each change of the keys with a prefix once, those of one key in their order, across changes of primaries
     * and of the ring.
     *
     * @param fromStart from the first change that is kept on, rather than from now on
     * @param each takes them; on one event loop
     * @param ended is told where it cannot go on
     */
    public KvWatch watch(byte[] prefix, boolean fromStart, Consumer<KvChange> each, Consumer<KvCallException> ended) {
        KvWatch watch =
                new KvWatch(routes, transport, rule, pause, ByteString.copyFrom(prefix), fromStart, each, ended);
        watch.begin();
        return watch;
    }

    /**
     * Where a key belongs.
     *
     * @param place its CRC32
     * @param primary host:port; empty while the group has none
     */
    public record Located(long place, String group, String primary, long epoch, long ringVersion) {}

    /** Says where a key belongs, by a fresh map. */
    public Future<Located> locate(byte[] key) {
        return refreshed().compose(map -> map.groupOf(key)
                .map(group -> Future.succeededFuture(new Located(
                        Place.of(key),
                        group,
                        map.primaryOf(group).orElse(""),
                        map.groups()
                                .getOrDefault(group, RouteMap.GroupRoute.UNKNOWN)
                                .epoch(),
                        map.ring().version())))
                .orElseGet(() ->
                        Future.failedFuture(new KvCallException(KvReason.NO_PRIMARY, "The ring has no groups yet."))));
    }

    private Future<RouteMap> refreshed() {
        return routes.refresh()
                .recover(failure -> Future.failedFuture(given(failure)))
                .map(asked -> routes.now());
    }

    private static KvCallException given(Throwable failure) {
        KvReason reason = failure instanceof CallFailedException call
                ? call.reason().orElse(KvReason.UNREACHABLE)
                : KvReason.UNREACHABLE;
        return new KvCallException(reason, failure.getMessage());
    }

    /**
     * What one member says of itself.
     *
     * @param address host:port
     * @param status what it said; empty where it did not answer
     * @param trouble why it did not; empty where it did
     */
    public record MemberStatus(String address, Optional<StatusResponse> status, String trouble) {}

    /** Asks all members that are known; fails where none answers. */
    public Future<List<MemberStatus>> status() {
        return refreshed().compose(map -> {
            Set<String> addresses = new LinkedHashSet<>(map.addresses());
            addresses.addAll(settings.seeds());
            List<Future<MemberStatus>> answers = new ArrayList<>();
            for (String address : addresses) {
                answers.add(statusOf(address)
                        .map(status -> new MemberStatus(address, Optional.of(status), ""))
                        .otherwise(failure -> new MemberStatus(address, Optional.empty(), failure.getMessage())));
            }
            return Future.all(answers).map(all -> all.list());
        });
    }

    private Future<StatusResponse> statusOf(String address) {
        return transport.call(address, KeyValueGrpcClient.Status, StatusRequest.getDefaultInstance(), STATUS_PATIENCE);
    }

    /** The ring, by a fresh map. */
    public Future<RingView> ring() {
        return refreshed().map(map -> {
            Map<String, String> primaries = new TreeMap<>();
            map.groups().forEach((group, route) -> primaries.put(group, route.primary()));
            return new RingView(map.ring(), primaries);
        });
    }

    /**
     * Begins to change the ring: asks the server that is master. From then on this client goes by no older ring,
     * whoever tells it.
     */
    public Future<Ring> changeRing(ChangeRingRequest request) {
        return status().compose(members -> master(members)
                .map(address -> transport
                        .call(address, AdministrationGrpcClient.ChangeRing, request, settings.deadline())
                        .map(ChangeRingResponse::getRing)
                        .onSuccess(routes::learnRing)
                        .recover(failure -> Future.failedFuture(given(failure))))
                .orElseGet(() -> Future.failedFuture(new KvCallException(
                        KvReason.UNREACHABLE, "No server of the store is master at this moment, or none answers."))));
    }

    private static Optional<String> master(List<MemberStatus> members) {
        return members.stream()
                .filter(member -> member.status()
                        .filter(status ->
                                status.hasServer() && status.getServer().getMaster())
                        .isPresent())
                .map(MemberStatus::address)
                .findFirst();
    }

    /** Closes its connections; what is under way fails. */
    public Future<Void> close() {
        return transport.close();
    }
}
