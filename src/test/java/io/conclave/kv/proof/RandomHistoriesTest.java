package io.conclave.kv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.proof.Answer.Done;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Histories of a true register pass; the same histories, made wrong in a way that can be proved, do not. */
class RandomHistoriesTest {

    private static final int SEEDS = 200;

    private final Linearizability checker = new Linearizability(2_000_000, Duration.ofSeconds(30));

    private static List<Operation> history(int seed, int operations) {
        return SimulatedHistory.of(new SplittableRandom(seed), 2 + seed % 9, operations);
    }

    @Test
    void historiesOfARegisterPass() {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(checker.faults(history(seed, 200))).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void aLongHistoryPasses() {
        assertThat(checker.faults(history(7, 5_000))).isEmpty();
    }

    @Test
    void aReadOfWhatWasOverwrittenBeforeItIsFound() {
        everyMutationIsFound(100, history -> change(history, RandomHistoriesTest::staleRead));
    }

    @Test
    void anAcknowledgedWriteThatIsLostIsFound() {
        everyMutationIsFound(15, history -> change(history, RandomHistoriesTest::lostWrite));
    }

    @Test
    void aConditionThatHoldsTwiceIsFound() {
        everyMutationIsFound(100, history -> change(history, RandomHistoriesTest::secondMatch));
    }

    @Test
    void aRefusedWriteThatIsReadIsFound() {
        everyMutationIsFound(100, RandomHistoriesTest::refuseWhatWasRead);
    }

    /** Not each history can be changed in each way, but those of enough seeds can. */
    private void everyMutationIsFound(int operations, UnaryOperator<List<Operation>> mutation) {
        int changed = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Operation> good = history(seed, operations);
            List<Operation> bad = mutation.apply(good);
            if (bad != good) {
                changed++;
                assertThat(checker.faults(bad)).as("seed %d", seed).hasSize(1);
            }
        }
        assertThat(changed).isGreaterThan(SEEDS / 20);
    }

    /** How one operation is made wrong, where it can be. */
    private interface Change {
        Optional<Operation> of(Operation operation, List<Operation> history);
    }

    private static List<Operation> change(List<Operation> history, Change change) {
        for (int i = history.size() - 1; i >= 0; i--) {
            Optional<Operation> wrong = change.of(history.get(i), history);
            if (wrong.isPresent()) {
                List<Operation> changed = new ArrayList<>(history);
                changed.set(i, wrong.get());
                return changed;
            }
        }
        return history;
    }

    private static Operation with(Operation operation, Answer answer) {
        return new Operation(operation.client(), operation.call(), operation.invoked(), operation.returned(), answer);
    }

    private static Optional<Operation> staleRead(Operation read, List<Operation> history) {
        if (read.call().kind() != Call.Kind.GET || !read.done()) {
            return Optional.empty();
        }
        for (Operation first : history) {
            for (Operation second : history) {
                if (first.acknowledgedWrite()
                        && second.acknowledgedWrite()
                        && first.call().value() != null
                        && first.returned() < second.invoked()
                        && second.returned() < read.invoked()) {
                    long version = ((Done) first.answer()).version();
                    return Optional.of(with(read, Done.read(first.call().value(), version)));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Operation> lostWrite(Operation read, List<Operation> history) {
        if (read.call().kind() != Call.Kind.GET || !(read.answer() instanceof Done done) || !done.found()) {
            return Optional.empty();
        }
        for (Operation put : history) {
            boolean before =
                    put.acknowledgedWrite() && put.call().kind() == Call.Kind.PUT && put.returned() < read.invoked();
            if (before && history.stream().noneMatch(other -> couldDeleteAfter(put, other))) {
                return Optional.of(with(read, Done.absent()));
            }
        }
        return Optional.empty();
    }

    private static boolean couldDeleteAfter(Operation put, Operation other) {
        return other.call().kind() == Call.Kind.DELETE && (other.unknown() || other.returned() >= put.invoked());
    }

    private static Optional<Operation> secondMatch(Operation unmatched, List<Operation> history) {
        if (unmatched.call().kind() != Call.Kind.PUT
                || !(unmatched.answer() instanceof Done done)
                || done.applied()
                || unmatched.call().ifVersion() == 0) {
            return Optional.empty();
        }
        Set<Long> matched = new HashSet<>();
        for (Operation other : history) {
            if (other.acknowledgedWrite() && other.call().ifVersion() != Call.ANY) {
                matched.add(other.call().ifVersion());
            }
        }
        return matched.contains(unmatched.call().ifVersion())
                ? Optional.of(with(unmatched, Done.written(1_000_000)))
                : Optional.empty();
    }

    private static List<Operation> refuseWhatWasRead(List<Operation> history) {
        Set<String> read = new HashSet<>();
        for (Operation operation : history) {
            if (operation.answer() instanceof Done done && done.value() != null) {
                read.add(done.value());
            }
        }
        return change(
                history,
                (operation, all) -> operation.call().kind() == Call.Kind.PUT
                                && read.contains(operation.call().value())
                                && !(operation.answer() instanceof Answer.Refused)
                        ? Optional.of(with(operation, new Answer.Refused("refused")))
                        : Optional.empty());
    }
}
