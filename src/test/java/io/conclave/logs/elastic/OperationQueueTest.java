package io.conclave.logs.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationQueueTest {

    private final OperationQueue queue = new OperationQueue(2);

    private static Operation operation(long id, OperationStatus status) {
        return new Operation(
                id,
                Instant.parse("2026-05-01T10:00:00Z"),
                "page",
                Action.DRAIN,
                "zk1",
                status,
                Json.object(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private List<String> statuses() {
        return queue.take(10).stream()
                .map(item ->
                        Json.parse(item.document().toString()).get("status").asText())
                .toList();
    }

    @Test
    void newerStateOfAnOperationTakesThePlaceOfTheOlder() {
        queue.put(operation(1, OperationStatus.RUNNING));
        queue.put(operation(1, OperationStatus.OK));
        assertThat(statuses()).containsExactly("ok");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whatTheTrailHadAndWhatCouldNotBeWrittenGivesWayToWhatHappenedMeanwhile() {
        queue.put(operation(1, OperationStatus.RUNNING));
        List<BulkItem> taken = queue.take(10);
        queue.put(operation(1, OperationStatus.FAILED));
        queue.putBack(taken);
        queue.fill(List.of(operation(1, OperationStatus.RUNNING), operation(2, OperationStatus.OK)));
        assertThat(statuses()).containsExactly("failed", "ok");
    }

    @Test
    void oneTooManyIsLetGoOfAndSaidOnce() {
        queue.put(operation(1, OperationStatus.RUNNING));
        queue.put(operation(2, OperationStatus.RUNNING));
        assertThat(queue.takeMissed()).isFalse();
        queue.put(operation(3, OperationStatus.RUNNING));
        queue.put(operation(1, OperationStatus.OK));
        assertThat(queue.takeMissed()).isTrue();
        assertThat(queue.takeMissed()).isFalse();
        assertThat(statuses()).containsExactly("ok", "running");
    }

    @Test
    void operationsOfTheSameNumberInAnotherDatabaseAreOthers() {
        queue.put(operation(1, OperationStatus.OK));
        assertThat(queue.take(1).get(0).id()).isEqualTo("2026-05-01T10:00:00.000Z-1");
    }
}
