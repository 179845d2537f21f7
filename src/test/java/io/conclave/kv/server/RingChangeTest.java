package io.conclave.kv.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.ring.RingState;
import io.conclave.kv.wire.ChangeRingRequest;
import io.conclave.kv.znodes.ClusterState;
import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.MemberState;
import io.conclave.kv.znodes.VersionedRing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RingChangeTest {

    private final RingState ring = RingState.settled(4, 2, List.of("g1", "g2"));
    private final Set<String> served = Set.of("g1", "g2", "g3");

    @Test
    void aGroupWithAPrimaryCanComeAndGo() {
        assertThat(RingChange.of(add("g3"), ring, served))
                .isEqualTo(new RingChange.Begin(ring.changeTo(2, List.of("g1", "g2", "g3"))));
        assertThat(RingChange.of(remove("g2"), ring, served))
                .isEqualTo(new RingChange.Begin(ring.changeTo(2, List.of("g1"))));
        assertThat(RingChange.of(virtualNodes(64), ring, served))
                .isEqualTo(new RingChange.Begin(ring.changeTo(64, ring.groups())));
    }

    @Test
    void aWishThatIsFulfilledOrOnItsWayMayBeRepeated() {
        assertThat(RingChange.of(add("g1"), ring, served)).isEqualTo(new RingChange.Already(ring));
        assertThat(RingChange.of(remove("g9"), ring, served)).isEqualTo(new RingChange.Already(ring));
        assertThat(RingChange.of(virtualNodes(2), ring, served)).isEqualTo(new RingChange.Already(ring));
        RingState coming = ring.changeTo(2, List.of("g1", "g2", "g3"));
        assertThat(RingChange.of(add("g3"), coming, served)).isEqualTo(new RingChange.Already(coming));
        RingState going = ring.changeTo(2, List.of("g1"));
        assertThat(RingChange.of(remove("g2"), going, served)).isEqualTo(new RingChange.Already(going));
    }

    @Test
    void whatCannotBeIsRefusedWithWhatIsAllowed() {
        assertThat(refused(add("G 3"), ring)).contains("add_group is \"G 3\"", "1 to 64 lower-case letters");
        assertThat(refused(add("g4"), ring)).contains("g4, which has no primary", "g1", "g3");
        assertThat(refused(virtualNodes(0), ring)).contains("virtual_nodes is 0; it is 1 to 1024");
        assertThat(refused(virtualNodes(-1), ring)).contains("virtual_nodes is 4294967295");
        assertThat(refused(ChangeRingRequest.getDefaultInstance(), ring)).contains("change is not set");
        assertThat(refused(remove("g1"), RingState.settled(1, 2, List.of("g1"))))
                .contains("the last group");
        RingState changing = ring.changeTo(2, List.of("g1", "g2", "g3"));
        assertThat(refused(remove("g1"), changing)).contains("the ring changes already", "one change at a time");
    }

    @Test
    void keysAreNotGivenToAGroupWithoutAPrimary() {
        RingChange change = RingChange.of(remove("g2"), ring, Set.of("g2"));
        assertThat(((RingChange.Refused) change).detail()).contains("whose keys go to [g1], of which only [g2]");
    }

    @Test
    void aNewRingBeginsWithTheGroupsThatItWasToldOrTheFirstThatHaveAPrimary() {
        RingKeeping told = new RingKeeping(8, Set.of("g2", "g1"));
        assertThat(told.next(cluster(null, "g3"), false)).contains(RingState.settled(1, 8, List.of("g1", "g2")));
        RingKeeping untold = new RingKeeping(8, Set.of());
        RingState empty = RingState.settled(1, 8, List.of());
        assertThat(untold.next(cluster(null), false)).contains(empty);
        assertThat(untold.next(cluster(empty), false)).isEmpty();
        assertThat(untold.next(cluster(empty, "g3"), false)).contains(RingState.settled(2, 8, List.of("g3")));
        assertThat(untold.next(cluster(RingState.settled(2, 8, List.of("g3")), "g3", "g4"), false))
                .as("a group that comes later is put on the ring when that is asked")
                .isEmpty();
    }

    @Test
    void aRingWhoseZnodeMakesNoSenseIsNotWrittenOver() {
        assertThat(new RingKeeping(2, Set.of("g1")).next(cluster(null, "g1"), true))
                .isEmpty();
    }

    @Test
    void aChangeEndsWhenAllItsHandOversAreDone() {
        RingKeeping keeping = new RingKeeping(2, Set.of());
        RingState changing = ring.changeTo(2, List.of("g1"));
        assertThat(keeping.next(cluster(changing), false)).isEmpty();
        RingState done = changing.withDone(changing.remaining().first());
        assertThat(keeping.next(cluster(done), false)).contains(done.finished());
    }

    private String refused(ChangeRingRequest wish, RingState standing) {
        return ((RingChange.Refused) RingChange.of(wish, standing, served)).detail();
    }

    private static ChangeRingRequest add(String group) {
        return ChangeRingRequest.newBuilder().setAddGroup(group).build();
    }

    private static ChangeRingRequest remove(String group) {
        return ChangeRingRequest.newBuilder().setRemoveGroup(group).build();
    }

    private static ChangeRingRequest virtualNodes(int number) {
        return ChangeRingRequest.newBuilder().setVirtualNodes(number).build();
    }

    private static ClusterState cluster(RingState ring, String... served) {
        SortedMap<String, GroupState> groups = new TreeMap<>();
        for (String group : served) {
            groups.put(
                    group,
                    new GroupState(
                            group,
                            new TreeMap<>(java.util.Map.of(1, new MemberState(1, "h:1", 7, 3))),
                            OptionalInt.of(1),
                            List.of(1),
                            1,
                            new GroupState.Versions(1, 9, 1, 1),
                            Optional.empty()));
        }
        return new ClusterState(
                "id",
                Optional.ofNullable(ring).map(state -> new VersionedRing(state, 3)),
                groups,
                new TreeMap<>(),
                Optional.empty(),
                new TreeMap<>());
    }
}
