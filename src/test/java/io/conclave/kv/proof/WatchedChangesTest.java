package io.conclave.kv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.proof.Answer.Done;
import io.conclave.kv.proof.LastWrites.Final;
import io.conclave.kv.proof.Watched.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchedChangesTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Answer UNKNOWN = new Answer.Unknown("no answer");

    private final List<Operation> history = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private long clock;

    private void wrote(Call call, Answer answer) {
        history.add(new Operation(1, call, clock, clock + 1, answer));
        clock += 2;
    }

    private void put(String value, long version) {
        wrote(Call.put("k", value), Done.written(version));
    }

    private void told(String value, long version) {
        told("k", value, version, "g1");
    }

    private void told(String key, String value, long version, String group) {
        told.add(new Told(key, value, version, group, clock++));
    }

    private List<String> faults(String value, long version) {
        return faults(List.of(new Watched(0, true, List.copyOf(told))), value, version)
                .faults();
    }

    private WatchedChanges.Findings faults(List<Watched> watches, String value, long version) {
        Final end = value == null ? Final.ABSENT : new Final(value, version);
        return WatchedChanges.of(history, watches, Map.of("k", end));
    }

    @Test
    void whatWasAcknowledgedIsToldOnceAndInOrder() {
        put("a", 1);
        put("b", 3);
        wrote(Call.delete("k"), Done.written(4));
        told("a", 1);
        told("b", 3);
        told(null, 4);
        assertThat(faults(null, 0)).isEmpty();
        assertThat(faults(List.of(new Watched(0, true, told)), null, 0).required())
                .isEqualTo(3);
    }

    @Test
    void aChangeThatIsLeftOutIsFound() {
        put("a", 1);
        put("b", 3);
        told("b", 3);
        assertThat(faults("b", 3)).singleElement().asString().startsWith("not told: ");
    }

    @Test
    void aDeletionThatIsLeftOutIsFound() {
        put("a", 1);
        wrote(Call.delete("k"), Done.written(4));
        told("a", 1);
        assertThat(faults(null, 0)).hasSize(2).anyMatch(fault -> fault.startsWith("not told: "));
    }

    @Test
    void aDeletionThatFoundNothingAndAConditionThatDidNotHoldAreNotTold() {
        wrote(Call.delete("k"), Done.absent());
        wrote(Call.putIf("k", "a", 7), Done.unmatched(0));
        wrote(Call.delete("k").inBatch(1), Done.written(5));
        assertThat(faults(null, 0)).isEmpty();
    }

    @Test
    void aChangeThatIsToldTwiceIsFound() {
        put("a", 1);
        told("a", 1);
        told("a", 1);
        assertThat(faults("a", 1)).singleElement().asString().startsWith("told twice");
    }

    @Test
    void changesOutOfOrderAreFound() {
        put("a", 1);
        put("b", 3);
        told("b", 3);
        told("a", 1);
        assertThat(faults("b", 3)).singleElement().asString().contains("after: k = b");
    }

    @Test
    void whatCameAfterAnArcChangedHandsIsHeldBackForSoLongOnly() {
        put("a", 1);
        put("b", 3);
        told("k", "b", 3, "g2");
        told("k", "a", 1, "g1");
        assertThat(faults("b", 3)).singleElement().asString().contains("after: k = b");
        told.clear();
        clock += 5 * SECOND;
        told("k", "b", 3, "g2");
        told("k", "a", 1, "g1");
        assertThat(faults("b", 3)).isEmpty();
    }

    @Test
    void whatWasRefusedOrIsNobodysIsFound() {
        wrote(Call.put("k", "r"), new Answer.Refused("fenced"));
        told("r", 1);
        assertThat(faults(null, 0)).anyMatch(fault -> fault.startsWith("told: k = r"));
        told.clear();
        told("x", 1);
        assertThat(faults(null, 0)).anyMatch(fault -> fault.startsWith("told: k = x"));
        told.clear();
        told(null, 2);
        assertThat(faults(null, 0)).anyMatch(fault -> fault.startsWith("told 1 deletions"));
    }

    @Test
    void anotherVersionThanTheAcknowledgedOneIsFound() {
        put("a", 1);
        told("a", 2);
        assertThat(faults("a", 2)).anyMatch(fault -> fault.startsWith("told: k = a, version 2"));
    }

    @Test
    void whatHasAnUnknownOutcomeMayBeToldOrNot() {
        wrote(Call.put("k", "u"), UNKNOWN);
        wrote(Call.delete("k"), UNKNOWN);
        assertThat(faults(null, 0)).isEmpty();
        told("u", 1);
        told(null, 2);
        assertThat(faults(null, 0)).isEmpty();
    }

    @Test
    void aLastChangeThatIsNotWhatStandsIsFound() {
        put("a", 1);
        wrote(Call.put("k", "u"), UNKNOWN);
        told("a", 1);
        assertThat(faults("u", 2)).singleElement().asString().startsWith("told last: k = a");
        told("u", 2);
        assertThat(faults("u", 2)).isEmpty();
    }

    @Test
    void aBatchOfUnknownOutcomeIsToldWhollyOrNotAtAll() {
        wrote(Call.put("k", "b").inBatch(1), UNKNOWN);
        wrote(Call.put("l", "c").inBatch(1), UNKNOWN);
        assertThat(faults(null, 0)).isEmpty();
        told("b", 1);
        assertThat(faults("b", 1)).singleElement().asString().startsWith("of a batch was told only a part");
        told("l", "c", 2, "g1");
        assertThat(WatchedChanges.of(
                                history,
                                List.of(new Watched(0, true, told)),
                                Map.of("k", new Final("b", 1), "l", new Final("c", 2)))
                        .faults())
                .isEmpty();
    }

    @Test
    void aWatchThatCouldNotGoOnMayHaveMissedWhatCameAfterItsLastChange() {
        put("a", 1);
        put("b", 3);
        told("a", 1);
        Watched broken = new Watched(0, false, List.copyOf(told));
        Watched next = new Watched(clock, true, List.of());
        assertThat(faults(List.of(broken, next), "b", 3).faults()).isEmpty();
        assertThat(faults(List.of(broken, next), "b", 3).required()).isEqualTo(1);
        told.clear();
        told("b", 3);
        broken = new Watched(0, false, List.copyOf(told));
        assertThat(faults(List.of(broken, next), "b", 3).faults())
                .singleElement()
                .asString()
                .startsWith("not told: ");
    }

    @Test
    void aWatchThatWasBegunAnewTellsNothingThatWasToldBefore() {
        put("a", 1);
        told("a", 1);
        Watched broken = new Watched(0, false, List.copyOf(told));
        Watched again = new Watched(clock, true, List.copyOf(told));
        assertThat(faults(List.of(broken, again), "a", 1).faults())
                .singleElement()
                .asString()
                .startsWith("told twice");
    }
}
