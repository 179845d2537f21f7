package io.conclave.kv.data;

import io.conclave.kv.KvException;
import io.conclave.kv.replica.KeyWrite;
import io.conclave.kv.replica.Member;
import io.conclave.kv.replica.RequestIdentity;
import io.conclave.kv.replica.Write;
import io.conclave.kv.rpc.Refusals;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers Put and Get straight from HTTP/2, and leaves all other calls, and those that are compressed or not protobuf,
 * to the gRPC library. The library makes a dozen objects and two futures for each call, which costs more than the whole
 * rest of a small write; what is answered is the same, and a test holds the two against each other.
 */
public final class LeanCalls implements Handler<HttpServerRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(LeanCalls.class);
    private static final String PUT = "/conclave.kv.v1.KeyValue/Put";
    private static final String GET = "/conclave.kv.v1.KeyValue/Get";
    private static final String GRPC = "application/grpc";
    private static final String GRPC_PROTO = "application/grpc+proto";
    private static final CharSequence CONTENT_TYPE = HttpHeaders.createOptimized("content-type");
    private static final CharSequence GRPC_VALUE = HttpHeaders.createOptimized(GRPC);
    private static final CharSequence STATUS = HttpHeaders.createOptimized("grpc-status");
    private static final CharSequence OK = HttpHeaders.createOptimized("0");
    private static final CharSequence ENCODING = HttpHeaders.createOptimized("grpc-encoding");
    private static final CharSequence TIMEOUT = HttpHeaders.createOptimized("grpc-timeout");

    private final Member member;
    private final Ownership ownership;
    private final Deadlines deadlines;
    private final long longestMessage;
    private final Handler<HttpServerRequest> others;

    /**
     * The calls of one member.
     *
     * @param group that the member is of
     * @param nanoTime the current time, in nanoseconds
     * @param longestMessage in bytes
     * @param others takes all other calls
     */
    public LeanCalls(
            String group,
            Member member,
            Directory directory,
            LongSupplier nanoTime,
            long longestMessage,
            Handler<HttpServerRequest> others) {
        this.member = member;
        this.ownership = new Ownership(group, directory);
        this.deadlines = new Deadlines(nanoTime);
        this.longestMessage = longestMessage;
        this.others = others;
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = request.path();
        boolean puts = PUT.equals(path);
        if ((puts || GET.equals(path)) && isPlain(request)) {
            new Call(request, puts).begin();
        } else {
            others.handle(request);
        }
    }

    private static boolean isPlain(HttpServerRequest request) {
        String type = request.getHeader(CONTENT_TYPE);
        if (!GRPC.equals(type) && !GRPC_PROTO.equals(type)) {
            return false;
        }
        String encoding = request.getHeader(ENCODING);
        return encoding == null || encoding.equals("identity");
    }

    /** One call on its way. */
    private final class Call {

        private final HttpServerRequest request;
        private final boolean puts;
        private Buffer body;
        private boolean gathered;
        private boolean tooLong;

        Call(HttpServerRequest request, boolean puts) {
            this.request = request;
            this.puts = puts;
        }

        void begin() {
            request.handler(this::more);
            request.endHandler(ended -> whole());
            request.exceptionHandler(gone -> LOG.debug("the caller has gone: {}", gone.getMessage()));
        }

        /** Nearly all messages come in one piece, which is taken as it is. */
        private void more(Buffer chunk) {
            if (tooLong) {
                return;
            }
            if (body == null) {
                body = chunk;
            } else if (body.length() + chunk.length() > longestMessage + LeanMessages.PREFIX) {
                tooLong = true;
                body = null;
            } else {
                if (!gathered) {
                    gathered = true;
                    body = Buffer.buffer(2 * (body.length() + chunk.length())).appendBuffer(body);
                }
                body.appendBuffer(chunk);
            }
        }

        private void whole() {
            try {
                LeanMessages.Request message = message();
                if (puts) {
                    put(message);
                } else {
                    get(message);
                }
            } catch (LeanMessages.MalformedException e) {
                refuse(RequestChecks.invalid("the message", "cannot be read: " + e.getMessage(), "see keyvalue.proto"));
            } catch (KvException refused) {
                refuse(refused);
            }
        }

        private LeanMessages.Request message() {
            if (tooLong) {
                throw RequestChecks.invalid("the message", "is too long", longestMessage + " bytes are allowed");
            }
            if (body == null || body.length() < LeanMessages.PREFIX) {
                throw new LeanMessages.MalformedException("there is no message");
            }
            long length = body.getUnsignedInt(1);
            if (body.getByte(0) != 0 || length != body.length() - LeanMessages.PREFIX) {
                throw new LeanMessages.MalformedException("its length is not as it says, or it is compressed");
            }
            return new LeanMessages.Request(body, LeanMessages.PREFIX, body.length());
        }

        private void put(LeanMessages.Request message) {
            RequestChecks.checkKeySize("key", message.keyBytes());
            RequestChecks.checkValueSize("value", message.valueBytes());
            long ifVersion = RequestChecks.ifVersion("if_version", message.hasIfVersion, message.ifVersion);
            RequestIdentity identity = message.hasIdentity
                    ? RequestChecks.identity(message.client, message.number, message.firstIncomplete)
                    : null;
            byte[] key = message.key();
            ownership.check(key);
            KeyWrite write = new KeyWrite(key, message.value(), ifVersion);
            long deadline = deadlines.of(timeoutNanos(request.getHeader(TIMEOUT)), TimeUnit.NANOSECONDS);
            member.write(new Write(List.of(write), identity, deadline)).onComplete((result, failure) -> {
                if (failure == null) {
                    reply(LeanMessages.putResponse(
                            result.applied(), result.keys().get(0).version()));
                } else {
                    refuse(failure);
                }
            });
        }

        private void get(LeanMessages.Request message) {
            RequestChecks.checkKeySize("key", message.keyBytes());
            byte[] key = message.key();
            ownership.check(key);
            member.read(key).onComplete((found, failure) -> {
                if (failure == null) {
                    reply(LeanMessages.getResponse(found.found(), found.value(), found.version()));
                } else {
                    refuse(failure);
                }
            });
        }

        private void reply(Buffer message) {
            HttpServerResponse response = request.response();
            if (response.ended() || response.closed()) {
                return;
            }
            response.putHeader(CONTENT_TYPE, GRPC_VALUE);
            response.setChunked(true);
            response.trailers().set(STATUS, OK);
            response.end(message);
        }

        private void refuse(Throwable failure) {
            HttpServerResponse response = request.response();
            if (!response.ended() && !response.closed()) {
                Refusals.refuse(response, failure);
            }
        }
    }

    /** What {@code grpc-timeout} says, in nanoseconds; 0 where it says nothing, or nonsense. */
    static long timeoutNanos(String header) {
        if (header == null || header.length() < 2 || header.length() > 9) {
            return 0;
        }
        long value = 0;
        int last = header.length() - 1;
        for (int i = 0; i < last; i++) {
            int digit = header.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            value = value * 10 + digit;
        }
        return switch (header.charAt(last)) {
            case 'H' -> TimeUnit.HOURS.toNanos(value);
            case 'M' -> TimeUnit.MINUTES.toNanos(value);
            case 'S' -> TimeUnit.SECONDS.toNanos(value);
            case 'm' -> TimeUnit.MILLISECONDS.toNanos(value);
            case 'u' -> TimeUnit.MICROSECONDS.toNanos(value);
            case 'n' -> value;
            default -> 0;
        };
    }
}
