package io.conclave.logs.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.ensemble.EnsembleEvent;
import io.conclave.logs.LogBatch;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogService;
import io.conclave.logs.QueryParser;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventWatchTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    private final EventWatch watch = new EventWatch();

    private static LogEntry entry(LogService service, Instant at, String message) {
        return new LogEntry("s", 0, at, true, service, "zk1", LogLevel.INFO, "", "", message, 0);
    }

    private List<EnsembleEvent> seen(Instant now, LogEntry... entries) {
        return watch.in(new LogBatch(Arrays.asList(entries), List.of()), now);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            LOOKING|ELECTION_BEGUN|zk1 looks for a leader, says its log.
            LEADING - LEADER ELECTION TOOK - 381 MS|ELECTION_WON|zk1 was elected leader; the election took 381 ms, says its log.
            LEADING - LEADER ELECTION TOOK - 381|ELECTION_WON|zk1 was elected leader; the election took 381 ms, says its log.
            Not sufficient followers synced, only synced with sids: [ [3] ]|LEADERSHIP_GIVEN_UP|zk1 gives up leading, since too few followers are in sync, says its log.
            Shutting down, not sufficient synced followers. Only synced with sids: [ 1 ]|LEADERSHIP_GIVEN_UP|zk1 gives up leading, since too few followers are in sync, says its log.
            Expiring session 0x3000013ac0e0000, timeout of 40000ms exceeded|SESSION_EXPIRED|1 client sessions expired by zk1, the last of them 0x3000013ac0e0000, says its log.
            fsync-ing the write ahead log in SyncThread:1 took 1043ms which will adversely effect operation latency. See the ZooKeeper troubleshooting guide|SLOW_DISK|zk1 waited 1043 ms for its disk, says its log: all that writes waits with it.
            fsync-ing the write ahead log in SyncThread:1 took 1043ms which will adversely effect operation latency.File size is 67108880 bytes. See|SLOW_DISK|zk1 waited 1043 ms for its disk, says its log: all that writes waits with it.
            Too many connections from /127.0.0.1 - max is 60|CONNECTION_STORM|zk1 turns connections of 127.0.0.1 away, which has 60 already, says its log.
            """)
    void whatAServerSaysOfItsEnsembleIsToldAsAnEvent(String message, EnsembleEvent.Kind kind, String sentence) {
        List<EnsembleEvent> events = seen(NOW, entry(LogService.ZOOKEEPER, NOW, message));

        assertThat(events).hasSize(1);
        assertThat(events.get(0).kind()).isEqualTo(kind);
        assertThat(events.get(0).node()).isEqualTo("zk1");
        assertThat(events.get(0).message()).isEqualTo(sentence);
        assertThat(QueryParser.parse(events.get(0).lines()).orElseThrow().fits(message))
                .isTrue();
        assertThat(events.get(0).messageZh()).doesNotContain("{").contains("zk1");
    }

    @Test
    void aStormIsOneEventWithItsCountUntilAWhileHasPassed() {
        LogEntry expired = entry(LogService.ZOOKEEPER, NOW, "Expiring session 0x1, timeout of 4000ms exceeded");

        assertThat(seen(NOW, expired, expired, expired))
                .extracting(EnsembleEvent::message)
                .containsExactly("3 client sessions expired by zk1, the last of them 0x1, says its log.");
        assertThat(seen(NOW.plusSeconds(9), expired)).isEmpty();
        assertThat(seen(NOW.plusSeconds(10), expired)).hasSize(1);
    }

    @Test
    void whatIsPastWhatOthersSayAndWhatIsSimilarIsNoEvent() {
        assertThat(seen(
                        NOW,
                        entry(LogService.ZOOKEEPER, NOW.minusSeconds(31), "LOOKING"),
                        entry(LogService.CONCLAVE, NOW, "LOOKING"),
                        entry(LogService.ZOOKEEPER, NOW, "LOOKING for something"),
                        entry(LogService.ZOOKEEPER, NOW, ""),
                        entry(LogService.ZOOKEEPER, NOW, "Expiring session 0xzz, timeout of 1ms exceeded")))
                .isEmpty();
    }
}
