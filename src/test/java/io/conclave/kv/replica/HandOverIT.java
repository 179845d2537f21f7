package io.conclave.kv.replica;

import static io.conclave.kv.replica.TestGroup.put;
import static io.conclave.kv.replica.TestGroup.reason;
import static io.conclave.kv.replica.TestGroup.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.replica.TestGroup.TestMember;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.wire.ChangeRingRequest;
import io.conclave.testing.Alone;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Arcs that change hands at a bad time. */
@Alone
class HandOverIT extends GroupTest {

    /** A key that goes from the first group to the second when that comes into the ring. */
    private static String key() {
        RingState both = RingState.settled(1, 2, List.of("g1", "g2"));
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "key-" + i)
                .filter(key -> both.owner(key.getBytes(UTF_8)).orElseThrow().equals("g2"))
                .findFirst()
                .orElseThrow();
    }

    private void ring(boolean withSecond) throws Exception {
        group.changeRing(
                withSecond
                        ? ChangeRingRequest.newBuilder().setAddGroup("g2")
                        : ChangeRingRequest.newBuilder().setRemoveGroup("g2"));
    }

    private void untilRingIs(List<String> groups) {
        until(() -> !group.ring().isChanging() && group.ring().groups().equals(groups));
    }

    @Test
    void aHandOverWhoseSourceDiesInTheMiddleIsDoneAnew() throws Exception {
        handOverWhere("g1");
    }

    @Test
    void aHandOverWhoseTargetDiesInTheMiddleIsDoneAnew() throws Exception {
        handOverWhere("g2");
    }

    private void handOverWhere(String dying) throws Exception {
        group.inSyncTimeout(Duration.ofSeconds(60));
        group.start("g1");
        group.start("g1");
        group.inSync("g1", 1, 2);
        TestMember target = group.start("g2");
        TestMember other = group.start("g2");
        group.inSync("g2", 1, 2);
        until(() -> group.owns("g1"));
        Traffic traffic = new Traffic(group, 100);
        traffic.once();
        long before = target.log.log().lastPosition();
        other.log.hold();
        group.changeRing(ChangeRingRequest.newBuilder().setAddGroup("g2"));
        until(() -> target.log.log().lastPosition() > before + 10);
        assertThat(group.ring().done()).isEmpty();

        traffic.start();
        group.primary(dying).kill();
        other.log.letGo();
        until(() -> ZOOKEEPER.text(root + "/ring").orElse("").contains("\"groups\":[\"g1\",\"g2\"]"));
        traffic.stop();

        assertThat(traffic.lost()).isEmpty();
        until(() -> keysOf("g1") + keysOf("g2") == 100);
        long inTarget = IntStream.range(0, 100)
                .filter(i -> group.ring()
                        .owner(("key-" + i).getBytes(UTF_8))
                        .orElseThrow()
                        .equals("g2"))
                .count();
        assertThat(inTarget).isPositive();
        until(() -> keysOf("g2") == inTarget);
    }

    private long keysOf(String name) {
        return group.primary(name).replica.status().getKeys();
    }

    @Test
    void nothingIsReadFromAnArcOnceItsNewOwnerMayHaveWritten() throws Exception {
        TestMember source = group.start("g1");
        until(() -> group.owns("g1"));
        TestMember target = group.start("g2");
        group.primary("g2");
        String key = key();
        AtomicBoolean over = new AtomicBoolean();
        slow(source, over);
        try {
            for (int round = 0; round < 4; round++) {
                source.write(put(key, "old"));
                ring(true);
                while (!written(target, put(key, "new"))) {
                    LockSupport.parkNanos(1_000_000);
                }
                Future<ReadResult> read = source.replica.read(key.getBytes(UTF_8));
                assertThat(reason(read)).as("round %d", round).isIn(KvReason.MOVING, KvReason.NOT_OWNER);
                untilRingIs(List.of("g1", "g2"));
                ring(false);
                untilRingIs(List.of("g1"));
                until(() -> reason(source.replica.write(put(key, "back"))) == null);
            }
        } finally {
            over.set(true);
        }
    }

    /** Looks for the answer without a pause. */
    private static boolean written(TestMember member, Write write) throws Exception {
        try {
            return member.write(write).applied();
        } catch (KvException refused) {
            return false;
        }
    }

    /** Lets a member's log thread hear late of all that concerns it, such as how a commit went. */
    private void slow(TestMember member, AtomicBoolean over) {
        member.replica.parts().thread().execute(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(60));
            if (!over.get()) {
                group.vertx().setTimer(1, fired -> slow(member, over));
            }
        });
    }

    @Test
    void aRepeatedCallIsAppliedOnceAlsoWhereItsKeyChangedHandsMeanwhile() throws Exception {
        TestMember source = group.start("g1");
        until(() -> group.owns("g1"));
        TestMember target = group.start("g2");
        group.primary("g2");
        String key = key();
        Write before = put(key, "1", KeyWrite.ANY, new RequestIdentity(77, 1, 1));
        Write meanwhile = put(key, "2", KeyWrite.ANY, new RequestIdentity(78, 1, 1));
        WriteResult first = source.write(before);
        long position = target.log.log().lastPosition();
        target.log.hold();
        ring(true);
        until(target.log::isWaiting);
        assertThat(target.log.log().lastPosition()).isGreaterThan(position);
        WriteResult second = source.write(meanwhile);
        target.log.letGo();
        untilRingIs(List.of("g1", "g2"));
        until(() -> reason(target.replica.write(put(key, "3"))) == null);

        assertThat(target.write(before).keys()).isEqualTo(first.keys());
        assertThat(target.write(meanwhile).keys()).isEqualTo(second.keys());
        assertThat(target.read(key)).isEqualTo("3");
    }

    @Test
    void versionsOfAKeyRiseAcrossGroupsWhateverTheNewOneHadGivenBefore() throws Exception {
        TestMember source = group.start("g1");
        until(() -> group.owns("g1"));
        TestMember target = group.start("g2");
        group.primary("g2");
        String key = key();
        for (int i = 0; i < 50; i++) {
            source.write(put(key, "x"));
        }
        Write delete = new Write(
                List.of(new KeyWrite(key.getBytes(UTF_8), null, KeyWrite.ANY)),
                null,
                put(key, "").deadlineNanos());
        long deleted = source.write(delete).keys().get(0).version();
        ring(true);
        untilRingIs(List.of("g1", "g2"));
        until(() -> target.replica.isServing() && reason(target.replica.read(key.getBytes(UTF_8))) == null);
        assertThat(target.read(key)).isNull();
        assertThat(target.write(put(key, "y")).keys().get(0).version()).isGreaterThan(deleted);
    }
}
