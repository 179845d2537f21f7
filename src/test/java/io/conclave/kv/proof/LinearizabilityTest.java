package io.conclave.kv.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.kv.proof.Answer.Done;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {

    private final Linearizability checker = new Linearizability(1_000_000, Duration.ofSeconds(20));
    private final List<Operation> history = new ArrayList<>();

    private void op(int client, int from, int to, Call call, Answer answer) {
        history.add(new Operation(client, call, from, to, answer));
    }

    private void acknowledged(int from, int to, String value, long version) {
        op(1, from, to, Call.put("k", value), Done.written(version));
    }

    private void read(int from, int to, String value, long version) {
        op(2, from, to, Call.get("k"), value == null ? Done.absent() : Done.read(value, version));
    }

    private void deleted(int from, int to, long version) {
        op(1, from, to, Call.delete("k"), Done.written(version));
    }

    private void unknown(int from, int to, Call call) {
        op(3, from, to, call, new Answer.Unknown("no answer"));
    }

    private void good() {
        assertThat(checker.faults(history)).isEmpty();
    }

    private void bad() {
        assertThat(checker.faults(history)).containsOnlyKeys("k");
        assertThat(checker.faults(history).get("k")).isInstanceOf(Verdict.NotLinearizable.class);
    }

    @Test
    void nothingIsLinearizable() {
        good();
    }

    @Test
    void whatOneClientDoesAfterAnotherIsLinearizable() {
        read(0, 1, null, 0);
        acknowledged(2, 3, "a", 1);
        read(4, 5, "a", 1);
        deleted(6, 7, 2);
        read(8, 9, null, 0);
        acknowledged(10, 11, "b", 3);
        read(12, 13, "b", 3);
        good();
    }

    @Test
    void aReadBesideAWriteMayFindEither() {
        acknowledged(0, 1, "a", 1);
        acknowledged(10, 20, "b", 2);
        read(11, 12, "a", 1);
        read(13, 14, "b", 2);
        good();
    }

    @Test
    void aReadThatReturnedMakesAnEarlierValueUnreadable() {
        acknowledged(0, 1, "a", 1);
        acknowledged(10, 20, "b", 2);
        read(11, 12, "b", 2);
        read(13, 14, "a", 1);
        bad();
    }

    @Test
    void staleReadIsFound() {
        acknowledged(0, 1, "a", 1);
        acknowledged(2, 3, "b", 2);
        read(4, 5, "a", 1);
        bad();
    }

    @Test
    void lostUpdateIsFound() {
        acknowledged(0, 1, "a", 1);
        read(2, 3, null, 0);
        bad();
    }

    @Test
    void resurrectedDeleteIsFound() {
        acknowledged(0, 1, "a", 1);
        deleted(2, 3, 2);
        read(4, 5, "a", 1);
        bad();
    }

    @Test
    void splitBrainThatLetsTwoMatchOneVersionIsFound() {
        acknowledged(0, 1, "a", 1);
        op(1, 10, 20, Call.putIf("k", "b", 1), Done.written(2));
        op(2, 10, 20, Call.putIf("k", "c", 1), Done.written(3));
        bad();
    }

    @Test
    void ofTwoThatNameOneVersionTheOtherIsNotApplied() {
        acknowledged(0, 1, "a", 1);
        op(1, 10, 20, Call.putIf("k", "b", 1), Done.written(2));
        op(2, 10, 20, Call.putIf("k", "c", 1), Done.unmatched(2));
        read(30, 31, "b", 2);
        good();
    }

    @Test
    void twoThatCreateOneKeyAreFound() {
        op(1, 10, 20, Call.putIf("k", "b", 0), Done.written(1));
        op(2, 10, 20, Call.putIf("k", "c", 0), Done.written(2));
        bad();
    }

    @Test
    void aMismatchOfTheVersionThatStoodAllTheTimeIsFound() {
        acknowledged(0, 1, "a", 1);
        op(2, 10, 20, Call.putIf("k", "c", 1), Done.unmatched(1));
        bad();
    }

    @Test
    void aVersionThatGoesBackIsFound() {
        acknowledged(0, 1, "a", 7);
        acknowledged(2, 3, "b", 6);
        read(4, 5, "b", 6);
        bad();
    }

    @Test
    void aVersionUsedAgainAfterADeletionIsFound() {
        acknowledged(0, 1, "a", 1);
        deleted(2, 3, 2);
        acknowledged(4, 5, "b", 2);
        bad();
    }

    @Test
    void oneValueUnderTwoVersionsIsFound() {
        unknown(0, 1, Call.put("k", "a"));
        read(2, 3, "a", 1);
        acknowledged(4, 5, "b", 2);
        read(6, 7, "a", 3);
        bad();
    }

    @Test
    void aWriteAppliedAgainAfterAnotherIsFound() {
        acknowledged(0, 100, "a", 1);
        read(10, 11, "a", 1);
        acknowledged(12, 13, "b", 2);
        read(14, 15, "b", 2);
        read(16, 17, "a", 1);
        bad();
    }

    @Test
    void anUnknownWriteMayNeverHappen() {
        acknowledged(0, 1, "a", 1);
        unknown(2, 3, Call.put("k", "b"));
        read(4, 5, "a", 1);
        good();
    }

    @Test
    void anUnknownWriteMayTakeEffectLate() {
        acknowledged(0, 1, "a", 1);
        unknown(2, 3, Call.put("k", "b"));
        read(4, 5, "a", 1);
        acknowledged(6, 7, "c", 2);
        read(8, 9, "c", 2);
        read(20, 21, "b", 3);
        good();
    }

    @Test
    void anUnknownWriteMayNotTakeEffectTwice() {
        acknowledged(0, 1, "a", 1);
        unknown(2, 3, Call.put("k", "b"));
        read(4, 5, "b", 2);
        acknowledged(6, 7, "c", 3);
        read(8, 9, "b", 2);
        bad();
    }

    @Test
    void anUnknownWriteMayNotBeReadBeforeItsCall() {
        acknowledged(0, 1, "a", 1);
        read(2, 3, "b", 2);
        unknown(4, 5, Call.put("k", "b"));
        bad();
    }

    @Test
    void anUnknownWriteThatNobodyReadMayExplainAMismatch() {
        acknowledged(0, 1, "a", 1);
        unknown(2, 3, Call.put("k", "b"));
        op(2, 10, 20, Call.putIf("k", "c", 1), Done.unmatched(2));
        good();
    }

    @Test
    void anUnknownDeleteMayTakeEffectLateOrNever() {
        acknowledged(0, 1, "a", 1);
        unknown(2, 3, Call.delete("k"));
        read(4, 5, "a", 1);
        read(20, 21, null, 0);
        acknowledged(22, 23, "b", 5);
        read(24, 25, "b", 5);
        good();
    }

    @Test
    void anUnknownDeleteExplainsOneDisappearanceOnly() {
        acknowledged(0, 1, "a", 1);
        unknown(2, 3, Call.delete("k"));
        read(20, 21, null, 0);
        acknowledged(22, 23, "b", 5);
        read(24, 25, null, 0);
        bad();
    }

    @Test
    void anUnknownConditionalWriteNeedsItsConditionToBeSeen() {
        acknowledged(0, 1, "a", 1);
        unknown(2, 3, Call.putIf("k", "b", 1));
        acknowledged(4, 5, "c", 2);
        read(6, 7, "c", 2);
        read(8, 9, "b", 3);
        bad();
    }

    @Test
    void aRefusedWriteIsNeverSeen() {
        acknowledged(0, 1, "a", 1);
        op(1, 2, 3, Call.put("k", "b"), new Answer.Refused("not_primary"));
        read(4, 5, "b", 2);
        bad();
    }

    @Test
    void aValueOfNobodyIsFound() {
        read(0, 1, "x", 1);
        bad();
    }

    @Test
    void aDeleteThatFindsNothingWhereThereIsAKeyIsFound() {
        acknowledged(0, 1, "a", 1);
        op(1, 2, 3, Call.delete("k"), Done.absent());
        bad();
    }

    @Test
    void keysAreJudgedOnTheirOwn() {
        op(1, 0, 1, Call.put("k", "a"), Done.written(2));
        op(1, 2, 3, Call.get("k"), Done.absent());
        op(1, 0, 1, Call.put("l", "a"), Done.written(1));
        op(1, 2, 3, Call.get("l"), Done.read("a", 1));
        bad();
    }

    @Test
    void theFaultIsToldWithWhatSurroundsIt() {
        acknowledged(0, 1, "a", 1);
        acknowledged(2, 3, "b", 2);
        read(4, 5, "a", 1);
        assertThat(((Verdict.NotLinearizable) checker.faults(history).get("k")).why())
                .contains("after 2 of 3 operations the state is (b, version 2)", "get k -> a, version 1");
    }

    @Test
    void manyUnknownWritesThatNobodyReadCostNothing() {
        for (int i = 0; i < 300; i++) {
            unknown(i, i + 1, Call.put("k", "u" + i));
            unknown(i, i + 1, Call.delete("k"));
        }
        acknowledged(1_000, 1_001, "a", 1_000);
        read(1_002, 1_003, "a", 1_000);
        good();
    }

    @Test
    void aSearchThatMeetsItsLimitSaysThatItIsUndecided() {
        for (int i = 1; i <= 30; i++) {
            acknowledged(2 * i, 2 * i + 1, "v" + i, i);
        }
        Verdict verdict =
                new Linearizability(20, Duration.ofSeconds(20)).check(history).get("k");
        assertThat(verdict).isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    void putsOfOneValueAreNotAccepted() {
        acknowledged(0, 1, "a", 1);
        acknowledged(2, 3, "a", 2);
        assertThatThrownBy(() -> checker.check(history)).hasMessageContaining("same value");
    }

    private void batch(int from, int to, Answer put, Answer other, Call second) {
        op(4, from, to, Call.put("k", "b").inBatch(1), put);
        op(4, from, to, second.inBatch(1), other);
    }

    private void unknownBatch(int from, int to, Call second) {
        Answer unknown = new Answer.Unknown("no answer");
        batch(from, to, unknown, unknown, second);
    }

    private void readOther(int from, int to, String value, long version) {
        op(2, from, to, Call.get("l"), value == null ? Done.absent() : Done.read(value, version));
    }

    private void badOther() {
        assertThat(checker.faults(history)).containsOnlyKeys("l");
        assertThat(checker.faults(history).get("l")).isInstanceOf(Verdict.NotLinearizable.class);
    }

    @Test
    void aBatchOfUnknownOutcomeMayBeDoneOrNot() {
        op(1, 0, 1, Call.put("l", "x"), Done.written(1));
        unknownBatch(2, 3, Call.put("l", "c"));
        readOther(4, 5, "x", 1);
        good();
        read(6, 7, "b", 5);
        readOther(8, 9, "c", 6);
        good();
    }

    @Test
    void aBatchOfUnknownOutcomeThatIsDoneInPartIsFound() {
        op(1, 0, 1, Call.put("l", "x"), Done.written(1));
        unknownBatch(2, 3, Call.put("l", "c"));
        read(4, 5, "b", 5);
        readOther(6, 7, "x", 1);
        badOther();
    }

    @Test
    void aReadThatBeganBeforeABatchWasSeenMayFindWhatWasBefore() {
        op(1, 0, 1, Call.put("l", "x"), Done.written(1));
        unknownBatch(2, 3, Call.put("l", "c"));
        readOther(4, 6, "x", 1);
        read(4, 5, "b", 5);
        good();
    }

    @Test
    void aPartThatWasOverwrittenSinceIsNotMissed() {
        unknownBatch(2, 3, Call.put("l", "c"));
        op(1, 4, 5, Call.put("l", "x"), Done.written(9));
        read(6, 7, "b", 5);
        readOther(8, 9, "x", 9);
        good();
    }

    @Test
    void aDeletionThatABatchLeftUndoneIsFound() {
        op(1, 0, 1, Call.put("l", "x"), Done.written(1));
        unknownBatch(2, 3, Call.delete("l"));
        read(4, 5, "b", 5);
        readOther(6, 7, "x", 1);
        badOther();
    }

    @Test
    void aDeletionOfABatchMayFindNothingOrWhatIsNeededGone() {
        unknownBatch(2, 3, Call.delete("l"));
        read(4, 5, "b", 5);
        readOther(6, 7, null, 0);
        good();
        history.clear();
        op(1, 0, 9, Call.put("l", "x"), Done.written(1));
        unknownBatch(2, 3, Call.delete("l"));
        read(8, 10, "b", 5);
        readOther(4, 5, "x", 1);
        readOther(11, 12, null, 0);
        good();
    }

    @Test
    void anAcknowledgedBatchGivesDeletionsAVersionWhetherOrNotTheyFoundAnything() {
        batch(0, 1, Done.written(5), Done.written(6), Call.delete("l"));
        op(1, 2, 3, Call.put("l", "x"), Done.written(7));
        readOther(4, 5, "x", 7);
        good();
        op(1, 6, 7, Call.put("l", "y"), Done.written(6));
        badOther();
    }

    @Test
    void aDeletionOfABatchThatGotNoVersionFoundNothing() {
        op(1, 0, 1, Call.put("l", "x"), Done.written(1));
        batch(2, 3, Done.written(5), Done.absent(), Call.delete("l"));
        badOther();
    }

    @Test
    void aRefusedBatchThatIsReadIsFound() {
        Answer refused = new Answer.Refused("invalid");
        batch(0, 1, refused, refused, Call.put("l", "c"));
        readOther(2, 3, "c", 6);
        badOther();
    }
}
