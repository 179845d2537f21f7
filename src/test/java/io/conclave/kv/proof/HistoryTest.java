package io.conclave.kv.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private final AtomicLong clock = new AtomicLong();
    private final History history = new History(clock::incrementAndGet);

    @Test
    void callsAreRecordedWithBeginAndEnd() {
        History.Pending first = history.begin(1, Call.put("k", "a"));
        History.Pending second = history.begin(2, Call.get("k"));
        second.end(Answer.Done.absent());
        first.end(Answer.Done.written(1));

        assertThat(history.operations())
                .containsExactly(
                        new Operation(2, Call.get("k"), 2, 3, Answer.Done.absent()),
                        new Operation(1, Call.put("k", "a"), 1, 4, Answer.Done.written(1)));
    }

    @Test
    void aCallOfSeveralKeysIsAnOperationOfEachInTheSameTime() {
        History.PendingKeys page = history.begin(1);
        page.end(Map.of(
                Call.get("k"), Answer.Done.read("a", 1),
                Call.get("l"), Answer.Done.read("b", 2)));
        history.begin(2).end(Map.of());

        assertThat(history.operations())
                .containsExactlyInAnyOrder(
                        new Operation(1, Call.get("k"), 1, 2, Answer.Done.read("a", 1)),
                        new Operation(1, Call.get("l"), 1, 2, Answer.Done.read("b", 2)));
    }

    @Test
    void aHistoryWithAPendingCallIsNoneYet() {
        history.begin(1, Call.put("k", "a"));

        assertThatThrownBy(history::operations).hasMessageContaining("1 calls are pending");
    }
}
