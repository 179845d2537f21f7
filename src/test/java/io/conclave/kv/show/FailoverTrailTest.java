package io.conclave.kv.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.audit.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FailoverTrailTest {

    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

    private final Acknowledgements acks = new Acknowledgements();
    private final List<Failover> told = new ArrayList<>();
    private final FailoverTrail trail = new FailoverTrail(group -> acks, group -> 0, told::add);

    private static Instant at(long ms) {
        return BEGIN.plusMillis(ms);
    }

    private void seen(long ms, String primary, long epoch, boolean answers, String... registered) {
        trail.seen("g1", new FailoverTrail.Seen(primary, epoch, Set.of(registered), answers), at(ms), ms * 1_000_000);
    }

    private void acknowledged(long ms) {
        acks.add(at(ms), ms * 1_000_000);
    }

    private Failover last() {
        return told.get(told.size() - 1);
    }

    private List<Failover.What> steps() {
        return last().steps().stream().map(Failover.Step::what).toList();
    }

    @Test
    void killedPrimaryIsFollowedToTheFirstWriteThatIsAcknowledged() {
        seen(0, "kv/g1/1", 1, true, "kv/g1/1", "kv/g1/2");
        acknowledged(950);
        trail.acted("kv/g1/1", Action.NODE_KILL, at(1_000), 1_000_000_000);
        seen(1_250, "kv/g1/1", 1, false, "kv/g1/1", "kv/g1/2");
        seen(4_000, "kv/g1/1", 1, false, "kv/g1/2");
        seen(4_250, "kv/g1/2", 2, true, "kv/g1/2");
        assertThat(last().state()).isEqualTo(Failover.State.UNDER_WAY);
        acknowledged(4_300);
        seen(4_500, "kv/g1/2", 2, true, "kv/g1/2");

        assertThat(last().state()).isEqualTo(Failover.State.DONE);
        assertThat(last().cause()).isEqualTo(Failover.Cause.KILLED);
        assertThat(last().from()).isEqualTo("kv/g1/1");
        assertThat(last().to()).isEqualTo("kv/g1/2");
        assertThat(last().epoch()).isEqualTo(2);
        assertThat(last().unavailableMs()).isEqualTo(3_350);
        assertThat(last().lost()).isZero();
        assertThat(steps())
                .containsExactly(
                        Failover.What.LOST, Failover.What.EXPIRED, Failover.What.PROMOTED, Failover.What.ACKNOWLEDGED);
        assertThat(last().steps()).extracting(Failover.Step::afterMs).containsExactly(0L, 3_000L, 3_250L, 3_300L);
    }

    @Test
    void whatIsSeenLaterThanTheFirstWriteHappenedBeforeIt() {
        seen(0, "kv/g1/1", 1, true, "kv/g1/1", "kv/g1/2");
        acknowledged(990);
        trail.acted("kv/g1/1", Action.NODE_STOP, at(1_000), 1_000_000_000);
        acknowledged(1_150);
        seen(1_250, "kv/g1/2", 2, true, "kv/g1/2");
        acknowledged(1_260);
        seen(1_500, "kv/g1/2", 2, true, "kv/g1/2");

        assertThat(last().unavailableMs()).isEqualTo(160);
        assertThat(last().steps()).extracting(Failover.Step::afterMs).containsExactly(0L, 150L, 150L, 150L);
    }

    @Test
    void primaryThatWasLostByItselfIsSeenToo() {
        seen(0, "kv/g1/1", 1, true, "kv/g1/1", "kv/g1/2");
        seen(250, "kv/g1/2", 2, true, "kv/g1/2");

        assertThat(last().cause()).isEqualTo(Failover.Cause.VANISHED);
        assertThat(last().to()).isEqualTo("kv/g1/2");
    }

    @Test
    void silenceThatWasOverBeforeItsCauseWasSeenIsToldInFull() {
        seen(0, "kv/g1/1", 1, true, "kv/g1/1", "kv/g1/2");
        acknowledged(950);
        seen(4_000, "kv/g1/1", 1, false, "kv/g1/1", "kv/g1/2");
        acknowledged(4_100);
        acknowledged(4_200);
        seen(4_250, "kv/g1/2", 2, true, "kv/g1/2");
        acknowledged(4_300);
        seen(4_500, "kv/g1/2", 2, true, "kv/g1/2");

        assertThat(last().cause()).isEqualTo(Failover.Cause.VANISHED);
        assertThat(last().unavailableMs()).isEqualTo(3_150);
        assertThat(last().at()).isEqualTo(at(950));
        assertThat(last().steps()).extracting(Failover.Step::afterMs).containsExactly(0L, 3_150L, 3_150L, 3_150L);
    }

    @Test
    void pauseThatEndsInTimeIsNoFailover() {
        seen(0, "kv/g1/1", 1, true, "kv/g1/1", "kv/g1/2");
        trail.acted("kv/g1/1", Action.NODE_PAUSE, at(100), 100_000_000);
        seen(250, "kv/g1/1", 1, false, "kv/g1/1", "kv/g1/2");
        for (long ms = 500; ms < 3_000; ms += 250) {
            seen(ms, "kv/g1/1", 1, true, "kv/g1/1", "kv/g1/2");
        }

        assertThat(last().state()).isEqualTo(Failover.State.AVERTED);
        assertThat(trail.isOpen("g1")).isFalse();
    }

    @Test
    void groupThatWaitsForItsLastMemberIsUnavailableUntilThatIsBack() {
        seen(0, "kv/g1/1", 1, true, "kv/g1/1");
        acknowledged(50);
        trail.acted("kv/g1/1", Action.NODE_KILL, at(100), 100_000_000);
        seen(3_000, null, 1, false);
        seen(60_000, null, 1, false);
        seen(60_250, "kv/g1/1", 2, true, "kv/g1/1");
        acknowledged(60_300);
        seen(60_500, "kv/g1/1", 2, true, "kv/g1/1");

        assertThat(last().unavailableMs()).isEqualTo(60_250);
        assertThat(last().to()).isEqualTo("kv/g1/1");
    }

    @Test
    void lossOfAStandbyIsNone() {
        seen(0, "kv/g1/1", 1, true, "kv/g1/1", "kv/g1/2");
        trail.acted("kv/g1/2", Action.NODE_KILL, at(100), 100_000_000);
        seen(250, "kv/g1/1", 1, true, "kv/g1/1");

        assertThat(told).isEmpty();
    }

    @Test
    void withoutACheckerItEndsWithThePromotion() {
        FailoverTrail blind = new FailoverTrail(group -> null, group -> 0, told::add);
        blind.seen("g1", new FailoverTrail.Seen("kv/g1/1", 1, Set.of("kv/g1/1"), true), at(0), 0);
        blind.acted("kv/g1/1", Action.NODE_KILL, at(1), 1_000_000);
        blind.seen("g1", new FailoverTrail.Seen("kv/g1/2", 2, Set.of("kv/g1/2"), true), at(2), 2_000_000);

        assertThat(last().state()).isEqualTo(Failover.State.DONE);
        assertThat(last().unavailableMs()).isNull();
    }
}
