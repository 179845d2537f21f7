package io.conclave.kv.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.conclave.kv.KvException;
import io.conclave.kv.KvException.Redirect;
import io.conclave.kv.KvReason;
import io.conclave.kv.data.FixedDirectory;
import io.conclave.kv.data.MemoryMember;
import io.conclave.kv.data.ServedMember;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.ring.Transfer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against the real service on two members that keep their keys in memory. */
class KvClientTest {

    private final Vertx vertx = Vertx.vertx();
    private final FixedDirectory directory = new FixedDirectory(RingState.settled(1, 8, List.of("a", "b")));
    private ServedMember a;
    private ServedMember b;
    private KvClient client;

    @BeforeEach
    void start() throws Exception {
        a = ServedMember.start(vertx, "a", directory);
        b = ServedMember.start(vertx, "b", directory);
        client = KvClient.of(
                vertx, KvClientSettings.of(List.of("127.0.0.1:1", a.address())).within(Duration.ofSeconds(20)));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private static <T> T got(Future<T> future) throws Exception {
        return future.await(30, TimeUnit.SECONDS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private String keyOf(String group) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "key" + i)
                .filter(key -> directory.ring().owner(bytes(key)).orElseThrow().equals(group))
                .findFirst()
                .orElseThrow();
    }

    private MemoryMember ownerOf(String key) {
        return directory.ring().owner(bytes(key)).orElseThrow().equals("a") ? a.member() : b.member();
    }

    @Test
    void whatIsPutIsReadFromWhicheverGroupHasIt() throws Exception {
        for (String key : List.of(keyOf("a"), keyOf("b"))) {
            Written written = got(client.put(bytes(key), bytes("value of " + key)));
            assertThat(written.applied()).isTrue();
            KvEntry entry = got(client.get(bytes(key))).orElseThrow();
            assertThat(entry.value()).isEqualTo(bytes("value of " + key));
            assertThat(entry.version()).isEqualTo(written.version());
            assertThat(ownerOf(key).applied()).isEqualTo(1);
        }
        assertThat(got(client.get(bytes("nowhere")))).isEmpty();
    }

    @Test
    void anEmptyValueIsAValueAndKeysAreAnyBytes() throws Exception {
        byte[] key = {0, -1, (byte) 0xC3, 0x28, '\n'};
        got(client.put(key, new byte[0]));
        assertThat(got(client.get(key)).orElseThrow().value()).isEmpty();
        Deleted deleted = got(client.delete(key, OptionalLong.empty()));
        assertThat(deleted.found()).isTrue();
        assertThat(got(client.get(key))).isEmpty();
        assertThat(got(client.delete(key, OptionalLong.empty())).found()).isFalse();
    }

    @Test
    void aConditionThatDoesNotHoldWritesNothingAndTellsWhatStands() throws Exception {
        byte[] key = bytes("counter");
        long version = got(client.put(key, bytes("1"), OptionalLong.of(0))).version();
        Written refused = got(client.put(key, bytes("2"), OptionalLong.of(0)));
        assertThat(refused).isEqualTo(new Written(false, version));
        assertThat(got(client.put(key, bytes("2"), OptionalLong.of(version))).applied())
                .isTrue();
    }

    @Test
    void whatIsNotAllowedIsRefusedAtOnceByNameValueAndLimit() {
        assertThatThrownBy(() -> got(client.put(new byte[0], bytes("v"))))
                .hasMessageContaining("key has 0 bytes, 1 to 1024 bytes are allowed");
        assertThatThrownBy(() -> got(client.put(new byte[1_025], bytes("v"))))
                .hasMessageContaining("key has 1025 bytes, 1 to 1024 bytes are allowed");
        assertThatThrownBy(() -> got(client.put(bytes("k"), new byte[1_048_577])))
                .hasMessageContaining("value has 1048577 bytes, 0 to 1048576 bytes are allowed");
        assertThatThrownBy(() -> got(client.put(bytes("k"), new byte[9 * 1_048_576])))
                .hasMessageContaining("5242880 bytes are allowed");
    }

    @Test
    void theLargestKeyAndValueAreTaken() throws Exception {
        byte[] key = new byte[1_024];
        byte[] value = new byte[1_048_576];
        value[value.length - 1] = 7;
        got(client.put(key, value));
        assertThat(got(client.get(key)).orElseThrow().value()).isEqualTo(value);
    }

    @Test
    void aWriteWhoseAnswerWasLostIsRepeatedAndAppliedOnce() throws Exception {
        String key = keyOf("b");
        AtomicBoolean lost = new AtomicBoolean();
        b.member()
                .onWrite(done -> lost.compareAndSet(false, true)
                        ? Promise.<io.conclave.kv.replica.WriteResult>promise().future()
                        : done);
        Written written = got(client.put(bytes(key), bytes("once")));
        assertThat(written.applied()).isTrue();
        assertThat(lost).isTrue();
        assertThat(b.member().applied()).isEqualTo(1);
    }

    @Test
    void aRedirectIsFollowedWithoutAWriteAtTheWrongMember() throws Exception {
        String key = keyOf("b");
        got(client.put(bytes(key), bytes("1")));
        RingState changing = directory.ring().changeTo(8, List.of("a"));
        directory.become(changing.withDone(new Transfer("b", "a")).finished());
        Written written = got(client.put(bytes(key), bytes("2")));
        assertThat(written.applied()).isTrue();
        assertThat(a.member().applied()).isEqualTo(1);
        assertThat(b.member().applied()).isEqualTo(1);
    }

    @Test
    void aGroupWithoutPrimaryIsWaitedForUntilTheDeadlineAndTheReasonIsKept() {
        String key = keyOf("a");
        a.member().refuse(KvException.of(KvReason.NO_PRIMARY, Map.of("group", "a", "inSync", "[2]")));
        KvClient hasty =
                KvClient.of(vertx, KvClientSettings.of(List.of(b.address())).within(Duration.ofMillis(900)));
        assertThatThrownBy(() -> got(hasty.put(bytes(key), bytes("v"))))
                .isInstanceOfSatisfying(
                        KvCallException.class, why -> assertThat(why.reason()).isEqualTo(KvReason.NO_PRIMARY))
                .hasMessageContaining("none of its in-sync members [2] is there");
    }

    @Test
    void aWriteThatMayHaveBeenDoneIsNeverToldAsNotDone() {
        String key = keyOf("a");
        a.member().onWrite(done -> {
            a.member().refuse(KvException.of(KvReason.CLOSING));
            return Future.failedFuture(KvException.of(KvReason.OUTCOME_UNKNOWN, Map.of("detail", "the disk is slow")));
        });
        KvClient hasty =
                KvClient.of(vertx, KvClientSettings.of(List.of(b.address())).within(Duration.ofMillis(900)));
        assertThatThrownBy(() -> got(hasty.put(bytes(key), bytes("v"))))
                .isInstanceOfSatisfying(
                        KvCallException.class, why -> assertThat(why.reason()).isEqualTo(KvReason.OUTCOME_UNKNOWN))
                .hasMessageContaining("This member is being closed");
    }

    @Test
    void aStoreThatIsNotThereIsToldWithItsAddress() {
        KvClient lost =
                KvClient.of(vertx, KvClientSettings.of(List.of("127.0.0.1:1")).within(Duration.ofMillis(200)));
        assertThatThrownBy(() -> got(lost.get(bytes("k"))))
                .isInstanceOfSatisfying(
                        KvCallException.class, why -> assertThat(why.reason()).isEqualTo(KvReason.UNREACHABLE))
                .hasMessageContaining("127.0.0.1:1 cannot be reached");
    }

    @Test
    void aRedirectThatLeadsInCirclesEndsAtTheDeadline() {
        String key = keyOf("a");
        a.member().refuse(KvException.elsewhere(KvReason.NOT_PRIMARY, new Redirect("a", b.address(), 1)));
        KvClient hasty =
                KvClient.of(vertx, KvClientSettings.of(List.of(b.address())).within(Duration.ofMillis(900)));
        assertThatThrownBy(() -> got(hasty.get(bytes(key)))).isInstanceOf(KvCallException.class);
    }

    @Test
    void aScanGivesTheKeysOfAllGroupsInOrderAndAPageAtATime() throws Exception {
        List<String> keys =
                IntStream.range(0, 700).mapToObj(i -> "scan/%04d".formatted(i)).toList();
        List<Future<?>> puts = new ArrayList<>();
        keys.forEach(key -> puts.add(client.put(bytes(key), bytes(key))));
        got(Future.all(puts));
        got(client.put(bytes("other"), bytes("x")));

        List<String> found = new ArrayList<>();
        KvScan scan = client.scan(bytes("scan/"), new byte[0], false);
        List<KvEntry> page = got(scan.next(100));
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(100);
            page.forEach(entry -> found.add(new String(entry.value(), UTF_8)));
            page = got(scan.next(100));
        }
        assertThat(found).isEqualTo(keys);
        assertThat(a.member().applied()).isPositive();
        assertThat(b.member().applied()).isPositive();
    }

