package io.conclave.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnsembleViewTest {

    private static final Instant NOW = Watched.START;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long EPOCH = 1L << 32;

    private final EnsembleView view = new EnsembleView("night shift", new ReadingIntervals(250, 2000), PATIENCE);

    @Test
    void itsNameAndHowOftenItIsReadAreTold() {
        EnsembleState state = view();
        assertThat(state.name()).isEqualTo("night shift");
        assertThat(state.reading()).isEqualTo(new ReadingIntervals(250, 2000));
    }

    @Test
    void healthyEnsembleHoldsItsQuorumAndSaysWhatItTolerates() {
        EnsembleState state = view(leader("zk1"), follower("zk2"), follower("zk3"));

        assertThat(state.leader()).isEqualTo("zk1");
        assertThat(state.quorum()).isEqualTo(new Quorum(3, 2, 3, 1, true));
        assertThat(state.splitViews()).isEmpty();
    }

    @Test
    void oneDeadOfThreeLeavesNothingToLose() {
        assertThat(view(leader("zk1"), follower("zk2"), Watched.down("zk3")).quorum())
                .isEqualTo(new Quorum(3, 2, 2, 0, true));
    }

    @Test
    void majorityWithoutALeaderDecidesNothing() {
        EnsembleState state = view(Watched.down("zk1"), follower("zk2"), follower("zk3"));

        assertThat(state.leader()).isNull();
        assertThat(state.quorum()).isEqualTo(new Quorum(3, 2, 2, 0, false));
    }

    @Test
    void serversThatLookForAQuorumAreNotUp() {
        Watched looking = new Watched("zk1").ended(new Reply.NotServing());

        assertThat(view(looking, Watched.down("zk2"), Watched.down("zk3")).quorum())
                .isEqualTo(new Quorum(3, 2, 0, 0, false));
    }

    @Test
    void observersDoNotCountEvenWhenTheyServe() {
        EnsembleState state = view(
                leader("zk1"), Watched.down("zk2"), Watched.down("zk3"), Watched.serving("zk4", "observer", EPOCH));

        assertThat(state.quorum()).isEqualTo(new Quorum(3, 2, 1, 0, false));
    }

    @Test
    void standaloneServerAloneIsItsOwnLeader() {
        EnsembleState state = view(Watched.serving("zk1", "standalone", 5));

        assertThat(state.leader()).isEqualTo("zk1");
        assertThat(state.quorum()).isEqualTo(new Quorum(1, 1, 1, 0, true));
    }

    @Test
    void standaloneServerAmongOthersLeadsNobody() {
        Watched[] nodes = {Watched.serving("zk1", "standalone", 5), Watched.down("zk2"), Watched.down("zk3")};
        view(nodes);
        EnsembleState state = viewLater(nodes);

        assertThat(state.leader()).isNull();
        assertThat(state.quorum().up()).isZero();
        assertThat(kinds(state)).containsExactly(SplitView.Kind.STANDALONE_AMONG_OTHERS);
    }

    @Test
    void twoThatClaimToLeadAreReportedOnceItHasLasted() {
        Watched[] nodes = {leader("zk1"), Watched.serving("zk2", "leader", 2 * EPOCH), follower("zk3")};

        assertThat(view(nodes).splitViews()).isEmpty();
        EnsembleState state = viewLater(nodes);

        assertThat(state.leader()).isNull();
        assertThat(state.quorum().held()).isFalse();
        assertThat(kinds(state)).containsExactly(SplitView.Kind.TWO_LEADERS);
        assertThat(state.splitViews().get(0).message()).contains("zk1, zk2", "1, 2");
        assertThat(state.splitViews().get(0).messageZh()).contains("zk1, zk2");
    }

    @Test
    void contradictionThatGoesAwayStartsAnewWhenItComesBack() {
        Watched[] split = {leader("zk1"), Watched.serving("zk2", "leader", 2 * EPOCH), follower("zk3")};
        view(split);
        view(leader("zk1"), follower("zk2"), follower("zk3"));

        assertThat(viewLater(split).splitViews()).isEmpty();
    }

    @Test
    void followerOfAnotherTermContradictsTheLeader() {
        Watched[] ahead = {leader("zk1"), Watched.serving("zk2", "follower", 3 * EPOCH + 1), follower("zk3")};
        view(ahead);

        assertThat(kinds(viewLater(ahead))).containsExactly(SplitView.Kind.EPOCH_DIFFERS);
    }

    @Test
    void olderTermOfAFollowerIsNormalUntilTheLeadersFirstTransaction() {
        Watched[] idle = {
            Watched.serving("zk1", "leader", 2 * EPOCH), Watched.serving("zk2", "follower", EPOCH + 7), follower("zk3")
        };
        view(idle);
        assertThat(viewLater(idle).splitViews()).isEmpty();

        Watched[] busy = {Watched.serving("zk1", "leader", 2 * EPOCH + 3), idle[1], Watched.down("zk3")};
        view(busy);
        assertThat(kinds(viewLater(busy))).containsExactly(SplitView.Kind.EPOCH_DIFFERS);
    }

    @Test
    void votersThatNobodyWatchesAreReported() {
        List<NodeStatus> nodes = List.of(leader("zk1").status(), follower("zk2").status());
        Optional<QuorumClaim> claim = Optional.of(new QuorumClaim("zk1", 5));
        view.of(nodes, claim, NOW);

        EnsembleState state = view.of(nodes, claim, NOW.plus(PATIENCE));

        assertThat(kinds(state)).containsExactly(SplitView.Kind.VOTERS_NOT_WATCHED);
        assertThat(state.splitViews().get(0).message()).contains("zk1", "5", "2");
    }

    private static Watched leader(String id) {
        return Watched.serving(id, "leader", EPOCH + 9);
    }

    private static Watched follower(String id) {
        return Watched.serving(id, "follower", EPOCH + 9);
    }

    private EnsembleState view(Watched... nodes) {
        return view.of(statuses(nodes), Optional.empty(), NOW);
    }

    private EnsembleState viewLater(Watched... nodes) {
        return view.of(statuses(nodes), Optional.empty(), NOW.plus(PATIENCE));
    }

    private static List<NodeStatus> statuses(Watched... nodes) {
        return Arrays.stream(nodes).map(Watched::status).toList();
    }

    private static List<SplitView.Kind> kinds(EnsembleState state) {
        return state.splitViews().stream().map(SplitView::kind).toList();
    }
}
