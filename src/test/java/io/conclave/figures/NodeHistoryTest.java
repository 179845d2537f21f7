package io.conclave.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeHistoryTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final NodeHistory history = new NodeHistory(Duration.ofSeconds(2));

    @Test
    void ratesAndMeansAreThoseOfTheTimeBetweenTwoReadings() {
        read(0, mntr(100, 200, 50, 100, 10, 30));
        read(2, mntr(120, 210, 52, 110, 12, 33));

        FigureRow row = newest();
        assertThat(row.get(ChartedFigure.RECEIVED)).isEqualTo(10L);
        assertThat(row.get(ChartedFigure.SENT)).isEqualTo(5L);
        assertThat(row.get(ChartedFigure.AVG_LATENCY)).isEqualTo(5L);
        assertThat(row.get(ChartedFigure.FSYNC)).isEqualTo(1.5);
        assertThat(row.get(ChartedFigure.CONNECTIONS)).isEqualTo(3L);
    }

    @Test
    void latencyIsThatOfReadsAndWritesTogether() {
        Map<String, Double> before = mntr(0, 0, 10, 100, 0, 0);
        Map<String, Double> after = mntr(0, 0, 11, 110, 0, 0);
        before.putAll(Map.of("cnt_readlatency", 5.0, "sum_readlatency", 5.0));
        after.putAll(Map.of("cnt_readlatency", 14.0, "sum_readlatency", 5.0));
        read(0, before);
        read(2, after);

        assertThat(newest().get(ChartedFigure.AVG_LATENCY)).isEqualTo(1L);
    }

    @Test
    void namesOfThePrometheusProviderAreUnderstoodToo() {
        history.read(START, "prometheus", Map.of("fsynctime_count", 4.0, "fsynctime_sum", 8.0));
        history.read(START.plusSeconds(2), "prometheus", Map.of("fsynctime_count", 8.0, "fsynctime_sum", 9.0));

        assertThat(newest().get(ChartedFigure.FSYNC)).isEqualTo(0.25);
        assertThat(newest().source()).isEqualTo("prometheus");
    }

    @Test
    void firstReadingHasNoRate() {
        read(0, mntr(100, 200, 50, 100, 10, 30));

        assertThat(newest().get(ChartedFigure.RECEIVED)).isNull();
        assertThat(newest().get(ChartedFigure.AVG_LATENCY)).isNull();
        assertThat(newest().get(ChartedFigure.ZNODES)).isEqualTo(405L);
    }

    @Test
    void timeWithoutARequestHasNoLatencyInsteadOfZero() {
        read(0, mntr(100, 200, 50, 100, 10, 30));
        read(2, mntr(100, 200, 50, 100, 10, 30));

        assertThat(newest().get(ChartedFigure.AVG_LATENCY)).isNull();
        assertThat(newest().get(ChartedFigure.FSYNC)).isNull();
        assertThat(newest().get(ChartedFigure.RECEIVED)).isEqualTo(0L);
    }

    @Test
    void whatTheServerDoesNotTellIsAbsent() {
        history.read(START, "mntr", Map.of("znode_count", 5.0));
        history.read(START.plusSeconds(2), "mntr", Map.of("znode_count", 6.0));

        assertThat(newest().get(ChartedFigure.ZNODES)).isEqualTo(6L);
        assertThat(newest().get(ChartedFigure.CONNECTIONS)).isNull();
        assertThat(newest().get(ChartedFigure.SENT)).isNull();
        assertThat(newest().get(ChartedFigure.FSYNC)).isNull();
    }

    @Test
    void countersThatBeganAnewGiveNoNegativeRate() {
        read(0, mntr(1_000, 1_000, 500, 900, 80, 300));
        read(2, mntr(10, 10, 5, 9, 8, 3));
        assertThat(newest().get(ChartedFigure.RECEIVED)).isNull();
        assertThat(newest().get(ChartedFigure.AVG_LATENCY)).isNull();
        assertThat(newest().get(ChartedFigure.FSYNC)).isNull();

        read(4, mntr(30, 10, 5, 9, 8, 3));
        assertThat(newest().get(ChartedFigure.RECEIVED)).isEqualTo(10L);
    }

    @Test
    void restartIsSeenByTheUptimeAlsoWhereTheCountersAreHigherAgain() {
        Map<String, Double> before = mntr(10, 10, 5, 9, 8, 3);
        Map<String, Double> after = mntr(500, 500, 50, 90, 80, 30);
        before.put("uptime", 60_000.0);
        after.put("uptime", 900.0);
        read(0, before);
        read(2, after);

        assertThat(newest().get(ChartedFigure.SENT)).isNull();
    }

    @Test
    void endOfReadingIsOneRowAndNoRateReachesOverIt() {
        read(0, mntr(100, 200, 50, 100, 10, 30));
        history.unread(START.plusMillis(2_100));
        history.unread(START.plusMillis(4_100));
        read(6, mntr(120, 210, 52, 110, 12, 33));

        List<FigureRow> rows = rows();
        assertThat(rows).extracting(FigureRow::isUnread).containsExactly(false, true, false);
        assertThat(rows.get(1).get(ChartedFigure.CONNECTIONS)).isNull();
        assertThat(rows.get(2).get(ChartedFigure.RECEIVED)).isNull();
    }

    @Test
    void nodeThatWasNeverReadHasNoRows() {
        history.unread(START);

        assertThat(rows()).isEmpty();
        assertThat(history.newest()).isNull();
    }

    @Test
    void readingsThatComeTooOftenAreLeftOutAndNoneOfTheirTimeIsLost() {
        for (int i = 0; i <= 80; i++) {
            history.read(START.plusMillis(i * 250L), "mntr", mntr(i * 5, i, i, i, i, i));
        }

        assertThat(rows()).hasSize(11);
        assertThat(rows().subList(1, 11))
                .allSatisfy(row -> assertThat(row.get(ChartedFigure.RECEIVED)).isEqualTo(20L));
    }

    @Test
    void rowsAreBoundedInTimeAndNumber() {
        for (int i = 0; i < 2_000; i++) {
            read(i * 2, mntr(i, i, i, i, i, i));
        }
        assertThat(rows()).hasSize(451);
        assertThat(history.untold()).hasSize(NodeHistory.MOST_ROWS);

        NodeHistory flapping = new NodeHistory(Duration.ofSeconds(2));
        for (int i = 0; i < 5_000; i++) {
            Instant at = START.plusMillis(i * 100L);
            flapping.read(at, "mntr", mntr(i, i, i, i, i, i));
            flapping.unread(at.plusMillis(50));
        }
        assertThat(flapping.since(START)).hasSize(NodeHistory.MOST_ROWS);
    }

    @Test
    void rowIsToldOnce() {
        read(0, mntr(1, 1, 1, 1, 1, 1));
        assertThat(history.untold()).hasSize(1);
        assertThat(history.untold()).isEmpty();

        read(2, mntr(1, 1, 1, 1, 1, 1));
        assertThat(history.untold()).hasSize(1);
    }

    @Test
    void clockThatIsPutBackBeginsTheHistoryAnew() {
        read(7_200, mntr(1, 1, 1, 1, 1, 1));
        read(0, mntr(2, 2, 2, 2, 2, 2));

        assertThat(rows()).extracting(FigureRow::at).containsExactly(START);
        assertThat(newest().get(ChartedFigure.RECEIVED)).isNull();
    }

    @Test
    void answersThatOvertakeEachOtherKeepTheirOrder() {
        read(4, mntr(1, 1, 1, 1, 1, 1));
        read(3, mntr(1, 1, 1, 1, 1, 1));

        assertThat(rows()).extracting(FigureRow::at).containsExactly(START.plusSeconds(4));
    }

    private void read(int second, Map<String, Double> values) {
        history.read(START.plusSeconds(second), "mntr", values);
    }

    private List<FigureRow> rows() {
        return history.since(START);
    }

    private FigureRow newest() {
        List<FigureRow> rows = history.since(Instant.EPOCH);
        return rows.get(rows.size() - 1);
    }

    private static Map<String, Double> mntr(
            double received, double sent, double requests, double requestMs, double fsyncs, double fsyncMs) {
        Map<String, Double> values = new HashMap<>();
        values.put("packets_received", received);
        values.put("packets_sent", sent);
        values.put("cnt_updatelatency", requests);
        values.put("sum_updatelatency", requestMs);
        values.put("cnt_fsynctime", fsyncs);
        values.put("sum_fsynctime", fsyncMs);
        values.put("num_alive_connections", 3.0);
        values.put("znode_count", 405.0);
        return values;
    }
}
