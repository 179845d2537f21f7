package io.conclave.kv.rpc;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.vertx.core.MultiMap;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerResponse;
import io.vertx.grpc.server.StatusException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a refusal travels: a gRPC status, a sentence, and trailers that a program reads. */
public final class Refusals {

    /** The reason's code. */
    public static final String REASON = "conclave-reason";

    /** host:port of the primary to ask instead. */
    public static final String PRIMARY = "conclave-primary";

    /** The group to ask instead. */
    public static final String GROUP = "conclave-group";

    /** The version of the ring that says so. */
    public static final String RING_VERSION = "conclave-ring-version";

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    /** The status that a reason travels with. */
    public static GrpcStatus status(KvReason reason) {
        return switch (reason) {
            case INVALID -> GrpcStatus.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> GrpcStatus.UNAUTHENTICATED;
            case NOT_OWNER, NOT_PRIMARY, STALE_REQUEST -> GrpcStatus.FAILED_PRECONDITION;
            case NO_PRIMARY, LEASE_EXPIRED, MOVING, NOT_ENOUGH_IN_SYNC, CLOSING, UNREACHABLE -> GrpcStatus.UNAVAILABLE;
            case FENCED -> GrpcStatus.ABORTED;
            case READ_ONLY, OVERLOADED, WATCH_TOO_SLOW -> GrpcStatus.RESOURCE_EXHAUSTED;
            case OUTCOME_UNKNOWN -> GrpcStatus.UNKNOWN;
            case WATCH_TOO_OLD -> GrpcStatus.OUT_OF_RANGE;
            case CORRUPT -> GrpcStatus.DATA_LOSS;
        };
    }

    /**
     * Ends a call with why it was not done. What is no refusal is a fault of ours: it is logged and answered as such.
     */
    public static void refuse(GrpcServerResponse<?, ?> response, Throwable failure) {
        if (failure instanceof KvException refusal) {
            MultiMap trailers = response.trailers();
            trailers.set(REASON, refusal.reason().code());
            refusal.redirect().ifPresent(elsewhere -> {
                trailers.set(PRIMARY, elsewhere.primary());
                trailers.set(GROUP, elsewhere.group());
                trailers.set(RING_VERSION, String.valueOf(elsewhere.ringVersion()));
            });
            end(response, status(refusal.reason()), refusal.getMessage());
        } else if (failure instanceof StatusException answer) {
            end(response, answer.status(), answer.message());
        } else {
            LOG.error("a call failed", failure);
            end(response, GrpcStatus.INTERNAL, "the member failed: " + failure);
        }
    }

    private static void end(GrpcServerResponse<?, ?> response, GrpcStatus status, String message) {
        response.status(status).statusMessage(message);
        response.end();
    }
}
