package io.conclave.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.conclave.ensemble.EnsembleEvent.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateChangesTest {

    private final Watched zk1 = Watched.serving("zk1", "leader", 5);
    private final Watched zk2 = Watched.serving("zk2", "follower", 5);
    private final Watched zk3 = Watched.serving("zk3", "follower", 5);

    @Test
    void nothingHappenedBetweenTwoEqualStates() {
        assertThat(StateChanges.between(state(), state())).isEmpty();
    }

    @Test
    void figuresAreNoEvent() {
        EnsembleState before = state();
        zk1.srvr(Watched.srvrText("leader", 6));

        assertThat(StateChanges.between(before, state())).isEmpty();
    }

    @Test
    void deadLeaderIsToldWithWhatItWasAndTheLostQuorum() {
        EnsembleState before = state();
        zk1.ended(new Reply.Refused());

        assertThat(StateChanges.between(before, state()))
                .extracting(EnsembleEvent::kind, EnsembleEvent::node, EnsembleEvent::from, EnsembleEvent::to)
                .containsExactly(
                        tuple(Kind.STOPPED, "zk1", "leader", "down"),
                        tuple(Kind.LEADER_CHANGED, null, "zk1", null),
                        tuple(Kind.QUORUM_LOST, null, null, null));
    }

    @Test
    void newLeaderBringsTheQuorumBack() {
        zk1.ended(new Reply.Refused());
        EnsembleState before = state();
        zk2.srvr(Watched.srvrText("leader", 6));

        List<EnsembleEvent> events = StateChanges.between(before, state());

        assertThat(events)
                .extracting(EnsembleEvent::kind, EnsembleEvent::node, EnsembleEvent::from, EnsembleEvent::to)
                .containsExactly(
                        tuple(Kind.ROLE_CHANGED, "zk2", "follower", "leader"),
                        tuple(Kind.LEADER_CHANGED, "zk2", null, "zk2"),
                        tuple(Kind.QUORUM_REGAINED, null, null, null));
        assertThat(events.get(1).message()).isEqualTo("The leader was nobody and is now zk2.");
        assertThat(events.get(1).messageZh()).isEqualTo("领导者由无变为 zk2。");
        assertThat(events.get(0).message()).isEqualTo("zk2 was a follower and is now the leader.");
        assertThat(events.get(0).messageZh()).isEqualTo("zk2 由跟随者变为领导者。");
        assertThat(events.get(2).message()).contains("2 of 3");
    }

    @Test
    void hangAndReturnAreEvents() {
        EnsembleState serving = state();
        zk3.ended(new Reply.Silent());
        EnsembleState hung = state();
        zk3.srvr(Watched.srvrText("follower", 5));

        assertThat(kinds(StateChanges.between(serving, hung))).containsExactly(Kind.HUNG);
        assertThat(kinds(StateChanges.between(hung, state()))).containsExactly(Kind.ROLE_CHANGED);
    }

    @Test
    void hungServerThatStaysHungIsNoFurtherEvent() {
        zk3.ended(new Reply.Silent());
        EnsembleState before = state();
        zk3.later(Duration.ofSeconds(9)).ended(new Reply.Silent());

        assertThat(StateChanges.between(before, state())).isEmpty();
    }

    @Test
    void startIsToldWhenADeadServerAnswersAgain() {
        zk3.ended(new Reply.Refused());
        EnsembleState before = state();
        zk3.ended(new Reply.NotServing());

        assertThat(StateChanges.between(before, state()))
                .extracting(EnsembleEvent::kind, EnsembleEvent::from, EnsembleEvent::to)
                .containsExactly(tuple(Kind.STARTED, "down", "looking"));
    }

    @Test
    void seeingANodeForTheFirstTimeIsNoChange() {
        Watched unseen = new Watched("zk1");
        EnsembleState before = view(unseen, new Watched("zk2"), new Watched("zk3"));

        assertThat(StateChanges.between(before, state())).isEmpty();
    }

    @Test
    void drainAndUndrainAreEvents() {
        EnsembleState before = state();
        zk2.watch().drained(new Drain("why", Watched.START));
        EnsembleState drained = state();
        zk2.watch().drained(null);

        assertThat(kinds(StateChanges.between(before, drained))).containsExactly(Kind.DRAINED);
        assertThat(kinds(StateChanges.between(drained, state()))).containsExactly(Kind.UNDRAINED);
    }

    @Test
    void sentencesOfAllKindsAreComplete() {
        EnsembleState before = state();
        zk1.ended(new Reply.Refused());
        zk2.ended(new Reply.Silent());
        zk3.watch().drained(new Drain(null, Watched.START));

        assertThat(StateChanges.between(before, state())).isNotEmpty().allSatisfy(event -> assertThat(
                        event.message() + event.messageZh())
                .doesNotContain("{")
                .doesNotContain("null"));
    }

    @Test
    void differenceSaysHowSoonViewersAreTold() {
        EnsembleState before = state();
        zk1.later(Duration.ofSeconds(1)).srvr(Watched.srvrText("leader", 5));
        assertThat(StateDifference.between(before, state())).isEqualTo(StateDifference.AGES);

        zk1.srvr(Watched.srvrText("leader", 6));
        assertThat(StateDifference.between(before, state())).isEqualTo(StateDifference.FIGURES);

        zk1.ended(new Reply.NotServing());
        assertThat(StateDifference.between(before, state())).isEqualTo(StateDifference.ROLES);
    }

    private EnsembleState state() {
        return view(zk1, zk2, zk3);
    }

    private static EnsembleState view(Watched... nodes) {
        List<NodeStatus> statuses = Arrays.stream(nodes).map(Watched::status).toList();
        return new EnsembleView(null, new ReadingIntervals(250, 2000), Duration.ZERO)
                .of(statuses, Optional.empty(), Watched.START);
    }

    private static List<Kind> kinds(List<EnsembleEvent> events) {
        return events.stream().map(EnsembleEvent::kind).toList();
    }
}
