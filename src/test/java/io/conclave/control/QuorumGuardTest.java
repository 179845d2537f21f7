package io.conclave.control;

import static io.conclave.testing.Ensembles.node;
import static io.conclave.testing.Ensembles.observer;
import static io.conclave.testing.Ensembles.of;
import static io.conclave.testing.Ensembles.serving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.audit.Action;
import io.conclave.bus.ProblemException;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.NodeCondition;
import io.conclave.ensemble.NodeStatus;
import io.conclave.ensemble.Role;
import io.conclave.ensemble.SplitView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuorumGuardTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final long ZXID = 0x5_0000_0010L;

    private final QuorumGuard guard = new QuorumGuard(Duration.ofSeconds(2));

    private ActionVerdict verdict(String id, Action action, NodeStatus... nodes) {
        guard.observe(of(nodes));
        return guard.verdict(id, action, NOW);
    }

    private static NodeStatus[] healthy(int count) {
        NodeStatus[] nodes = new NodeStatus[count];
        Arrays.setAll(nodes, i -> serving("zk" + (i + 1), i == 0 ? Role.LEADER : Role.FOLLOWER, ZXID, NOW));
        return nodes;
    }

    private static NodeStatus silent(String id) {
        return node(id, Role.DOWN, NodeCondition.REFUSED, ZXID, NOW);
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"NODE_STOP", "NODE_RESTART", "NODE_KILL", "NODE_PAUSE"})
    void followerOfAWholeEnsembleMayGo(Action action) {
        ActionVerdict verdict = verdict("zk2", action, healthy(3));

        assertThat(verdict.allowed()).isTrue();
        assertThat(verdict.code()).isEqualTo(GuardReason.KEEPS_QUORUM);
        assertThat(verdict.reason()).isEqualTo("Of 3 voters 3 are in sync; without zk2 2 stay, and 2 are needed.");
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"NODE_STOP", "NODE_RESTART", "NODE_KILL", "NODE_PAUSE"})
    void lastSpareVoterMayNotGoAndTheSentenceHasTheNumbers(Action action) {
        NodeStatus[] nodes = healthy(3);
        nodes[2] = silent("zk3");

        ActionVerdict verdict = verdict("zk2", action, nodes);

        assertThat(verdict.allowed()).isFalse();
        assertThat(verdict.code()).isEqualTo(GuardReason.LOSES_QUORUM);
        assertThat(List.of(verdict.voters(), verdict.needed(), verdict.inSync(), verdict.left()))
                .containsExactly(3, 2, 2, 1);
        assertThat(verdict.reason()).contains("Of 3 voters 2 are in sync; without zk2 1 would stay, and 2 are needed");
        assertThat(verdict.reasonZh()).contains("3 个投票者中 2 个已同步");
    }

    @Test
    void leaderOfAWholeEnsembleMayGoButTheElectionIsTold() {
        assertThat(verdict("zk1", Action.NODE_STOP, healthy(3)).code()).isEqualTo(GuardReason.KEEPS_QUORUM_ELECTS);
    }

    @Test
    void onlyServerOfAnEnsembleMayNotGo() {
        assertThat(verdict("zk1", Action.NODE_STOP, serving("zk1", Role.STANDALONE, ZXID, NOW))
                        .code())
                .isEqualTo(GuardReason.LOSES_QUORUM);
    }

    @Test
    void serverThatAnswersButLooksForALeaderDoesNotCount() {
        NodeStatus[] nodes = healthy(3);
        nodes[2] = node("zk3", Role.LOOKING, NodeCondition.NOT_SERVING, ZXID, NOW);

        ActionVerdict verdict = verdict("zk2", Action.NODE_STOP, nodes);

        assertThat(verdict.allowed()).isFalse();
        assertThat(verdict.nodes().get(2).code()).isEqualTo(StandingReason.NOT_SERVING);
        assertThat(verdict("zk3", Action.NODE_STOP, nodes).code()).isEqualTo(GuardReason.DOES_NOT_COUNT);
    }

    @Test
    void hungServerDoesNotCountAndMayBeKilled() {
        NodeStatus[] nodes = healthy(3);
        nodes[2] = node("zk3", Role.UNKNOWN, NodeCondition.HUNG, ZXID, NOW);

        assertThat(verdict("zk2", Action.NODE_STOP, nodes).code()).isEqualTo(GuardReason.LOSES_QUORUM);
        assertThat(verdict("zk3", Action.NODE_KILL, nodes).code()).isEqualTo(GuardReason.DOES_NOT_COUNT);
    }

    @Test
    void followerThatLacksWhatTheLeaderHadTwoSecondsAgoIsNotInSync() {
        guard.observe(of(
                serving("zk1", Role.LEADER, 0x5_0000_0100L, NOW.minusSeconds(3)),
                serving("zk2", Role.FOLLOWER, 0x5_0000_0100L, NOW.minusSeconds(3)),
                serving("zk3", Role.FOLLOWER, 0x5_0000_00ffL, NOW.minusSeconds(3))));
        ActionVerdict verdict = verdict(
                "zk2",
                Action.NODE_STOP,
                serving("zk1", Role.LEADER, 0x5_0000_0200L, NOW),
                serving("zk2", Role.FOLLOWER, 0x5_0000_0180L, NOW),
                serving("zk3", Role.FOLLOWER, 0x5_0000_00ffL, NOW));

        assertThat(verdict.nodes()).extracting(Standing::inSync).containsExactly(true, true, false);
        assertThat(verdict.nodes().get(2).reason()).contains("0x5000000ff").contains("0x500000100");
        assertThat(verdict.code()).isEqualTo(GuardReason.LOSES_QUORUM);
    }

    @Test
    void followersOfALeaderThatHasProposedNothingYetCount() {
        ActionVerdict verdict = verdict(
                "zk2",
                Action.NODE_STOP,
                serving("zk1", Role.LEADER, 0x6_0000_0000L, NOW),
                serving("zk2", Role.FOLLOWER, 0x5_0000_0180L, NOW),
                serving("zk3", Role.FOLLOWER, 0x5_0000_0180L, NOW));

        assertThat(verdict.inSync()).isEqualTo(3);
    }

    @Test
    void nobodyWhoAnswersMayGoWhileThereIsNoLeader() {
        NodeStatus[] looking = new NodeStatus[3];
        Arrays.setAll(looking, i -> node("zk" + (i + 1), Role.LOOKING, NodeCondition.NOT_SERVING, ZXID, NOW));
        looking[2] = silent("zk3");

        assertThat(verdict("zk1", Action.NODE_RESTART, looking).code()).isEqualTo(GuardReason.NO_LEADER);
        assertThat(verdict("zk3", Action.NODE_STOP, looking).code()).isEqualTo(GuardReason.DOES_NOT_COUNT);
        assertThat(verdict("zk3", Action.NODE_START, looking).code()).isEqualTo(GuardReason.ADDS);
    }

    @Test
    void secondHarmlessActionIsRefusedWhileTheFirstIsUnderWay() {
        guard.observe(of(healthy(3)));
        guard.begun("zk2");

        assertThat(verdict("zk3", Action.NODE_STOP, healthy(3)).code()).isEqualTo(GuardReason.LOSES_QUORUM);
    }

    @Test
    void serverThatWasActedOnCountsAgainWhenItHasAnsweredSince() {
        guard.begun("zk2");
        guard.ended("zk2", NOW);

        assertThat(verdict("zk3", Action.NODE_STOP, healthy(3)).allowed()).isFalse();

        NodeStatus[] later = healthy(3);
        later[1] = serving("zk2", Role.FOLLOWER, ZXID, NOW.plusMillis(1));
        assertThat(verdict("zk3", Action.NODE_STOP, later).allowed()).isTrue();
    }

    @Test
    void observerHasNoVoteToLose() {
        ActionVerdict verdict = verdict(
                "zk4",
                Action.NODE_STOP,
                serving("zk1", Role.LEADER, ZXID, NOW),
                serving("zk2", Role.FOLLOWER, ZXID, NOW),
                silent("zk3"),
                observer("zk4", ZXID, NOW));

        assertThat(verdict.code()).isEqualTo(GuardReason.DOES_NOT_COUNT);
        assertThat(verdict.voters()).isEqualTo(3);
        assertThat(verdict.inSync()).isEqualTo(2);
    }

    @Test
    void contradictionsThatMakeTheCountMeaninglessRefuse() {
        EnsembleState state = of(
                List.of(new SplitView(SplitView.Kind.VOTERS_NOT_WATCHED, "zk1 counts 5 voters", "zk1 认为有 5 个投票者")),
                healthy(3));
        guard.observe(state);

        ActionVerdict verdict = guard.verdict("zk2", Action.NODE_STOP, NOW);

        assertThat(verdict.code()).isEqualTo(GuardReason.VIEWS_DIFFER);
        assertThat(verdict.reason()).endsWith("zk1 counts 5 voters");
        assertThat(verdict.reasonZh()).endsWith("zk1 认为有 5 个投票者");
    }

    @Test
    void unknownServerIsNamedWithThoseThatThereAre() {
        guard.observe(of(healthy(3)));

        assertThatThrownBy(() -> guard.verdict("zk9", Action.NODE_STOP, NOW))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().status()).isEqualTo(404);
                    assertThat(e.problem().allowed()).isEqualTo("zk1, zk2, zk3");
                });
    }
}
