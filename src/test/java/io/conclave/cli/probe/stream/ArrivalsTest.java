package io.conclave.cli.probe.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final String TASKS = "conclave.tasks";

    private final Arrivals arrivals = new Arrivals();

    @Test
    void lastMessageThatDidNotComeIsMissedByTheSecondBeatThatTellsOfIt() {
        arrivals.message(TASKS, 3, 7);

        assertThat(arrivals.beat(3, Map.of(TASKS, 8L))).isEmpty();
        assertThat(arrivals.beat(3, Map.of(TASKS, 8L))).contains(TASKS);
    }

    @Test
    void messageThatIsOnItsWayDuringTheFirstBeatIsNotMissed() {
        arrivals.message(TASKS, 3, 7);
        arrivals.beat(3, Map.of(TASKS, 8L));
        arrivals.message(TASKS, 3, 8);

        assertThat(arrivals.beat(3, Map.of(TASKS, 9L))).isEmpty();
    }

    @Test
    void whatASnapshotToldIsNotMissed() {
        arrivals.message(TASKS, 3, 7);
        arrivals.beat(3, Map.of(TASKS, 8L));
        arrivals.snapshot(Map.of(TASKS, 8L));

        assertThat(arrivals.beat(3, Map.of(TASKS, 8L))).isEmpty();
    }

    @Test
    void nothingIsMissedOfATopicBeforeItsSnapshot() {
        arrivals.beat(3, Map.of(TASKS, 8L));

        assertThat(arrivals.beat(3, Map.of(TASKS, 8L))).isEmpty();
    }

    @Test
    void anotherControllersNumbersBeginAnewAndTheFormerOneIsHeardNoMore() {
        arrivals.message(TASKS, 3, 700);
        arrivals.beat(3, Map.of(TASKS, 701L));

        assertThat(arrivals.message(TASKS, 4, 2)).isTrue();
        assertThat(arrivals.beat(3, Map.of(TASKS, 702L))).isEmpty();
        assertThat(arrivals.message(TASKS, 3, 702)).isFalse();
        assertThat(arrivals.beat(4, Map.of(TASKS, 2L))).isEmpty();
        assertThat(arrivals.beat(4, Map.of(TASKS, 2L))).isEmpty();
    }

    @Test
    void numbersAreReadFromABeatAndFromASnapshot() {
        assertThat(Arrivals.numbers(Json.parse("{\"conclave.tasks\":7,\"conclave.kv\":1}"), List.of(TASKS)))
                .isEqualTo(Map.of(TASKS, 7L));
        assertThat(Arrivals.numbers(Json.parse("{\"conclave.tasks\":{\"seq\":9,\"state\":null}}"), List.of(TASKS)))
                .isEqualTo(Map.of(TASKS, 9L));
    }
}
