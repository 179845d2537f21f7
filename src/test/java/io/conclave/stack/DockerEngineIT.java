package io.conclave.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.testing.DockerEngine;
import io.conclave.testing.LocalImages;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine that tests start leaves nothing of itself on the machine, whatever they left in it. */
class DockerEngineIT {

    @TempDir
    Path folder;

    @Test
    void closedEngineLeavesNoProcessNetworkMountOrFileOfAContainerThatStillRanAndWasPaused() throws Exception {
        Path home = Files.createDirectory(folder.resolve("engine"));
        String bridge;
        long process;
        try (DockerEngine engine = DockerEngine.start(home)) {
            String image = new LocalImages(engine, Files.createDirectory(folder.resolve("images"))).zookeeper();
            String network = engine.run("network", "create", "left").strip();
            bridge = "br-" + network.substring(0, 12);
            assertThat(NetworkInterface.getByName(bridge)).isNotNull();
            engine.run(
                    "run",
                    "-d",
                    "--name=left",
                    "--network=left",
                    "--restart=always",
                    "--entrypoint=sleep",
                    image,
                    "1h");
            process = Long.parseLong(
                    engine.run("inspect", "--format={{.State.Pid}}", "left").strip());
            engine.run("pause", "left");
        }
        assertThat(ProcessHandle.of(process)).isEmpty();
        assertThat(NetworkInterface.getByName(bridge)).isNull();
        assertThat(Files.readAllLines(Path.of("/proc/self/mounts")))
                .noneMatch(mount -> mount.contains(home.toString()));
        assertThat(List.of("data", "exec", "docker.sock")).noneMatch(name -> Files.exists(home.resolve(name)));
    }
}
