package io.conclave.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A Docker engine of the test's own: its socket, images, containers and networks are in one folder and gone when it is
 * closed. It has no default bridge, so that it does not meddle with that of an engine which the machine runs already:
 * containers need a network of their own, or {@code --network none}.
 */
public final class DockerEngine implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);
    /** Held by the test that has an engine. */
    private static final Path ONLY = Path.of(System.getProperty("java.io.tmpdir"), "conclave-test-docker.lock");

    private static final List<Path> PROGRAM_FOLDERS = Stream.of(
                    "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/sbin")
            .map(Path::of)
            .toList();

    /**
     * How a program ended.
     *
     * @param exitCode 0 where it did what it was asked
     * @param output what it printed, errors included
     */
    public record Outcome(int exitCode, String output) {}

    private final FileChannel only;
    private final Process daemon;
    private final Path folder;
    private final String controlGroup;
    private final Thread lastResort;

    private DockerEngine(FileChannel only, Process daemon, Path folder, String controlGroup) {
        this.only = only;
        this.daemon = daemon;
        this.folder = folder;
        this.controlGroup = controlGroup;
        this.lastResort = new Thread(this::end, "end of the Docker engine");
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /**
     * Starts an engine, once no other test on this machine has one, since two would give out the same networks, and
     * waits until it answers; where the machine has none, or the user is not root, the test is skipped with the reason,
     * or fails under {@code real.parts=required}.
     *
     * @param folder an empty folder with a short path, since a socket's may have 107 bytes at most
     */
    public static DockerEngine start(Path folder) throws IOException {
        for (String program : List.of("dockerd", "containerd", "runc", "iptables", "docker")) {
            require(program);
        }
        if (!System.getProperty("user.name").equals("root")) {
            throw RealParts.missing("a Docker engine can be started by root alone");
        }
        FileChannel only = FileChannel.open(ONLY, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        only.lock();
        // Containers live in a control group of their own, by which they are found where the engine was killed.
        String controlGroup = "conclave-test-" + ProcessHandle.current().pid() + "-" + folder.getFileName();
        Process daemon = new ProcessBuilder(
                        require("dockerd"),
                        "--data-root=" + folder.resolve("data"),
                        "--exec-root=" + folder.resolve("exec"),
                        "--pidfile=" + folder.resolve("dockerd.pid"),
                        "--host=unix://" + folder.resolve("docker.sock"),
                        "--bridge=none",
                        "--exec-opt=native.cgroupdriver=cgroupfs",
                        "--ip-forward=false",
                        "--default-address-pool=base=10.213.0.0/16,size=24",
                        "--cgroup-parent=/" + controlGroup,
                        "--shutdown-timeout=5")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("dockerd.log").toFile())
                .start();
        DockerEngine engine = new DockerEngine(only, daemon, folder, controlGroup);
        try {
            Awaitility.await("Docker engine")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(engine::answers);
        } catch (RuntimeException e) {
            String log = Files.readString(folder.resolve("dockerd.log"));
            engine.close();
            throw new IllegalStateException("the Docker engine does not start:\n" + log, e);
        }
        return engine;
    }

    private static String require(String program) {
        return find(program)
                .orElseThrow(() -> RealParts.missing("no " + program + " in any of " + PROGRAM_FOLDERS))
                .toString();
    }

    /** Where a program is, if the machine has it. */
    static Optional<Path> find(String program) {
        return PROGRAM_FOLDERS.stream()
                .map(place -> place.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private boolean answers() throws IOException, InterruptedException {
        if (!daemon.isAlive()) {
            throw new IllegalStateException("it ended with exit code " + daemon.exitValue());
        }
        return attempt("version").exitCode() == 0;
    }

    /** Where it listens: a {@code unix:} address. */
    public URI endpoint() {
        return URI.create("unix://" + folder.resolve("docker.sock"));
    }

    /** Runs the command line's client and gives what it printed; fails where the command does. */
    public String run(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = attempt(arguments);
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException("docker " + String.join(" ", arguments) + " ended with exit code "
                    + outcome.exitCode() + ":\n" + outcome.output());
        }
        return outcome.output();
    }

    /** Runs the command line's client, whatever comes of it. */
    public Outcome attempt(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(require("docker")));
        command.addAll(List.of(arguments));
        return attempt(command, Map.of());
    }

    /**
     * Runs any program that speaks to this engine and reads {@code DOCKER_HOST}.
     *
     * @param command the program and its arguments
     * @param environment what it finds in its environment besides
     */
    public Outcome attempt(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "client", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        // The settings of the machine's own engine, and of its user, do not matter here.
        builder.environment().keySet().removeIf(name -> name.startsWith("DOCKER_") || name.startsWith("COMPOSE_"));
        builder.environment().put("DOCKER_HOST", endpoint().toString());
        builder.environment().put("DOCKER_CONFIG", folder.resolve("client").toString());
        // The newer builder is not part of Debian's package.
        builder.environment().put("DOCKER_BUILDKIT", "0");
        builder.environment().putAll(environment);
        Process client = builder.start();
        try {
            if (!client.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("still running after " + COMMAND_LIMIT + ": " + command + "\n"
                        + Files.readString(output, StandardCharsets.ISO_8859_1));
            }
            return new Outcome(client.exitValue(), Files.readString(output));
        } finally {
            client.destroyForcibly();
            Files.deleteIfExists(output);
        }
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    private void end() {
        try {
            removeContainersAndNetworks();
            killContainers();
            daemon.destroy();
            if (!daemon.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
            killContainers();
            unmount();
            removeControlGroups();
            removeFiles();
        } catch (IOException e) {
            throw new IllegalStateException("the Docker engine in " + folder + " left something behind", e);
        } catch (InterruptedException e) {
            daemon.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            letOthers();
        }
    }

    private void letOthers() {
        try {
            only.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * While the engine can do it itself: it leaves a bridge and its packet filters behind for each network it still
     * has.
     */
    private void removeContainersAndNetworks() throws IOException, InterruptedException {
        if (!daemon.isAlive()) {
            return;
        }
        List<String> removal = new ArrayList<>(List.of("rm", "--force"));
        attempt("ps", "--all", "--quiet").output().lines().forEach(removal::add);
        if (removal.size() > 2) {
            attempt(removal.toArray(String[]::new));
        }
        attempt("network", "prune", "--force");
    }

    /** Kills what runs in the containers: they were the test's, and an engine that stops waits for each of them. */
    private void killContainers() throws IOException {
        for (Path group : controlGroups()) {
            thaw(group);
            Path members = group.resolve("cgroup.procs");
            if (Files.exists(members)) {
                for (String pid : Files.readAllLines(members)) {
                    ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        }
    }

    /** What is frozen does not die of a signal. */
    private static void thaw(Path group) throws IOException {
        Path first = group.resolve("freezer.state");
        if (Files.exists(first)) {
            Files.writeString(first, "THAWED");
        }
        Path second = group.resolve("cgroup.freeze");
        if (Files.exists(second)) {
            Files.writeString(second, "0");
        }
    }

    private void removeControlGroups() throws IOException {
        for (Path group : controlGroups()) {
            Files.deleteIfExists(group);
        }
    }

    /** Those of the containers, in all hierarchies of the machine, the innermost first. */
    private List<Path> controlGroups() throws IOException {
        List<Path> groups = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            List<String> mount = Arrays.asList(line.split(" "));
            Path ours = Path.of(mount.get(1), controlGroup);
            if (mount.get(2).startsWith("cgroup") && Files.isDirectory(ours)) {
                try (Stream<Path> below = Files.walk(ours)) {
                    below.filter(Files::isDirectory).forEach(groups::add);
                }
            }
        }
        Collections.reverse(groups);
        return groups;
    }

    /** Images contain links that point anywhere, which whoever deletes the folder would rightly warn of. */
    private void removeFiles() throws IOException, InterruptedException {
        new ProcessBuilder(
                        "rm",
                        "-rf",
                        "--one-file-system",
                        folder.resolve("data").toString(),
                        folder.resolve("exec").toString())
                .start()
                .waitFor(60, TimeUnit.SECONDS);
    }

    private void unmount() throws IOException, InterruptedException {
        List<String> points = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String point = line.split(" ")[1];
            if (Path.of(point).startsWith(folder)) {
                points.add(point);
            }
        }
        Collections.reverse(points);
        for (String point : points) {
            new ProcessBuilder("umount", "--lazy", point).start().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
