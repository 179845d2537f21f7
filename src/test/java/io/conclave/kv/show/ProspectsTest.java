package io.conclave.kv.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.audit.Action;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProspectsTest {

    private static ShownServer server(String id, boolean master, boolean answers) {
        return new ShownServer(id, "h:1", ProcessState.RUNNING, 1, master, answers, null);
    }

    private static ShownMember member(String id, MemberRole role, boolean inSync, boolean answers) {
        return new ShownMember(
                id,
                "h:1",
                ProcessState.RUNNING,
                1,
                role,
                inSync,
                1L,
                1L,
                1L,
                0L,
                0L,
                1L,
                1L,
                1L,
                1.0,
                0L,
                null,
                null,
                answers,
                null);
    }

    private static ShownGroup group(GroupCondition condition, String primary, ShownMember... members) {
        List<String> inSync = Arrays.stream(members)
                .filter(ShownMember::inSync)
                .map(ShownMember::id)
                .toList();
        return new ShownGroup("g1", condition, "", "", 1, primary, inSync, 1L, 0.5, 1.0, 1.0, List.of(members), null);
    }

    private static ProspectReason of(ShownGroup group, String process, Action action) {
        return new Prospects(List.of(), List.of(group), 3).of(process, action).code();
    }

    private static final ShownMember PRIMARY = member("kv/g1/1", MemberRole.PRIMARY, true, true);
    private static final ShownMember STANDBY = member("kv/g1/2", MemberRole.STANDBY, true, true);
    private static final ShownGroup WELL = group(GroupCondition.AVAILABLE, "kv/g1/1", PRIMARY, STANDBY);

    @Test
    void killedPrimaryIsReplacedByTheOtherMemberInSync() {
        Prospect prospect = new Prospects(List.of(), List.of(WELL), 3).of("kv/g1/1", Action.NODE_KILL);

        assertThat(prospect.code()).isEqualTo(ProspectReason.PRIMARY_REPLACED);
        assertThat(prospect.available()).isTrue();
        assertThat(prospect.reason())
                .contains("about 3 s", "kv/g1/2 is promoted")
                .doesNotContain("{");
        assertThat(prospect.reasonZh()).contains("3 秒", "kv/g1/2").doesNotContain("{");
    }

    @Test
    void stoppedPrimaryHandsOverAndAPausedOneIsFenced() {
        assertThat(of(WELL, "kv/g1/1", Action.NODE_STOP)).isEqualTo(ProspectReason.PRIMARY_HANDS_OVER);
        assertThat(of(WELL, "kv/g1/1", Action.NODE_PAUSE)).isEqualTo(ProspectReason.PRIMARY_FENCED);
    }

    @Test
    void lastMemberInSyncTakesTheGroupWithIt() {
        ShownGroup behind = group(
                GroupCondition.LAST_COPY, "kv/g1/1", PRIMARY, member("kv/g1/2", MemberRole.CATCHING_UP, false, true));

        assertThat(of(behind, "kv/g1/1", Action.NODE_KILL)).isEqualTo(ProspectReason.LAST_IN_SYNC);
        assertThat(of(behind, "kv/g1/2", Action.NODE_KILL)).isEqualTo(ProspectReason.STANDBY_NOT_IN_SYNC);
    }

    @Test
    void memberInSyncThatDoesNotAnswerIsNobodyToRelyOn() {
        ShownGroup silent =
                group(GroupCondition.AVAILABLE, "kv/g1/1", PRIMARY, member("kv/g1/2", MemberRole.SILENT, true, false));

        assertThat(of(silent, "kv/g1/1", Action.NODE_KILL)).isEqualTo(ProspectReason.LAST_IN_SYNC);
    }

    @Test
    void standbyLeavesTheInSyncSet() {
        assertThat(of(WELL, "kv/g1/2", Action.NODE_KILL)).isEqualTo(ProspectReason.STANDBY_LEAVES);
    }

    @Test
    void memberThatWasInSyncLastMakesItsGroupAvailableAgain() {
        ShownGroup waiting =
                group(GroupCondition.NO_PRIMARY, null, member("kv/g1/1", MemberRole.DOWN, true, false), STANDBY);

        assertThat(of(waiting, "kv/g1/1", Action.NODE_START)).isEqualTo(ProspectReason.RETURNS_AS_LAST);
        assertThat(of(WELL, "kv/g1/2", Action.NODE_RESUME)).isEqualTo(ProspectReason.RETURNS);
    }

    @Test
    void serverIsReplacedWhereItIsTheMasterAndMissedWhereItIsTheLast() {
        List<ShownServer> two = List.of(server("kv/s1", true, true), server("kv/s2", false, true));

        assertThat(new Prospects(two, List.of(), 3)
                        .of("kv/s1", Action.NODE_KILL)
                        .code())
                .isEqualTo(ProspectReason.MASTER_TAKEN_OVER);
        assertThat(new Prospects(two, List.of(), 3)
                        .of("kv/s2", Action.NODE_KILL)
                        .code())
                .isEqualTo(ProspectReason.SERVER_SPARE);
        assertThat(new Prospects(two.subList(0, 1), List.of(), 3)
                        .of("kv/s1", Action.NODE_STOP)
                        .code())
                .isEqualTo(ProspectReason.LAST_SERVER);
    }

    @Test
    void unknownProcessIsRefusedWithThoseThatThereAre() {
        Prospects prospects = new Prospects(List.of(), List.of(WELL), 3);

        assertThatThrownBy(() -> prospects.of("kv/g9/1", Action.NODE_KILL)).hasMessageContaining("no such process");
    }
}
