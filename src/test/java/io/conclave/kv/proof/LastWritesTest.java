package io.conclave.kv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.proof.Answer.Done;
import io.conclave.kv.proof.LastWrites.Final;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastWritesTest {

    private static final Operation PUT_A = at(0, Call.put("k", "a"), Done.written(1));
    private static final Operation PUT_B = at(2, Call.put("k", "b"), Done.written(2));
    private static final Operation DELETE = at(4, Call.delete("k"), Done.written(3));
    private static final Operation UNKNOWN_PUT = at(6, Call.put("k", "u"), new Answer.Unknown("no answer"));
    private static final Operation UNKNOWN_DELETE = at(6, Call.delete("k"), new Answer.Unknown("no answer"));
    private static final Operation REFUSED = at(6, Call.put("k", "r"), new Answer.Refused("fenced"));

    private static Operation at(long time, Call call, Answer answer) {
        return new Operation(1, call, time, time + 1, answer);
    }

    private static List<String> faults(Final end, Operation... history) {
        return LastWrites.faults(List.of(history), Map.of("k", end));
    }

    @Test
    void theLastAcknowledgedWriteIsThere() {
        assertThat(faults(new Final("b", 2), PUT_A, PUT_B)).isEmpty();
        assertThat(faults(Final.ABSENT, PUT_A, PUT_B, DELETE)).isEmpty();
    }

    @Test
    void aLostWriteIsFound() {
        assertThat(faults(Final.ABSENT, PUT_A)).singleElement().asString().contains("lost");
        assertThat(faults(new Final("a", 1), PUT_A, PUT_B))
                .singleElement()
                .asString()
                .contains("is what came before");
    }

    @Test
    void aDeletedKeyThatIsBackIsFound() {
        assertThat(faults(new Final("b", 2), PUT_A, PUT_B, DELETE))
                .singleElement()
                .asString()
                .contains("is back after");
    }

    @Test
    void anUnknownWriteMayBeTheLast() {
        assertThat(faults(new Final("u", 9), PUT_A, PUT_B, DELETE, UNKNOWN_PUT)).isEmpty();
        assertThat(faults(Final.ABSENT, PUT_A, UNKNOWN_DELETE)).isEmpty();
        assertThat(faults(new Final("a", 1), PUT_A, UNKNOWN_DELETE, UNKNOWN_PUT))
                .isEmpty();
    }

    @Test
    void anUnknownWriteBelowAnAcknowledgedVersionIsFound() {
        assertThat(faults(new Final("u", 2), PUT_A, DELETE, UNKNOWN_PUT))
                .singleElement()
                .asString()
                .contains("is back after");
    }

    @Test
    void aRefusedWriteIsFound() {
        assertThat(faults(new Final("r", 9), PUT_A, REFUSED))
                .singleElement()
                .asString()
                .contains("was not to be done");
    }

    @Test
    void aValueOfNobodyAndAKeyThatWasNotReadAreFound() {
        assertThat(faults(new Final("x", 9), PUT_A)).singleElement().asString().contains("nobody wrote");
        assertThat(LastWrites.faults(List.of(PUT_A), Map.of()))
                .singleElement()
                .asString()
                .contains("was not read");
    }

    @Test
    void anotherVersionThanTheAcknowledgedOneIsFound() {
        assertThat(faults(new Final("a", 5), PUT_A)).singleElement().asString().contains("another version");
    }
}
