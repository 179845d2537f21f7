package io.conclave.kv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {

    private static final Duration SESSION = Duration.ofSeconds(2);

    private static List<FaultSchedule.Round> rounds(long seed, Set<Fault.Kind> kinds) {
        FaultSchedule schedule = new FaultSchedule(seed, kinds, 3, SESSION);
        return Stream.generate(schedule::next).limit(200).toList();
    }

    @Test
    void theSameSeedGivesTheSameFaults() {
        Set<Fault.Kind> kinds = EnumSet.allOf(Fault.Kind.class);

        assertThat(rounds(7, kinds)).isEqualTo(rounds(7, kinds)).isNotEqualTo(rounds(8, kinds));
    }

    @Test
    void eachKindComesAndNothingLastsLongerThanTwoSessions() {
        List<FaultSchedule.Round> rounds = rounds(7, EnumSet.allOf(Fault.Kind.class));

        assertThat(rounds.stream().flatMap(round -> round.faults().stream()).map(Fault::kind))
                .contains(Fault.Kind.values());
        assertThat(rounds).allSatisfy(round -> assertThat(round.hold())
                .isBetween(Duration.ofMillis(50), SESSION.multipliedBy(2)));
        assertThat(rounds).anySatisfy(round -> assertThat(round.hold()).isGreaterThan(SESSION));
    }

    @Test
    void onlyWhatIsAllowedComesAndNeverTwiceToOnePlace() {
        Set<Fault.Kind> kinds = EnumSet.of(Fault.Kind.KILL_MEMBER, Fault.Kind.PAUSE_SERVER);

        assertThat(rounds(7, kinds)).allSatisfy(round -> {
            assertThat(round.faults()).allMatch(fault -> kinds.contains(fault.kind()));
            if (round.faults().size() == 2) {
                assertThat(round.faults().get(0).collidesWith(round.faults().get(1)))
                        .isFalse();
            }
        });
    }
}
