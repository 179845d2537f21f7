package io.conclave.logs.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.logs.Entries;
import io.conclave.logs.Highlighter;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogHit;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogService;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogDocumentTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private static LogHit read(String source) {
        ObjectNode hit = Json.object().put("_id", "7");
        hit.set("_source", Json.parse(source));
        return LogDocument.read(hit, new Highlighter(null));
    }

    @Test
    void documentOfFilebeatIsReadWithWhatItHas() {
        LogHit hit = read(
                """
                {"@timestamp":"2026-05-01T10:00:00.123Z","message":"lost\\n\\tat x","service":{"name":"zookeeper"},
                 "conclave":{"node":"zk2"},"log":{"level":"WARN","offset":7,"file":{"path":"/var/log/zookeeper/zk2/a"}}}
                """);
        assertThat(hit)
                .isEqualTo(new LogHit(
                        "7",
                        Instant.parse("2026-05-01T10:00:00.123Z"),
                        true,
                        LogService.ZOOKEEPER,
                        "zk2",
                        LogLevel.WARN,
                        "",
                        "",
                        "lost\n\tat x",
                        "/var/log/zookeeper/zk2/a",
                        0,
                        List.of()));
    }

    @Test
    void documentOfAnybodyIsReadWithoutHarm() {
        LogHit hit = read(
                """
                {"@timestamp":"yesterday","message":"a\\u001b[2Jb\\u0000\\ud800c","service":"x","log":[],"conclave":7}
                """);
        assertThat(hit.at()).isEqualTo(Instant.EPOCH);
        assertThat(hit.service()).isEqualTo(LogService.OTHER);
        assertThat(hit.level()).isEqualTo(LogLevel.UNKNOWN);
        assertThat(hit.message()).isEqualTo("ab␀\uFFFDc");
        assertThat(read("{}").message()).isEmpty();
    }

    @Test
    void longMessageOfAnybodyIsCutAndTheRestCounted() {
        String message = "x".repeat(LogEntry.LONGEST_MESSAGE - 1) + "\uD83D\uDE00tail";
        LogHit hit = read(Json.encode(Json.object().put("message", message)));
        assertThat(hit.message()).hasSize(LogEntry.LONGEST_MESSAGE - 1);
        assertThat(hit.cut()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-01T23:59:59.999Z, conclave-logs-2026.05.01",
        "2026-05-02T00:00:00Z, conclave-logs-2026.05.02",
        "2025-06-01T00:00:00Z, conclave-logs-2025.06.01",
        "2024-01-01T00:00:00Z, conclave-logs-other",
        "2026-05-09T00:00:00Z, conclave-logs-other",
        "-1000000000-01-01T00:00:00Z, conclave-logs-other",
    })
    void eachDayHasItsIndexAndWrongClocksHaveOneTogether(Instant at, String index) {
        assertThat(LogDocument.index(new Entries(at).say("x"), NOW)).isEqualTo(index);
    }

    @Test
    void timesAreOfTheYearsThatElasticsearchReads() {
        assertThat(LogDocument.time(Instant.MAX)).isEqualTo("9999-12-31T23:59:59.999Z");
        assertThat(LogDocument.time(Instant.MIN)).isEqualTo("0000-01-01T00:00:00.000Z");
        assertThat(LogDocument.time(NOW)).isEqualTo("2026-05-01T12:00:00.000Z");
    }

    @Test
    void onlyIndicesThatAreNamedForADayThatIsPastAreDeleted() {
        JsonNode indices = Json.parse(
                """
                [{"index":"conclave-logs-2026.04.30"},{"index":"conclave-logs-2026.05.01"},{"index":"conclave-logs-other"},
                 {"index":"conclave-logs-2026.02.30"},{"index":"conclave-logs-2026.04.30-mine"},{"index":"operations"},{}]
                """);
        assertThat(Retention.past(indices, LocalDate.parse("2026-05-01"))).containsExactly("conclave-logs-2026.04.30");
    }
}
