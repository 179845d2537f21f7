package io.conclave.kv.rpc;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerResponse;
import io.vertx.grpc.server.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.BiConsumer;
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
            tellWhy(refusal, response.trailers()::set);
            end(response, status(refusal.reason()), refusal.getMessage());
        } else if (failure instanceof StatusException answer) {
            end(response, answer.status(), answer.message());
        } else {
            LOG.error("a call failed", failure);
            end(response, GrpcStatus.INTERNAL, "the member failed: " + failure);
        }
    }

    /**
     * As {@link #refuse}, for a call that the gRPC library has no part in.
     *
     * @param fields gets the name and the value of each field of its only headers
     */
    static void tell(Throwable failure, BiConsumer<String, String> fields) {
        if (failure instanceof KvException refusal) {
            tellWhy(refusal, fields);
            tell(status(refusal.reason()), refusal.getMessage(), fields);
        } else {
            LOG.error("a call failed", failure);
            tell(GrpcStatus.INTERNAL, "the member failed: " + failure, fields);
        }
    }

    private static void tell(GrpcStatus status, String message, BiConsumer<String, String> fields) {
        fields.accept("grpc-status", status.toString());
        fields.accept("grpc-message", percentEncoded(message));
    }

    /** As the gRPC protocol has messages: UTF-8, with all but printable ASCII, and the per cent sign, as %XX. */
    private static String percentEncoded(String message) {
        StringBuilder encoded = new StringBuilder(message.length() + 16);
        for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static void tellWhy(KvException refusal, BiConsumer<String, String> fields) {
        fields.accept(REASON, refusal.reason().code());
        refusal.redirect().ifPresent(elsewhere -> {
            fields.accept(PRIMARY, elsewhere.primary());
            fields.accept(GROUP, elsewhere.group());
            fields.accept(RING_VERSION, String.valueOf(elsewhere.ringVersion()));
        });
    }

    private static void end(GrpcServerResponse<?, ?> response, GrpcStatus status, String message) {
        response.status(status).statusMessage(message);
        response.end();
    }
}
