package io.conclave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.config.CoordinationSettings;
import io.conclave.config.NodeAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {

    @TempDir
    Path folder;

    @Test
    void tellsWhereTheControllerIsReachedAndGoesWithIt() throws IOException {
        Files.writeString(folder.resolve("run.json"), "left over by a crash");

        try (RunFile file = RunFile.write(
                folder,
                URI.create("http://127.0.0.1:8080/"),
                List.of(NodeAddress.of("zk1", "127.0.0.1", 2181)),
                Optional.of(new CoordinationSettings(
                        List.of(NodeAddress.of("c1", "10.0.0.1", 2182)), "/conclave", Duration.ofSeconds(2))),
                List.of("127.0.0.1:7001"))) {
            JsonNode content = Json.parse(Files.readString(folder.resolve("run.json")));
            assertThat(content.get("http").asText()).isEqualTo("http://127.0.0.1:8080/");
            assertThat(content.get("ensemble").get(0).get("port").asInt()).isEqualTo(2181);
            assertThat(content.at("/coordination/zk").asText()).isEqualTo("10.0.0.1:2182");
            assertThat(content.at("/coordination/root").asText()).isEqualTo("/conclave");
            assertThat(content.get("pid").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(content.get("kv").get(0).asText()).isEqualTo("127.0.0.1:7001");

            file.keyValue(List.of("127.0.0.1:7001", "127.0.0.1:7002"));

            assertThat(Json.parse(Files.readString(folder.resolve("run.json"))).get("kv"))
                    .extracting(JsonNode::asText)
                    .containsExactly("127.0.0.1:7001", "127.0.0.1:7002");
        }

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
