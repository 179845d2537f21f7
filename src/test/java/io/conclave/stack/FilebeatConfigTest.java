package io.conclave.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Filebeat itself cannot be had here. So its file is held against what its reference documents, and its patterns
 * against lines as the two programs write them; {@link StackIT} does the latter with lines that they really wrote.
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
                .isEqualTo(Map.of("time", "2026-01-02T03:04:05.678Z", "level", "WARN"));
    }

    @Test
    void partsOfAConsolesLineAreTakenApart() {
        assertThat(config.parts("conclave", CONSOLE_LINE))
                .isEqualTo(Map.of(
                        "time",
                        "2026-01-02T03:04:05.678+08:00",
                        "level",
                        "INFO",
                        "thread",
                        "vert.x-eventloop-thread-1",
                        "logger",
                        "i.c.cli.ControlRoom"));
    }

    @Test
    void serversAreToldApartByTheFolderOfTheirLog() {
        assertThat(config.node("/var/log/zookeeper/zk2/zookeeper.log.1")).isEqualTo("zk2");
    }

    @Test
    void operationsAreFetchedWithTheTokenAndUnderAnIdOfTheirOwn() {
        assertThat(config.input("conclave-operations").at("/auth.file/path").asText())
                .isEqualTo("/run/conclave/token");
        assertThat(config.input("conclave-operations").toString())
                .contains("http://conclave:8080/api/operations?limit=500")
                .contains("body.operations")
                .contains("@metadata._id");
    }
}