    @Test
    void aWatchTellsEachChangeOnceThoughItsStreamBreaks() throws Exception {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        KvWatch watch = client.watch(
                bytes("w/"), false, change -> told.add(new String(change.key(), UTF_8)), why -> told.add("" + why));
        got(watch.ready());
        List<String> keys = IntStream.range(0, 60).mapToObj(i -> "w/" + i).toList();
        for (String key : keys) {
            got(client.put(bytes(key), bytes("v")));
            if (key.endsWith("7")) {
                a.member().endWatches(KvException.of(KvReason.CLOSING));
                b.member().endWatches(KvException.of(KvReason.CLOSING));
            }
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> told.size() >= keys.size());
        assertThat(told).containsExactlyInAnyOrderElementsOf(keys);
        watch.close();
    }

    @Test
    void aWatchFollowsAGroupThatComesIntoTheRing() throws Exception {
        try (ServedMember c = ServedMember.start(vertx, "c", directory)) {
            List<String> told = Collections.synchronizedList(new ArrayList<>());
            KvWatch watch = client.watch(
                    new byte[0],
                    false,
                    change -> told.add(change.group() + ":" + new String(change.key(), UTF_8)),
                    why -> told.add("" + why));
            got(watch.ready());
            directory.become(RingState.settled(2, 8, List.of("a", "b", "c")));
            String key = keyOf("c");
            got(client.put(bytes(key), bytes("v")));
            a.member().tellRing();
            b.member().tellRing();
            await().atMost(Duration.ofSeconds(10)).until(() -> !told.isEmpty());
            assertThat(told).containsExactly("c:" + key);
            assertThat(c.member().applied()).isEqualTo(1);
            watch.close();
        }
    }

