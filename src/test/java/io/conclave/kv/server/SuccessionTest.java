package io.conclave.kv.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.MemberState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SuccessionTest {

    private static final long PRIMARY_SET_AT = 100;

    @Test
    void aGroupWhosePrimaryIsThereIsLeftAlone() {
        assertThat(Succession.look(group(1, List.of(1, 2), 1, 2))).isEqualTo(new Choice.Leave());
    }

    @Test
    void whereThePrimaryIsGoneTheInSyncMembersThatAreThereAreAsked() {
        assertThat(Succession.look(group(1, List.of(1, 2, 3), 2, 3, 4))).isEqualTo(new Choice.Ask(List.of(2, 3)));
    }

    @Test
    void aPrimaryThatRegisteredAgainIsNoPrimaryBeforeItIsPromotedAnew() {
        GroupState again = group(1, List.of(1, 2), Map.of(1, PRIMARY_SET_AT + 1, 2, 5L));
        assertThat(Succession.look(again)).isEqualTo(new Choice.Ask(List.of(1, 2)));
    }

    @Test
    void whereNoInSyncMemberIsThereTheGroupIsToldSoOnceAndWaits() {
        assertThat(Succession.look(group(1, List.of(1, 2), 3))).isEqualTo(new Choice.Clear());
        assertThat(Succession.look(group(0, List.of(1, 2), 3))).isEqualTo(new Choice.Leave());
    }

    @Test
    void aGroupWithoutMembersIsLeftAlone() {
        assertThat(Succession.look(group(0, List.of()))).isEqualTo(new Choice.Leave());
    }

    @Test
    void aGroupWhoseZnodesMakeNoSenseIsLeftAlone() {
        GroupState damaged = new GroupState(
                "g1",
                members(Map.of(1, 5L)),
                OptionalInt.empty(),
                List.of(),
                0,
                new GroupState.Versions(-1, -1, -1, -1),
                Optional.of("/kv/data/g1/isr is empty where JSON belongs"));
        assertThat(Succession.look(damaged)).isEqualTo(new Choice.Leave());
    }

    @Test
    void theLogThatGoesFurthestWinsByItsLastEpochFirst() {
        GroupState group = group(9, List.of(1, 2, 3), 1, 2, 3);
        assertThat(Succession.choose(group, Map.of(1, sound(3, 900), 2, sound(4, 10), 3, sound(4, 11))))
                .isEqualTo(new Choice.Promote(3, List.of(1, 2, 3)));
    }

    @Test
    void amongEqualsTheLowestNumberWins() {
        GroupState group = group(9, List.of(1, 2, 3), 1, 2, 3);
        assertThat(Succession.choose(group, Map.of(1, sound(3, 9), 2, sound(4, 10), 3, sound(4, 10))))
                .isEqualTo(new Choice.Promote(2, List.of(1, 2, 3)));
    }

    @Test
    void aMemberOutsideTheInSyncSetIsNeverPromotedHoweverLongItsLog() {
        GroupState group = group(9, List.of(1, 2), 2, 3);
        assertThat(Succession.choose(group, Map.of(2, sound(1, 1), 3, sound(4, 1_000))))
                .isEqualTo(new Choice.Promote(2, List.of(2)));
    }

    @Test
    void aDamagedMemberLeavesTheInSyncSetAndASilentOneStays() {
        GroupState group = group(9, List.of(1, 2, 3), 1, 2, 3);
        assertThat(Succession.choose(
                        group, Map.of(1, new Standing.Damaged(), 2, sound(4, 1), 3, new Standing.Silent("timeout"))))
                .isEqualTo(new Choice.Promote(2, List.of(2, 3)));
    }

    @Test
    void whereNobodyAnswersSoundlyItIsAskedAgain() {
        GroupState group = group(9, List.of(1, 2), 1, 2);
        assertThat(Succession.choose(group, Map.of(1, new Standing.Damaged(), 2, new Standing.Silent("timeout"))))
                .isEqualTo(new Choice.Wait("the log of member 1 is damaged, member 2 does not answer (timeout)"));
        assertThat(Succession.choose(group, Map.of())).isInstanceOf(Choice.Wait.class);
    }

    @Test
    void znodesOfAnOlderStateThanTheLogsPromoteNobody() {
        GroupState group = group(9, List.of(1, 2), 1, 2);
        assertThat(Succession.choose(group, Map.of(1, sound(3, 5), 2, new Standing.Sound(3, 7, 5))))
                .isInstanceOfSatisfying(
                        Choice.Wait.class, wait -> assertThat(wait.detail()).contains("epoch 7", "znodes say 6"));
    }

    private static Standing sound(long lastEpoch, long position) {
        return new Standing.Sound(lastEpoch, lastEpoch, position);
    }

    /** A group in epoch 6; primary 0 stands for none. */
    private static GroupState group(int primary, List<Integer> inSync, int... registered) {
        Map<Integer, Long> members = new TreeMap<>();
        for (int number : registered) {
            members.put(number, 5L);
        }
        return group(primary, inSync, members);
    }

    private static GroupState group(int primary, List<Integer> inSync, Map<Integer, Long> registered) {
        return new GroupState(
                "g1",
                members(registered),
                primary == 0 ? OptionalInt.empty() : OptionalInt.of(primary),
                inSync,
                6,
                new GroupState.Versions(1, PRIMARY_SET_AT, 1, 1),
                Optional.empty());
    }

    private static SortedMap<Integer, MemberState> members(Map<Integer, Long> registered) {
        SortedMap<Integer, MemberState> members = new TreeMap<>();
        registered.forEach((number, at) -> members.put(number, new MemberState(number, "h:" + number, number, at)));
        return members;
    }
}
