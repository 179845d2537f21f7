package io.conclave.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.workload.WorkloadTopics;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another controller's messages on this one's stream. */
class RelayTest {

    private static final String TASKS = WorkloadTopics.TASKS.address();
    private static final String ENSEMBLE = EnsembleTopics.STATE.address();

    private final Vertx vertx = Vertx.vertx();
    private final StreamHub hub =
            new StreamHub(new Bus(vertx, new ControllerRef("b", 0), Clock.systemUTC()), Clock.systemUTC(), took -> {});
    private final List<Long> numbers = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();

    RelayTest() {
        StreamHub.Subscriber viewer = message -> {
            seen.add(message.frame());
            numbers.add(Long.parseLong(message.frame().replaceAll(".*\"seq\":(\\d+),\"at\".*", "$1")));
        };
        hub.register(TASKS, viewer);
        hub.register(ENSEMBLE, viewer);
    }

    @AfterEach
    void close() {
        vertx.close();
    }

    private static String row(int id, long seq) {
        return "{\"id\":" + id + ",\"seq\":" + seq
                + ",\"at\":\"2026-01-01T00:00:00.000Z\",\"controller\":{\"id\":\"a\",\"epoch\":3}}";
    }

    private static List<String> rows(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(id -> row(id, id)).toList();
    }

    @Test
    void relayedMessagesHaveThisStreamsNumbersAndTheirOwnSender() {
        hub.relay(TASKS, row(7, 40));
        hub.relay(TASKS, row(8, 41));

        assertThat(numbers).containsExactly(1L, 2L);
        assertThat(seen.get(1)).contains("\"id\":8,\"seq\":2,").contains("{\"id\":\"a\",\"epoch\":3}");
    }

    @Test
    void missedRowsGoOutInTheirOrderWithoutAGap() {
        hub.relay(TASKS, row(1, 1));
        hub.relay(TASKS, row(2, 2));
        hub.heal(TASKS, rows(1, 5));

        assertThat(numbers).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(seen.get(4)).contains("{\"id\":5,");
    }

    @Test
    void whereTooMuchWasMissedAGapTellsViewersToAskForTheSnapshotWhichHasAll() {
        hub.relay(TASKS, row(1, 1));
        hub.heal(TASKS, rows(300, 305));

        assertThat(numbers).containsExactly(1L, 3L);
        assertThat(hub.snapshot(List.of(TASKS)))
                .contains("\"seq\":3,\"state\"")
                .contains("{\"id\":300,")
                .contains("{\"id\":305,")
                .doesNotContain("{\"id\":1,");
    }

    @Test
    void snapshotWithNothingNewTellsNothing() {
        hub.relay(TASKS, row(1, 1));
        hub.heal(TASKS, rows(1, 1));
        hub.heal(ENSEMBLE, List.of(row(9, 4)));
        hub.heal(ENSEMBLE, List.of(row(9, 5)));

        assertThat(numbers).containsExactly(1L, 1L);
    }
}
