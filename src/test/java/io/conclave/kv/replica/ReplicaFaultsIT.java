package io.conclave.kv.replica;

import static io.conclave.kv.replica.TestGroup.get;
import static io.conclave.kv.replica.TestGroup.put;
import static io.conclave.kv.replica.TestGroup.reason;
import static io.conclave.kv.replica.TestGroup.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.KvReason;
import io.conclave.kv.replica.TestGroup.TestMember;
import io.conclave.kv.wire.ChangeRingRequest;
import io.conclave.testing.Alone;
import io.conclave.testing.RealZooKeeper;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a group does about disks that are full or not what was written, and about primaries that die at a bad time. */
@Alone
class ReplicaFaultsIT {

    private static final int LARGE = 256 << 10;

    @RegisterExtension
    static final RealZooKeeper ZOOKEEPER = RealZooKeeper.ofServers(1);

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    Path folder;

    private final String root = ZOOKEEPER.freshRoot();
    private TestGroup group;

    @BeforeEach
    void open() throws Exception {
        group = new TestGroup(VERTX, ZOOKEEPER, root, folder);
    }

    @AfterEach
    void close() {
        group.close();
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close();
    }

    @Test
    void aStandbyThatIsBehindWhatACompactionLeftCatchesUpFromTheWholeStateWhileWritesGoOn() throws Exception {
        TestMember primary = group.start("g1");
        TestMember standby = group.start("g1");
        group.inSync("g1", 1, 2);
        until(() -> group.owns("g1"));
        primary.write(put("gone", "x"));
        primary.write(put("stays", "x"));
        standby.close();
        group.inSync("g1", 1);
        primary.write(new Write(
                java.util.List.of(new KeyWrite("gone".getBytes(UTF_8), null, KeyWrite.ANY)), null, Long.MAX_VALUE));
        String large = "v".repeat(LARGE);
        for (int i = 0; i < 80; i++) {
            primary.write(put("large", large + i));
        }
        until(() -> primary.replica.status().getCompactions() > 0);
        assertThat(primary.log.log().basePosition()).isGreaterThan(4);
        Traffic traffic = new Traffic(group, 20);
        traffic.start();

        TestMember back = group.start("g1", 2);
        group.inSync("g1", 1, 2);
        assertThat(back.log.log().basePosition()).isGreaterThan(4);
        primary.close();
        until(back.replica::isServing);
        traffic.stop();

        assertThat(traffic.lost()).isEmpty();
        assertThat(back.read("large")).isEqualTo(large + 79);
        assertThat(back.read("stays")).isEqualTo("x");
        assertThat(back.read("gone")).isNull();
    }

    @Test
    void aStandbyWhoseDiskIsFullLeavesTheInSyncSetAndComesBackWhenThereIsRoom() throws Exception {
        TestMember primary = group.start("g1");
        TestMember standby = group.start("g1");
        group.inSync("g1", 1, 2);
        primary.write(put("a", "before"));
        standby.log.full(true);

        assertThat(primary.write(put("a", "meanwhile")).applied()).isTrue();
        group.inSync("g1", 1);
        until(() -> !standby.replica.status().getReadOnly().isEmpty());
        primary.write(put("b", "meanwhile"));

        standby.log.full(false);
        group.inSync("g1", 1, 2);
        primary.close();
        TestMember next = group.primary("g1");
        assertThat(next.number).isEqualTo(2);
        assertThat(next.read("a")).isEqualTo("meanwhile");
        assertThat(next.read("b")).isEqualTo("meanwhile");
        assertThat(next.write(put("a", "after")).applied()).isTrue();
    }

    @Test
    void aPrimaryWhoseDiskIsFullReadsAndRefusesWritesUntilThereIsRoom() throws Exception {
        TestMember primary = group.start("g1");
        TestMember standby = group.start("g1");
        group.inSync("g1", 1, 2);
        primary.write(put("a", "before"));
        primary.log.full(true);

        assertThat(reason(primary.replica.write(put("a", "too much")))).isEqualTo(KvReason.READ_ONLY);
        assertThat(reason(primary.replica.write(put("b", "too much")))).isEqualTo(KvReason.READ_ONLY);
        assertThat(primary.read("a")).isEqualTo("before");
        until(() -> primary.replica.status().getReadOnly().contains("no room"));

        primary.log.full(false);
        until(() -> reason(primary.replica.write(put("c", "after"))) == null);
        assertThat(primary.replica.isServing()).isTrue();
        group.inSync("g1", 1, 2);
        primary.close();
        until(standby.replica::isServing);
        assertThat(standby.read("a")).isEqualTo("before");
        assertThat(standby.read("b")).isNull();
        assertThat(standby.read("c")).isEqualTo("after");
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
    void aPrimaryThatFindsItsLogDamagedServesItToNobodySaysSoAndIsRebuiltFromItsPeer() throws Exception {
        TestMember other = group.start("g1");
        TestMember first = group.start("g1");
        group.inSync("g1", 1, 2);
        for (int i = 0; i < 50; i++) {
            other.write(put("k" + i, "a value " + i));
        }
        // Only what is not in memory is read from the disk: all that is known to be committed at the start.
        until(() -> first.replica.status().getCommitted() >= other.log.log().lastPosition());
        first.close();
        group.inSync("g1", 1);
        TestMember member = group.start("g1", 2);
        group.inSync("g1", 1, 2);
        other.close();
        until(member.replica::isServing);
        group.start("g1", 1);
        group.inSync("g1", 1, 2);
        flip(member.folder().resolve("log"), "a value 7");

        assertThat(reason(member.replica.read("k7".getBytes(UTF_8)))).isEqualTo(KvReason.CORRUPT);
        String why = get(member.replica.broken());
        assertThat(why).contains("damaged");
        until(() -> !member.replica.isServing());
        assertThat(reason(member.replica.read("k7".getBytes(UTF_8)))).isNotNull();
        assertThat(reason(member.replica.write(put("k7", "x")))).isNotNull();
        member.close();

        TestMember next = group.primary("g1");
        assertThat(next.number).isEqualTo(1);
        assertThat(next.read("k7")).isEqualTo("a value 7");
        next.write(put("k8", "after"));
        TestMember back = group.start("g1", 2);
        group.inSync("g1", 1, 2);
        assertThat(back.log.log().damage()).isEmpty();
        next.close();
        until(back.replica::isServing);
        assertThat(back.read("k7")).isEqualTo("a value 7");
        assertThat(back.read("k8")).isEqualTo("after");
    }

    private static void flip(Path file, String text) throws IOException {
        int at = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(text.charAt(0) ^ 1);
        }
    }
}
