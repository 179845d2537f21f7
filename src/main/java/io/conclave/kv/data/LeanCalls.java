package io.conclave.kv.data;

import io.conclave.kv.KvException;
import io.conclave.kv.replica.KeyWrite;
import io.conclave.kv.replica.Member;
import io.conclave.kv.replica.RequestIdentity;
import io.conclave.kv.replica.Write;
import io.conclave.kv.rpc.DirectCall;
import io.conclave.kv.rpc.DirectMethod;
import io.conclave.kv.rpc.RpcServer;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Put and Get as {@linkplain DirectMethod direct methods}, since these two are most of what a store does. What is
 * answered is the same as by {@link KeyValueCalls}, and a test holds the two against each other.
 */
public final class LeanCalls {

    private static final String PUT = "/conclave.kv.v1.KeyValue/Put";
    private static final String GET = "/conclave.kv.v1.KeyValue/Get";

    private final Member member;
    private final Ownership ownership;
    private final Deadlines deadlines;

    /**
     * The calls of one member.
     *
     * @param group that the member is of
     * @param nanoTime the current time, in nanoseconds
     */
    public LeanCalls(String group, Member member, Directory directory, LongSupplier nanoTime) {
        this.member = member;
        this.ownership = new Ownership(group, directory);
        this.deadlines = new Deadlines(nanoTime);
    }

    /** The methods, by their paths. */
    public Map<String, DirectMethod> methods() {
        return Map.of(PUT, call -> checked(call, this::put), GET, call -> checked(call, this::get));
    }

    /** What a method does with a message. */
    private interface Served {
        void serve(DirectCall call, LeanMessages.Request message);
    }

    private static void checked(DirectCall call, Served method) {
        try {
            method.serve(call, message(call));
        } catch (LeanMessages.MalformedException e) {
            call.refuse(
                    RequestChecks.invalid("the message", "cannot be read: " + e.getMessage(), "see keyvalue.proto"));
        } catch (KvException refused) {
            call.refuse(refused);
        }
    }

    private static LeanMessages.Request message(DirectCall call) {
        if (call.isTooLong()) {
            throw RequestChecks.invalid(
                    "the message", "is too long", RpcServer.MAX_MESSAGE_BYTES + " bytes are allowed");
        }
        ByteBuf body = call.body();
        if (body.readableBytes() < LeanMessages.PREFIX) {
            throw new LeanMessages.MalformedException("there is no message");
        }
        int from = body.readerIndex();
        long length = body.getUnsignedInt(from + 1);
        if (body.getByte(from) != 0 || length != body.readableBytes() - LeanMessages.PREFIX) {
            throw new LeanMessages.MalformedException("its length is not as it says, or it is compressed");
        }
        return new LeanMessages.Request(body, from + LeanMessages.PREFIX, body.writerIndex());
    }

    private void put(DirectCall call, LeanMessages.Request message) {
        RequestChecks.checkKeySize("key", message.keyBytes());
        RequestChecks.checkValueSize("value", message.valueBytes());
        long ifVersion = RequestChecks.ifVersion("if_version", message.hasIfVersion, message.ifVersion);
        RequestIdentity identity = message.hasIdentity
                ? RequestChecks.identity(message.client, message.number, message.firstIncomplete)
                : null;
        byte[] key = message.key();
        ownership.check(key);
        KeyWrite write = new KeyWrite(key, message.value(), ifVersion);
        long deadline = deadlines.of(timeoutNanos(call.timeout()), TimeUnit.NANOSECONDS);
        member.write(new Write(List.of(write), identity, deadline)).onComplete((result, failure) -> {
            if (failure == null) {
                call.answer(LeanMessages.putResponse(
                        call.buffers(), result.applied(), result.keys().get(0).version()));
            } else {
                call.refuse(failure);
            }
        });
    }

    private void get(DirectCall call, LeanMessages.Request message) {
        RequestChecks.checkKeySize("key", message.keyBytes());
        byte[] key = message.key();
        ownership.check(key);
        member.read(key).onComplete((found, failure) -> {
            if (failure == null) {
                call.answer(LeanMessages.getResponse(call.buffers(), found.found(), found.value(), found.version()));
            } else {
                call.refuse(failure);
            }
        });
    }

    /** What {@code grpc-timeout} says, in nanoseconds; 0 where it says nothing, or nonsense. */
    static long timeoutNanos(CharSequence header) {
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
