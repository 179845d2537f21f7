package io.conclave.kv.replica;

import static io.conclave.kv.replica.TestGroup.get;
import static io.conclave.kv.replica.TestGroup.put;
import static io.conclave.kv.replica.TestGroup.reason;
import static io.conclave.kv.replica.TestGroup.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.KvReason;
import io.conclave.kv.replica.TestGroup.TestMember;
import io.conclave.kv.rpc.HostPort;
import io.conclave.kv.rpc.RpcClient;
import io.conclave.kv.rpc.RpcOptions;
import io.conclave.kv.wire.ReplicateHello;
import io.conclave.kv.wire.ReplicateRequest;
import io.conclave.kv.wire.ReplicateResponse;
import io.conclave.kv.wire.ReplicationGrpcClient;
import io.conclave.testing.Alone;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a group does about disks that are full or not what was written. */
@Alone
class ReplicaFaultsIT extends GroupTest {

    private static final RpcOptions OPEN = new RpcOptions("127.0.0.1", 0, Optional.empty(), Optional.empty());
    private static final int LARGE = 256 << 10;

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
        primary.write(
                new Write(List.of(new KeyWrite("gone".getBytes(UTF_8), null, KeyWrite.ANY)), null, Long.MAX_VALUE));
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

    @Test
    void aMemberThatHasPromisedAnEpochFollowsNoneBelowIt() throws Exception {
        TestMember primary = group.start("g1");
        TestMember standby = group.start("g1");
        group.inSync("g1", 1, 2);
        long position = standby.log.log().lastPosition();
        RpcClient client = RpcClient.create(group.vertx(), OPEN, Duration.ofSeconds(2));

        List<ReplicateResponse> later = stream(client, standby, 7);
        until(() -> later.size() == 1);
        assertThat(later.get(0).hasPosition()).isTrue();
        List<ReplicateResponse> earlier = stream(client, standby, 6);
        until(() -> earlier.size() == 1);
        assertThat(earlier.get(0).getFenced()).isEqualTo(7);
        // The primary of epoch 1 is told so too, and is one no more.
        until(() -> !primary.replica.isServing());
        assertThat(reason(primary.replica.write(put("a", "of epoch 1")))).isNotNull();
        assertThat(standby.log.log().lastPosition()).isEqualTo(position);
        assertThat(standby.log.log().promisedEpoch()).isEqualTo(7);
        client.close();
    }

    /** What a member answers to one who says that it is primary in an epoch. */
    private static List<ReplicateResponse> stream(RpcClient client, TestMember to, long epoch) {
        ReplicaOptions its = to.replica.parts().options();
        List<ReplicateResponse> answers = new CopyOnWriteArrayList<>();
        client.request(HostPort.parse(to.address()), ReplicationGrpcClient.Replicate)
                .onSuccess(request -> {
                    request.response().onSuccess(response -> response.handler(answers::add));
                    request.write(ReplicateRequest.newBuilder()
                            .setHello(ReplicateHello.newBuilder()
                                    .setCluster(its.cluster())
                                    .setGroup(its.group())
                                    .setPrimary(9)
                                    .setEpoch(epoch))
                            .build());
                });
        return answers;
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
