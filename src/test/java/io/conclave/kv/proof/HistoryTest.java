package io.conclave.kv.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void aHistoryWithAPendingCallIsNoneYet() {
        history.begin(1, Call.put("k", "a"));

        assertThatThrownBy(history::operations).hasMessageContaining("1 calls are pending");
    }
}
