package io.conclave.kv.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.conclave.kv.wire.GetResponse;
import io.conclave.kv.wire.PutRequest;
import io.conclave.kv.wire.PutResponse;
import io.conclave.kv.wire.RequestId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Held against the classes that protobuf generates. */
class LeanMessagesTest {

    private static final int RUNS = 20_000;

    private final Random random = new Random(20_261_128);

    private long number() {
        return random.nextLong() >>> random.nextInt(64);
    }

    private byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private PutRequest request() {
        PutRequest.Builder request = PutRequest.newBuilder()
                .setKey(ByteString.copyFrom(bytes(40)))
                .setValue(ByteString.copyFrom(bytes(300)));
        if (random.nextBoolean()) {
            request.setIfVersion(number());
        }
        if (random.nextBoolean()) {
            request.setRequestId(RequestId.newBuilder()
                    .setClient(random.nextLong())
                    .setNumber(number())
                    .setFirstIncomplete(number()));
        }
        if (random.nextInt(4) == 0) {
            request.setUnknownFields(UnknownFieldSet.newBuilder()
                    .addField(
                            9,
                            UnknownFieldSet.Field.newBuilder()
                                    .addVarint(number())
                                    .addFixed32(1)
                                    .addFixed64(2)
                                    .addLengthDelimited(ByteString.copyFrom(bytes(20)))
                                    .build())
                    .build());
        }
        return request.build();
    }

    private static LeanMessages.Request read(byte[] message) {
        ByteBuf buffer = Unpooled.wrappedBuffer(new byte[5], message, new byte[] {8, 1});
        return new LeanMessages.Request(buffer, 5, 5 + message.length);
    }

    private static void assertSame(LeanMessages.Request lean, PutRequest full) {
        assertThat(lean.key()).isEqualTo(full.getKey().toByteArray());
        assertThat(lean.value()).isEqualTo(full.getValue().toByteArray());
        assertThat(lean.hasIfVersion).isEqualTo(full.hasIfVersion());
        assertThat(lean.ifVersion).isEqualTo(full.getIfVersion());
        assertThat(lean.hasIdentity).isEqualTo(full.hasRequestId());
        assertThat(lean.client).isEqualTo(full.getRequestId().getClient());
        assertThat(lean.number).isEqualTo(full.getRequestId().getNumber());
        assertThat(lean.firstIncomplete).isEqualTo(full.getRequestId().getFirstIncomplete());
    }

    @Test
    void requestsAreReadAsTheGeneratedClassesReadThem() {
        for (int i = 0; i < RUNS; i++) {
            PutRequest request = request();
            assertSame(read(request.toByteArray()), request);
        }
    }

    /** Cut off or with bits turned over: either both read the same, or ours refuses it; it never fails otherwise. */
    @Test
    void brokenRequestsAreRefusedOrReadTheSame() {
        int refused = 0;
        for (int i = 0; i < RUNS; i++) {
            byte[] whole = request().toByteArray();
            byte[] message = java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && message.length > 0; flips--) {
                message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                LeanMessages.Request lean = read(message);
                PutRequest full = PutRequest.parseFrom(message);
                assertSame(lean, full);
            } catch (LeanMessages.MalformedException e) {
                refused++;
            } catch (InvalidProtocolBufferException e) {
                // The generated classes are stricter, such as with groups of unknown fields.
                assertThatCode(() -> read(message)).doesNotThrowAnyException();
            }
        }
        assertThat(refused).isBetween(100, RUNS - 100);
    }

    @Test
    void answersAreWhatTheGeneratedClassesRead() throws Exception {
        for (int i = 0; i < RUNS; i++) {
            boolean yes = random.nextBoolean();
            long version = number();
            byte[] value = bytes(400);
            ByteBuf put = LeanMessages.putResponse(UnpooledByteBufAllocator.DEFAULT, yes, version);
            assertThat(PutResponse.parseFrom(message(put)))
                    .isEqualTo(PutResponse.newBuilder()
                            .setApplied(yes)
                            .setVersion(version)
                            .build());
            ByteBuf get = LeanMessages.getResponse(UnpooledByteBufAllocator.DEFAULT, yes, value, version);
            assertThat(GetResponse.parseFrom(message(get)))
                    .isEqualTo(GetResponse.newBuilder()
                            .setFound(yes)
                            .setValue(ByteString.copyFrom(value))
                            .setVersion(version)
                            .build());
        }
    }

    private static byte[] message(ByteBuf prefixed) {
        assertThat(prefixed.readByte()).isZero();
        assertThat(prefixed.readInt()).isEqualTo(prefixed.readableBytes());
        byte[] message = ByteBufUtil.getBytes(prefixed);
        prefixed.release();
        return message;
    }
}
