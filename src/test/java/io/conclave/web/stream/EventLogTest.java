package io.conclave.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private final EventLog log = new EventLog(200);

    @Test
    void emptyLogStandsAtZero() {
        assertThat(log.snapshot()).isEqualTo("{\"seq\":0,\"state\":{\"recent\":[]}}");
    }

    @Test
    void newestRowsAreKeptAndTheNewestIsLast() {
        for (int i = 1; i <= 250; i++) {
            log.add(i, Integer.toString(i));
        }

        assertThat(log.snapshot())
                .startsWith("{\"seq\":250,\"state\":{\"recent\":[51,52,")
                .endsWith(",249,250]}}");
    }

    @Test
    void earlierRowsComeFirstAndNeverPushOutNewerOnes() {
        log.add(1, "\"new\"");
        log.addEarlier(List.of("\"old\"", "\"older than new\""));
        assertThat(log.snapshot()).isEqualTo("{\"seq\":1,\"state\":{\"recent\":[\"old\",\"older than new\",\"new\"]}}");

        EventLog full = new EventLog(200);
        full.add(1, "\"new\"");
        full.addEarlier(IntStream.range(0, 300).mapToObj(Integer::toString).toList());
        assertThat(full.snapshot())
                .startsWith("{\"seq\":1,\"state\":{\"recent\":[101,102,")
                .endsWith("299,\"new\"]}}");
    }

    @Test
    void snapshotIsRenewedAfterEachRow() {
        log.add(1, "1");
        log.snapshot();
        log.add(2, "2");

        assertThat(log.snapshot()).isEqualTo("{\"seq\":2,\"state\":{\"recent\":[1,2]}}");
    }

    @Test
    void logThatKeepsNothingStillCounts() {
        EventLog passing = new EventLog(0);
        passing.addEarlier(List.of("0"));
        passing.add(1, "1");
        passing.add(2, "2");

        assertThat(passing.snapshot()).isEqualTo("{\"seq\":2,\"state\":{\"recent\":[]}}");
    }
}
