package io.conclave.kv.replica;

import static io.conclave.kv.replica.TestGroup.get;
import static io.conclave.kv.replica.TestGroup.put;
import static io.conclave.kv.replica.TestGroup.reason;
import static io.conclave.kv.replica.TestGroup.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.replica.TestGroup.TestMember;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.wire.ChangeRingRequest;
import io.conclave.kv.znodes.Lease;
import io.conclave.testing.Alone;
import io.conclave.testing.UnusedPort;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Alone
class ReplicaIT extends GroupTest {

    @Test
    void aWriteIsAcknowledgedOnlyWhenItIsOnDiskAtAllInSyncMembers() throws Exception {
        TestMember primary = group.start("g1");
        TestMember standby = group.start("g1");
        group.inSync("g1", 1, 2);
        assertThat(primary.write(put("a", "1")).applied()).isTrue();

        standby.log.hold();
        Future<WriteResult> waiting = primary.replica.write(put("a", "2"));
        until(standby.log::isWaiting);
        await().during(Duration.ofMillis(400)).atMost(Duration.ofSeconds(5)).until(() -> !waiting.isComplete());
        assertThat(primary.read("a")).isEqualTo("1");

        standby.log.letGo();
        assertThat(get(waiting).applied()).isTrue();
        assertThat(primary.read("a")).isEqualTo("2");
    }

    @Test
    void aStandbyThatIsAwayLeavesTheInSyncSetAndComesBackFromTheLog() throws Exception {
        TestMember primary = group.start("g1");
        TestMember standby = group.start("g1");
        group.inSync("g1", 1, 2);

        standby.close();
        group.inSync("g1", 1);
        for (int i = 0; i < 200; i++) {
            primary.write(put("k" + i, "v" + i));
        }
        group.start("g1", 2);
        group.inSync("g1", 1, 2);

        primary.close();
        TestMember next = group.primary("g1");
        assertThat(next.number).isEqualTo(2);
        assertThat(next.read("k0")).isEqualTo("v0");
        assertThat(next.read("k199")).isEqualTo("v199");
    }

    @Test
    void aDamagedLogIsRebuiltFromThePrimary() throws Exception {
        TestMember primary = group.start("g1");
        TestMember standby = group.start("g1");
        group.inSync("g1", 1, 2);
        for (int i = 0; i < 50; i++) {
            primary.write(put("k" + i, "v" + i));
        }
        until(() -> standby.replica.status().getCommitted() >= 51);
        Path file = standby.folder().resolve("log");
        standby.close();
        group.inSync("g1", 1);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        TestMember back = group.start("g1", 2);
        assertThat(back.log.log().damage()).isPresent();
        group.inSync("g1", 1, 2);
        assertThat(back.log.log().damage()).isEmpty();
        primary.close();
        assertThat(group.primary("g1").read("k49")).isEqualTo("v49");
    }

    @Test
    void aRepeatedCallIsAppliedOnceAlsoAfterAFailover() throws Exception {
        TestMember primary = group.start("g1");
        group.start("g1");
        group.inSync("g1", 1, 2);
        RequestIdentity request = new RequestIdentity(77, 1, 1);

        WriteResult first = primary.write(put("a", "1", KeyWrite.ABSENT, request));
        WriteResult again = primary.write(put("a", "1", KeyWrite.ABSENT, request));
        assertThat(first.applied()).isTrue();
        assertThat(again.keys().get(0).version()).isEqualTo(first.keys().get(0).version());
        assertThat(again.applied()).isTrue();

        primary.close();
        TestMember next = group.primary("g1");
        WriteResult later = next.write(put("a", "1", KeyWrite.ABSENT, request));
        assertThat(later.applied()).isTrue();
        assertThat(later.keys().get(0).version()).isEqualTo(first.keys().get(0).version());
        next.write(put("b", "1", KeyWrite.ANY, new RequestIdentity(77, 3, 2)));
        assertThat(reason(next.replica.write(put("a", "1", KeyWrite.ABSENT, request))))
                .isEqualTo(KvReason.STALE_REQUEST);
    }

