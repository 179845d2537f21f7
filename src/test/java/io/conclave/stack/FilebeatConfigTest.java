package io.conclave.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.audit.Action;
import io.conclave.audit.Measured;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogService;
import io.conclave.logs.parse.EntryAssembler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Filebeat itself cannot be had here. So its file is held against what its reference documents, its patterns and
 * scripts against lines as the two programs write them, and what comes of these against what Conclave itself makes of
 * the same lines; {@link StackIT} does it with lines that they really wrote.
 */
class FilebeatConfigTest {

    private static final String SERVER_LINE = "2026-01-02T03:04:05.678Z [myid:2] - WARN  "
            + "[QuorumPeer[myid=2](plain=0.0.0.0:2181)(secure=disabled):o.a.z.s.q.Follower@131] - Exception - lost";
    private static final String CONSOLE_LINE =
            "2026-01-02T03:04:05.678+08:00 INFO  [vert.x-eventloop-thread-1] i.c.cli.ControlRoom - ready - go";

    private final FilebeatConfig config = FilebeatConfig.read();

    @Test
    void everyOptionIsOneThatItsReferenceDocuments() {
        assertThat(config.undocumentedOptions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zookeeper", "conclave"})
    void aStackTraceBelongsToTheLineBefore(String input) {
        String line = input.equals("zookeeper") ? SERVER_LINE : CONSOLE_LINE;
        List<String> records = config.records(
                input,
                List.of(
                        line,
                        "java.io.EOFException: null",
                        "\tat java.base/java.io.DataInputStream.readInt(DataInputStream.java:386)",
                        "Caused by: java.net.SocketException: 2026-01-02",
                        "",
                        line));
        assertThat(records).hasSize(2);
        assertThat(records.get(0))
                .contains("EOFException")
                .contains("Caused by")
                .contains("\tat java.base");
        assertThat(records.get(1)).isEqualTo(line);
    }

    @Test
    void partsOfAServersLineAreTakenApart() {
        assertThat(config.parts("zookeeper", SERVER_LINE + "\njava.io.EOFException: null"))
                .containsAllEntriesOf(Map.of(
                        "conclave.time",
                        "2026-01-02T03:04:05.678Z",
                        "log.level",
                        "warn",
                        "process.thread.name",
                        "QuorumPeer[myid=2](plain=0.0.0.0:2181)(secure=disabled)",
                        "log.logger",
                        "o.a.z.s.q.Follower",
                        "message",
                        "Exception - lost\njava.io.EOFException: null"));
    }

    @Test
    void partsOfAConsolesLineAreTakenApart() {
        assertThat(config.parts("conclave", CONSOLE_LINE))
                .containsAllEntriesOf(Map.of(
                        "conclave.time",
                        "2026-01-02T03:04:05.678+08:00",
                        "log.level",
                        "info",
                        "process.thread.name",
                        "vert.x-eventloop-thread-1",
                        "log.logger",
                        "i.c.cli.ControlRoom",
                        "message",
                        "ready - go"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z [myid:] - INFO", "no time at all"})
    void lineOfAnotherFormStaysAsItIs(String line) {
        assertThat(config.parts("zookeeper", line))
                .containsEntry("message", line)
                .doesNotContainKey("log.level")
                .containsKey("@metadata._id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    zookeeper | 2026-01-02T03:04:05.678Z [myid:2] - WARN  [QuorumPeer[myid=2](plain=0.0.0.0:2181)(secure=disabled):o.a.z.s.q.Follower@131] - Exception - lost
                    zookeeper | 2026-01-02T03:04:05.678Z [myid:1] - INFO  [main:QuorumPeerConfig@177] - Reading configuration from: /conf/zoo.cfg
                    zookeeper | 2026-01-02T03:04:05.678+08:00 [myid:] - ERROR [NIOWorkerThread-2:ZooKeeperServer@1] - 会话 [a@1] - 过期
                    conclave  | 2026-01-02T03:04:05.678+08:00 INFO  [vert.x-eventloop-thread-1] i.c.cli.ControlRoom - ready - go
                    conclave  | 2026-01-02T03:04:05.678Z WARN  [main] io.conclave.store.SqlDatabase - [x] slow
                    """)
    void filebeatMakesOfALineWhatConclaveMakesOfIt(String input, String line) {
        String whole = line + "\n\tat some.where(It.java:1)";
        List<LogEntry> entries = new ArrayList<>();
        EntryAssembler own = new EntryAssembler(
                "x", LogService.ZOOKEEPER, "zk1", ZoneOffset.UTC, System::currentTimeMillis, entries::add);
        long offset = 0;
        for (String each : whole.split("\n")) {
            own.line(offset, each, 0);
            offset += each.length() + 1L;
        }
        own.flush();
        LogEntry entry = entries.get(0);

        assertThat(config.parts(input, whole))
                .containsEntry("message", entry.message())
                .containsEntry("log.level", entry.level().code())
                .containsEntry("log.logger", entry.logger())
                .containsEntry("process.thread.name", entry.thread())
                .hasEntrySatisfying("conclave.time", time -> assertThat(
                                java.time.OffsetDateTime.parse((String) time).toInstant())
                        .isEqualTo(entry.at()));
    }

    @Test
    void serversAreToldApartByTheFolderOfTheirLog() {
        assertThat(config.node("/var/log/zookeeper/zk2/zookeeper.log.1")).isEqualTo("zk2");
    }

    @Test
    void operationsAreFetchedWithTheToken() {
        assertThat(config.input("conclave-operations").at("/auth.file/path").asText())
                .isEqualTo("/run/conclave/token");
        assertThat(config.input("conclave-operations").toString())
                .contains("http://conclave:8080/api/operations?limit=500")
                .contains("body.operations");
    }

    private static Operation operation(OperationStatus status, Measured settled) {
        Instant began = Instant.parse("2026-01-02T03:04:05.678Z");
        return new Operation(
                17,
                began,
                "page",
                Action.NODE_RESTART,
                "zk2",
                status,
                Json.object().put("why", "it hangs"),
                null,
                null,
                began.plusMillis(1500),
                1500L,
                settled,
                null);
    }

    private Map<String, Object> row(Operation operation) {
        return config.scripted("conclave-operations", Map.of("message", Json.encode(operation)));
    }

    @Test
    void operationIsAnEntryUnderAnIdOfItsOwn() {
        assertThat(row(operation(OperationStatus.FAILED, null)))
                .isEqualTo(Map.of(
                        "message",
                        "node_restart zk2: failed after 1500 ms, asked for by page (operation 17)\n"
                                + "{\"why\":\"it hangs\"}",
                        "conclave.time",
                        "2026-01-02T03:04:07.178Z",
                        "conclave.node",
                        "zk2",
                        "conclave.source",
                        "operations",
                        "log.level",
                        "error",
                        "log.logger",
                        "node_restart",
                        "log.offset",
                        17,
                        "process.thread.name",
                        "page",
                        "event.id",
                        "2026-01-02T03:04:05.678Z-17",
                        "@metadata._id",
                        "2026-01-02T03:04:05.678Z-17"));
    }

    @ParameterizedTest
    @EnumSource(OperationStatus.class)
    void operationIsTakenOnceItHasEnded(OperationStatus status) {
        assertThat(row(operation(status, null)) == null).isEqualTo(status == OperationStatus.RUNNING);
    }

    @Test
    void operationAfterWhichSomethingIsStillMeasuredIsTakenLater() {
        String pending = Json.encode(operation(OperationStatus.OK, null))
                .replace("\"settled\":null", "\"settled\":{\"state\":\"pending\"}");
        assertThat(config.scripted("conclave-operations", Map.of("message", pending)))
                .isNull();
    }

    /** The fields that it writes are those that a search looks at. */
    @Test
    void everythingThatAScriptWritesIsInConclavesOwnTemplate() throws IOException {
        JsonNode template =
                Json.parse(Files.readString(Path.of("src/main/resources/io/conclave/logs/elastic/logs-template.json")));
        List<String> written =
                new ArrayList<>(config.parts("zookeeper", SERVER_LINE).keySet());
        written.addAll(row(operation(OperationStatus.OK, null)).keySet());
        written.removeIf(field -> field.startsWith("@metadata") || field.equals("conclave.time"));
        assertThat(written).isNotEmpty().allSatisfy(field -> assertThat(
                        template.at("/template/mappings/properties/" + field.replace(".", "/properties/"))
                                .has("type"))
                .as(field)
                .isTrue());
    }
}
