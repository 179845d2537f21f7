package io.conclave.kv.replica;

import io.conclave.kv.rpc.HostPort;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.PutRequest;
import io.conclave.kv.wire.ReplicateHello;
import io.conclave.kv.wire.ReplicateRequest;
import io.conclave.kv.wire.ReplicationGrpcClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.common.ServiceMethod;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a member does once after it has started, so that it can be primary at once when the group waits for it: the JVM
 * loads and links what it needs when that is used for the first time, and for a primary that is some three hundred
 * classes, which takes a quarter of a second.
 */
final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final long LIMIT_SECONDS = 5;
    /** Used only where there are standbys, or arcs that change hands, which the {@link TrialTerm} has not. */
    private static final List<Class<?>> WITH_OTHERS = List.of(StandbyLink.class, ArcExport.class, ArcImports.class);

    private final Parts parts;
    private final SocketAddress self;
    private final Path folder;

    private Rehearsal(Parts parts, SocketAddress self, Path folder) {
        this.parts = parts;
        this.self = self;
        this.folder = folder;
    }

    /**
     * Goes through a term that nobody hears of, and then through what a primary does to reach a standby and what it
     * does for a client, with the member itself as the other end: it is asked on behalf of no group and for no key,
     * which it refuses before anything else.
     *
     * @param address host:port of the member's own services
     * @param folder for what the trial writes; deleted before and after
     * @return completes when it is over, whatever came of it
     */
    static Future<Void> of(Parts parts, String address, Path folder) {
        Rehearsal rehearsal = new Rehearsal(parts, HostPort.parse(address), folder);
        return parts.workers()
                .executeBlocking(rehearsal::term, false)
                .transform(tried -> rehearsal.calls(tried.cause()));
    }

    private Void term() throws IOException, InterruptedException {
        link();
        delete();
        try {
            TrialTerm.in(folder, parts);
        } finally {
            delete();
        }
        return null;
    }

    private static void link() {
        try {
            for (Class<?> one : WITH_OTHERS) {
                MethodHandles.lookup().ensureInitialized(one);
            }
        } catch (IllegalAccessException e) {
            throw new LinkageError("a class of this package", e);
        }
    }

    /** What a process that was killed left is in the way of the next. */
    private void delete() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private Future<Void> calls(Throwable trial) {
        if (trial != null) {
            LOG.warn("the trial of a term failed: {}", trial.toString());
        }
        Promise<Void> over = Promise.promise();
        parts.context().runOnContext(now -> Future.join(
                        call(
                                ReplicationGrpcClient.Replicate,
                                ReplicateRequest.newBuilder()
                                        .setHello(ReplicateHello.getDefaultInstance())
                                        .build()),
                        call(KeyValueGrpcClient.Put, PutRequest.getDefaultInstance()))
                .onComplete((ended, failure) -> {
                    LOG.debug("the rehearsal is over: {}", failure == null ? "refused" : failure.toString());
                    over.complete();
                }));
        return over.future();
    }

    private <Q, A> Future<Void> call(ServiceMethod<A, Q> method, Q refused) {
        return parts.client().request(self, method).compose(request -> {
            request.end(refused);
            return request.response()
                    .compose(response -> response.end())
                    .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .onFailure(e -> request.cancel());
        });
    }
}