    @Test
    void aConditionIsJudgedByWritesThatAreNotCommittedYet() throws Exception {
        TestMember primary = group.start("g1");
        group.primary("g1");
        List<Future<WriteResult>> racing = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            racing.add(primary.replica.write(put("a", "v" + i, KeyWrite.ABSENT, null)));
        }
        long applied = 0;
        for (Future<WriteResult> one : racing) {
            applied += get(one).applied() ? 1 : 0;
        }
        assertThat(applied).isEqualTo(1);
        assertThat(primary.read("a")).isEqualTo("v0");
    }

    @Test
    void withTheLastInSyncMemberGoneThereIsNoPrimaryUntilItIsBack() throws Exception {
        TestMember first = group.start("g1");
        TestMember second = group.start("g1");
        group.inSync("g1", 1, 2);
        second.close();
        group.inSync("g1", 1);
        first.write(put("a", "alone"));
        first.close();

        TestMember back = group.start("g1", 2);
        until(() -> reason(back.replica.read("a".getBytes(UTF_8))) == KvReason.NO_PRIMARY);
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(5)).until(() -> !back.replica.isServing());

        group.start("g1", 1);
        assertThat(group.primary("g1").number).isEqualTo(1);
        assertThat(group.primary("g1").read("a")).isEqualTo("alone");
        group.inSync("g1", 1, 2);
    }

    @Test
    void aPrimaryThatStoodStillWhileItsPlaceWasTakenAcknowledgesNothing() throws Exception {
        TestMember old = group.start("g1");
        TestMember other = group.start("g1");
        group.inSync("g1", 1, 2);
        old.write(put("a", "before"));

        old.log.hold();
        Future<WriteResult> inFlight = old.replica.write(put("a", "in flight"));
        until(old.log::isWaiting);
        Future<WriteResult> queued = old.replica.write(put("b", "not begun"));
        ZOOKEEPER.delete(root + "/data/g1/1");
        until(() -> ZOOKEEPER.text(root + "/data/g1/primary").orElse("").equals("2"));
        until(other.replica::isServing);
        other.write(put("a", "after"));

        old.log.letGo();
        assertThat(reason(inFlight)).isEqualTo(KvReason.OUTCOME_UNKNOWN);
        assertThat(reason(queued)).isIn(KvReason.LEASE_EXPIRED, KvReason.OUTCOME_UNKNOWN, KvReason.NOT_PRIMARY);
        until(() -> reason(old.replica.read("a".getBytes(UTF_8))) == KvReason.NOT_PRIMARY);
        group.inSync("g1", 1, 2);
        assertThat(other.read("a")).isEqualTo("after");
    }

    @Test
    void aTailThatWasNeverCommittedIsCutOff() throws Exception {
        group.inSyncTimeout(Duration.ofSeconds(60));
        TestMember old = group.start("g1");
        TestMember other = group.start("g1");
        group.inSync("g1", 1, 2);
        old.write(put("a", "before"));
        other.cut();
        List<Future<WriteResult>> lost = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            lost.add(old.replica.write(put("a", "only here " + i)));
        }
        until(() -> old.log.log().durablePosition() >= 12);
        old.kill();
        for (Future<WriteResult> one : lost) {
            assertThat(reason(one)).isEqualTo(KvReason.OUTCOME_UNKNOWN);
        }
        other.mend();
        until(other.replica::isServing);
        assertThat(other.read("a")).isEqualTo("before");
        other.write(put("b", "after"));

        TestMember back = group.start("g1", 1);
        group.inSync("g1", 1, 2);
        assertThat(back.log.log().epochs()).isEqualTo(other.log.log().epochs());
        other.close();
        TestMember next = group.primary("g1");
        assertThat(next.read("a")).isEqualTo("before");
        assertThat(next.read("b")).isEqualTo("after");
    }

    @Test
    void aWatchHearsOfVersionsThatATailHadWhichWasCutOff() throws Exception {
        group.inSyncTimeout(Duration.ofSeconds(60));
        TestMember old = group.start("g1");
        TestMember other = group.start("g1");
        group.inSync("g1", 1, 2);
        long before = old.write(put("a", "before")).keys().get(0).version();
        other.cut();
        for (int i = 0; i < 10; i++) {
            old.replica.write(put("a", "only here " + i));
        }
        until(() -> old.log.log().durablePosition() >= 12);
        old.kill();
        other.mend();
        until(other.replica::isServing);
        TestMember back = group.start("g1", 1);
        group.inSync("g1", 1, 2);
        other.close();
        until(back.replica::isServing);

        Told fromNow = new Told();
        Told fromBefore = new Told();
        back.replica.watch(new WatchQuery(new byte[0], 0, false), fromNow);
        back.replica.watch(new WatchQuery(new byte[0], before, false), fromBefore);
        for (int i = 0; i < 3; i++) {
            back.write(put("a", "after " + i));
        }

        until(() -> fromNow.values.contains("after 2"));
        assertThat(fromNow.values).containsExactly("after 0", "after 1", "after 2");
        assertThat(fromBefore.ended).isNull();
        assertThat(fromBefore.values).containsExactly("after 0", "after 1", "after 2");
    }

    /** What one watch was told. */
    private static final class Told implements WatchSink {
        private final List<String> values = new CopyOnWriteArrayList<>();
        private volatile KvException ended;

        @Override
        public boolean changed(List<Change> changes, long version, long ringVersion) {
            changes.forEach(change -> values.add(new String(change.value(), UTF_8)));
            return true;
        }

        @Override
        public void ended(KvException why) {
            ended = why;
        }
    }

    @Test
    void arcsChangeHandsUnderWritesAndNothingIsLost() throws Exception {
        group.start("g1");
        group.start("g1");
        group.inSync("g1", 1, 2);
        group.start("g2");
        group.start("g2");
        group.inSync("g2", 1, 2);
        until(() -> group.owns("g1"));
        Traffic traffic = new Traffic(group, 200);
        traffic.once();
        traffic.start();

        group.changeRing(ChangeRingRequest.newBuilder().setAddGroup("g2"));
        until(() -> ZOOKEEPER.text(root + "/ring").orElse("").contains("\"groups\":[\"g1\",\"g2\"]"));
        group.changeRing(ChangeRingRequest.newBuilder().setRemoveGroup("g1"));
        until(() -> ZOOKEEPER.text(root + "/ring").orElse("").contains("\"groups\":[\"g2\"]"));

        traffic.stop();
        assertThat(traffic.lost()).isEmpty();
        assertThat(traffic.longestWaitMs()).isLessThan(5_000);
        until(() -> group.primary("g1").replica.status().getKeys() == 0);
        assertThat(group.primary("g2").replica.status().getKeys()).isEqualTo(200);
    }

    @Test
    void keysThatAPrimaryGaveAwayAndDidNotPurgeAreMadeRoomOf() throws Exception {
        TestMember primary = group.start("g1");
        until(() -> group.owns("g1"));
        group.primary("g1");
        for (int i = 0; i < 50; i++) {
            primary.write(put("k" + i, "v" + i));
        }
        primary.close();
        ZOOKEEPER.set(root + "/ring", "{\"version\":9,\"virtualNodes\":2,\"groups\":[\"g1\",\"g2\"]}");

        TestMember back = group.start("g1", 1);
        group.primary("g1");
        until(() -> back.replica.status().getKeys() < 50);
        long left = back.replica.status().getKeys();
        RingState ring = RingState.settled(9, 2, List.of("g1", "g2"));
        for (int i = 0; i < 50; i++) {
            String key = "k" + i;
            if (ring.owner(key.getBytes(UTF_8)).orElseThrow().equals("g1")) {
                assertThat(back.read(key)).isEqualTo("v" + i);
                left--;
            }
        }
        assertThat(left).isZero();
    }

    @Test
    void pagesThatFollowEachOtherHaveEachKeyOnce() throws Exception {
        TestMember primary = group.start("g1");
        until(() -> group.owns("g1"));
        group.primary("g1");
        List<String> keys = IntStream.range(0, 95).mapToObj("k%03d"::formatted).toList();
        primary.write(new Write(
                keys.stream()
                        .map(key -> new KeyWrite(key.getBytes(UTF_8), key.getBytes(UTF_8), KeyWrite.ANY))
                        .toList(),
                null,
                put("k", "").deadlineNanos()));
        List<String> found = new ArrayList<>();
        byte[] last = new byte[0];
        ScanPage page;
        do {
            page = get(primary.replica.scan(new ScanQuery("k".getBytes(UTF_8), last, 10, false)));
            assertThat(page.entries()).hasSizeBetween(1, 10);
            page.entries().forEach(entry -> found.add(new String(entry.value(), UTF_8)));
            last = page.entries().get(page.entries().size() - 1).key();
        } while (page.more());
        assertThat(found).isEqualTo(keys);
    }

    @Test
    void aPageThatWasReadBeforeTheRingChangedIsReadAgain() throws Exception {
        TestMember primary = group.start("g1");
        group.primary("g1");
        primary.write(put("a", "1"));
        Promise<Lease> lease = Promise.promise();
        primary.replica
                .parts()
                .thread()
                .execute(() -> lease.complete(
                        primary.replica.servingTerm().orElseThrow().lease()));
        AtomicInteger asked = new AtomicInteger();
        Reads reads = new Reads(
                primary.replica.parts(),
                () -> {
                    long version = asked.getAndIncrement() == 0 ? 7 : 8;
                    RingState ring = RingState.settled(version, 2, List.of("g1"));
                    return new Serving(1, lease.future().result(), Ownership.of("g1", ring));
                },
                () -> KvException.of(KvReason.CLOSING),
                why -> {});
        until(lease.future()::isComplete);

        ScanPage page =
                reads.scan(new ScanQuery(new byte[0], new byte[0], 10, false)).await(10, TimeUnit.SECONDS);

        assertThat(reads.count()).isEqualTo(2);
        assertThat(page.entries()).hasSize(1);
        assertThat(page.ringVersion()).isEqualTo(8);
    }

    @Test
    void aRehearsalEndsAndChangesNothingAtThePrimaryOrAtAStandby() throws Exception {
        TestMember primary = group.start("g1");
        TestMember standby = group.start("g1");
        group.inSync("g1", 1, 2);
        primary.write(put("a", "1"));
        long promised = standby.log.log().promisedEpoch();

        get(primary.replica.rehearse(primary.address(), folder.resolve("trial 1")));
        get(standby.replica.rehearse(standby.address(), folder.resolve("trial 2")));

        assertThat(primary.read("a")).isEqualTo("1");
        primary.write(put("a", "2"));
        assertThat(ZOOKEEPER.text(root + "/data/g1/isr")).contains("[1,2]");
        assertThat(ZOOKEEPER.text(root + "/data/g1/epoch")).contains("1");
        assertThat(standby.log.log().promisedEpoch()).isEqualTo(promised);
        assertThat(folder.resolve("trial 1")).doesNotExist();
        assertThat(folder.resolve("trial 2")).doesNotExist();
    }

    @Test
    void aRehearsalThatReachesNobodyEndsToo() throws Exception {
        TestMember member = group.start("g1");
        get(member.replica.rehearse("127.0.0.1:" + UnusedPort.any(), folder.resolve("trial")));
    }

    @Test
    void withTooFewInSyncMembersWritesAreRefused() throws Exception {
        group.minInSync(2);
        TestMember primary = group.start("g1");
        group.primary("g1");
        assertThat(reason(primary.replica.write(put("a", "1")))).isEqualTo(KvReason.NOT_ENOUGH_IN_SYNC);
        group.start("g1");
        group.inSync("g1", 1, 2);
        until(() -> primary.replica
                .write(put("a", "1"))
                .map(WriteResult::applied)
                .otherwise(false)
                .await());
    }

    @Test
    void aWatchTellsChangesInOrder() throws Exception {
        TestMember primary = group.start("g1");
        group.primary("g1");
        List<Long> versions = new CopyOnWriteArrayList<>();
        Watch watch = primary.replica.watch(new WatchQuery("k".getBytes(UTF_8), 0, true), new WatchSink() {
            @Override
            public boolean changed(List<Change> changes, long version, long ringVersion) {
                changes.forEach(change -> versions.add(change.version()));
                return true;
            }

            @Override
            public void ended(io.conclave.kv.KvException why) {
                versions.add(-1L);
            }
        });
        for (int i = 0; i < 100; i++) {
            primary.write(put("k" + i, "v"));
        }
        until(() -> versions.size() >= 100);
        assertThat(versions).hasSize(100).isSorted().doesNotContain(-1L);
        watch.close();
    }
}
