package io.conclave.kv.replica;

import io.conclave.kv.rpc.HostPort;
import io.conclave.kv.wire.ReplicateHello;
import io.conclave.kv.wire.ReplicateRequest;
import io.conclave.kv.wire.ReplicationGrpcClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    private static final List<Class<?>> OF_A_PRIMARY = List.of(
            PrimaryTerm.class,
            Standbys.class,
            StandbyLink.class,
            InSyncSet.class,
            CommitTracker.class,
            AnswerLine.class,
            WriteJudge.class,
            PendingState.class,
            BatchPacing.class,
            ArcExport.class,
            ArcImports.class);

    private Rehearsal() {}

    /**
     * Links the classes of a primary, and goes through what a primary does to reach a standby, with the member itself
     * as the other end: it is asked on behalf of no group, which it refuses before anything else.
     *
     * @param address host:port of the member's own services
     * @return completes when it is over, whatever came of it
     */
    static Future<Void> of(Parts parts, String address) {
        Promise<Void> over = Promise.promise();
        parts.context().runOnContext(now -> {
            link();
            parts.client()
                    .request(HostPort.parse(address), ReplicationGrpcClient.Replicate)
                    .compose(request -> {
                        request.end(ReplicateRequest.newBuilder()
                                .setHello(ReplicateHello.getDefaultInstance())
                                .build());
                        return request.response()
                                .compose(response -> response.end())
                                .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                                .onFailure(e -> request.cancel());
                    })
                    .onComplete((ended, failure) -> {
                        LOG.debug("the rehearsal is over: {}", failure == null ? "refused" : failure.toString());
                        over.complete();
                    });
        });
        return over.future();
    }

    private static void link() {
        try {
            for (Class<?> one : OF_A_PRIMARY) {
                MethodHandles.lookup().ensureInitialized(one);
            }
        } catch (IllegalAccessException e) {
            throw new LinkageError("a class of this package", e);
        }
    }
}
