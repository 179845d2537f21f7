package io.conclave.control.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.logs.LogEntry;
import io.conclave.logs.LogLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampedEntriesTest {

    private static final Instant TAKEN = Instant.parse("2026-11-25T10:04:59.770123456Z");

    private final List<LogEntry> entries = new ArrayList<>();
    private final StampedEntries stamped = new StampedEntries("docker/zk1", "zk1", 0, entries::add);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-25 10:04:59,768", // UTC, as images are by themselves
                "2026-11-25 18:04:59,768", // Asia/Shanghai
                "2026-11-25 15:49:59,768", // Asia/Kathmandu, a quarter of an hour off
                "2026-11-25 02:04:59,768", // America/Los_Angeles
                "2026-11-26 00:04:59,768" // Pacific/Kiritimati
            })
    void timeOfALineIsInTheZoneThatFitsWhenTheEngineTookIt(String written) {
        stamped.line(TAKEN, written + " [myid:1] - INFO  [main:QuorumPeer@1] - LOOKING", 0);
        stamped.settle();

        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.at()).isEqualTo(Instant.parse("2026-11-25T10:04:59.768Z"));
            assertThat(entry.level()).isEqualTo(LogLevel.INFO);
            assertThat(entry.message()).isEqualTo("LOOKING");
        });
    }

    @Test
    void timeThatNoZoneExplainsStaysAsItIsWritten() {
        stamped.line(TAKEN, "2019-01-01 00:00:00,000 [myid:1] - WARN  [main:A@1] - an old log, shown again", 0);
        stamped.settle();

        assertThat(entries).singleElement().satisfies(entry -> assertThat(entry.at())
                .isEqualTo(Instant.parse("2019-01-01T00:00:00Z")));
    }

    @Test
    void lineWithoutATimeHasTheEnginesTime() {
        stamped.line(TAKEN, "ZooKeeper JMX enabled by default", 0);
        stamped.settle();

        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.timeKnown()).isFalse();
            assertThat(entry.at()).isEqualTo(Instant.parse("2026-11-25T10:04:59.770Z"));
        });
    }

    @Test
    void entryThatIsNotCompleteIsReadAgainWholeTheNextTime() {
        stamped.line(TAKEN, "2026-11-25 10:04:59,768 [myid:1] - ERROR [main:A@1] - it failed", 0);
        stamped.line(TAKEN.plusNanos(1_000), "java.io.IOException: Broken pipe", 0);

        assertThat(entries).isEmpty();
        assertThat(StampedEntries.moment(stamped.position().offset()))
                .isBefore(TAKEN)
                .isAfter(TAKEN.minusNanos(2));

        stamped.settle();
        assertThat(entries).singleElement().satisfies(entry -> assertThat(entry.message())
                .isEqualTo("it failed\njava.io.IOException: Broken pipe"));
        assertThat(StampedEntries.moment(stamped.position().offset())).isEqualTo(TAKEN.plusNanos(1_000));
    }

    @Test
    void logThatWasNotReadHasNoPositionAndOneThatWasReadKeepsIt() {
        assertThat(stamped.position()).isNull();
        assertThat(new StampedEntries("docker/zk1", "zk1", 17, entries::add)
                        .position()
                        .offset())
                .isEqualTo(17);
    }
}