    @Test
    void batchesAreOfOneGroup() throws Exception {
        String one = keyOf("a");
        KvBatch mixed = new KvBatch()
                .put(bytes(one), bytes("1"), OptionalLong.empty())
                .put(bytes(keyOf("b")), bytes("2"), OptionalLong.empty());
        assertThatThrownBy(() -> got(client.batch(mixed)))
                .hasMessageContaining("writes[1].key is of group b, only keys of one group are allowed");
        KvBatch.Outcome outcome = got(client.batch(new KvBatch().put(bytes(one), bytes("1"), OptionalLong.of(0))));
        assertThat(outcome.applied()).isTrue();
        assertThat(got(client.get(bytes(one)))).isPresent();
    }

    @Test
    void locateAndStatusTellWhatIsWhere() throws Exception {
        KvClient.Located located = got(client.locate(bytes(keyOf("b"))));
        assertThat(located.group()).isEqualTo("b");
        assertThat(located.primary()).isEqualTo(b.address());
        List<KvClient.MemberStatus> members = got(client.status());
        assertThat(members)
                .filteredOn(member -> member.status().isPresent())
                .extracting(KvClient.MemberStatus::address)
                .containsExactlyInAnyOrder(a.address(), b.address());
        assertThat(members)
                .filteredOn(member -> member.status().equals(Optional.empty()))
                .singleElement()
                .satisfies(member -> assertThat(member.trouble()).contains("127.0.0.1:1 cannot be reached"));
    }
}
