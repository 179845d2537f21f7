package io.conclave.kv.show;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.config.KeyValueSettings;
import io.conclave.embedded.ChildJvm;
import io.conclave.embedded.ChildProcess;
import io.conclave.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of a key-value store on this machine, one JVM for each member, so that a kill is a kill. They listen on
 * the loopback only and end with the process that started them, however that ends; one that was paused then is ended by
 * the next run, which finds it by its process id.
 *
 * <p>Which groups there are is kept in a file, since a group that keys were given to has to come back with them. All
 * calls that act block; they may come from several threads at once.
 */
public final class DemoStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoStore.class);
    private static final int SERVERS = 3;
    private static final int MEMBERS_A_GROUP = 2;
    private static final String GROUPS_FILE = "groups.json";
    private static final Duration CLOSE_GRACE = Duration.ofMillis(1_200);

    /** A store for a class begins small; a member's heap holds its keys, and its direct memory what is on its way. */
    private static final List<String> SERVER_OPTIONS = List.of("-Xms16m", "-Xmx96m", "-XX:MaxDirectMemorySize=64m");

    private static final List<String> DATA_OPTIONS = List.of("-Xms24m", "-Xmx256m", "-XX:MaxDirectMemorySize=192m");

    private final Path folder;
    private final KeyValueSettings settings;
    private final String ensemble;
    private final Class<?> program;
    private final FreePorts ports = new FreePorts(new SplittableRandom());
    private final Map<String, DemoMember> members = new LinkedHashMap<>();
    private boolean closed;

    /**
     * Prepares the members; none begins yet.
     *
     * @param folder where each member has a folder of its own
     * @param ensemble the connect string of the ensemble that coordinates them
     * @param program the class whose main method takes {@code kv-server} or {@code kv-data} with its options
     * @throws IOException where the folder cannot be used
     */
    public DemoStore(Path folder, KeyValueSettings settings, String ensemble, Class<?> program) throws IOException {
        this.folder = folder.toAbsolutePath().normalize();
        this.settings = settings;
        this.ensemble = ensemble;
        this.program = program;
        Files.createDirectories(this.folder);
        for (int slot = 1; slot <= SERVERS; slot++) {
            add("s" + slot, null);
        }
        for (String group : groupsOfLastTime()) {
            addMembers(group);
        }
        remember();
    }

    private List<String> groupsOfLastTime() throws IOException {
        Path file = folder.resolve(GROUPS_FILE);
        Set<String> groups = new TreeSet<>();
        if (Files.exists(file)) {
            Json.parse(Files.readString(file)).path("groups").forEach(group -> groups.add(group.asText()));
        }
        if (groups.isEmpty()) {
            for (int number = 1; number <= settings.groups(); number++) {
                groups.add("g" + number);
            }
        }
        return List.copyOf(groups);
    }

    /** Whole or not at all: a group that was forgotten would not come back with its keys. */
    private void remember() throws IOException {
        ObjectNode content = Json.object();
        groups().forEach(content.putArray("groups")::add);
        Path draft = folder.resolve(GROUPS_FILE + ".new");
        Files.writeString(draft, content + "\n");
        Files.move(
                draft,
                folder.resolve(GROUPS_FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void addMembers(String group) throws IOException {
        for (int slot = 1; slot <= MEMBERS_A_GROUP; slot++) {
            add(group + "/" + slot, group);
        }
    }

    private void add(String name, String group) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home);
        ChildProcess.endLeftover(home);
        int port = ports.any();
        Path log = home.resolve("member.log");
        List<String> options = new ArrayList<>(group == null ? SERVER_OPTIONS : DATA_OPTIONS);
        options.add("-Dlogback.configurationFile=io/conclave/kv/show/member-logback.xml");
        options.add("-Dconclave.member.log=" + log);
        List<String> arguments = arguments(group, port, home.resolve("store"));
        String id = "kv/" + name;
        members.put(
                id,
                new DemoMember(
                        id, group, port, new ChildProcess(id, home, log, ChildJvm.of(program, options, arguments))));
    }

    private List<String> arguments(String group, int port, Path data) {
        List<String> arguments = new ArrayList<>();
        if (group == null) {
            arguments.addAll(List.of("kv-server", "--virtual-nodes", String.valueOf(settings.virtualNodes())));
        } else {
            arguments.addAll(List.of("kv-data", "--group", group));
        }
        arguments.addAll(List.of(
                "--zk", ensemble,
                "--host", "127.0.0.1",
                "--port", String.valueOf(port),
                "--data-dir", data.toString(),
                "--session-timeout-ms", String.valueOf(settings.sessionTimeout().toMillis())));
        return arguments;
    }

    /** After which a silent member is given up. */
    public Duration sessionTimeout() {
        return settings.sessionTimeout();
    }

    /** Where all members are, whether they run or not. */
    public synchronized List<String> addresses() {
        return members.values().stream().map(DemoMember::address).toList();
    }

    /** The groups that there are to be, sorted. */
    synchronized SortedSet<String> groups() {
        SortedSet<String> groups = new TreeSet<>();
        members.values().stream()
                .map(DemoMember::group)
                .filter(Objects::nonNull)
                .forEach(groups::add);
        return groups;
    }

    /** How all processes are. */
    synchronized List<KnownProcess> processes() {
        return members.values().stream().map(DemoMember::known).toList();
    }

    /** The ids of those that ended with an error by themselves. */
    synchronized Set<String> failed() {
        Set<String> failed = new TreeSet<>();
        members.values().stream()
                .filter(member -> member.process().failed())
                .map(DemoMember::id)
                .forEach(failed::add);
        return failed;
    }

    /** The ids of a group's members, or of the servers for null. */
    synchronized List<String> membersOf(String group) {
        return members.values().stream()
                .filter(member -> Objects.equals(member.group(), group))
                .map(DemoMember::id)
                .toList();
    }

    /** Makes members for another group; none begins yet. */
    synchronized void addGroup(String group) throws IOException {
        addMembers(group);
        remember();
    }

    /** Ends a group's members and forgets it; their folders stay, and are used again where the group comes back. */
    void removeGroup(String group) throws IOException {
        List<String> ids = membersOf(group);
        ids.forEach(id -> act(id, process -> process.stop(CLOSE_GRACE)));
        synchronized (this) {
            ids.forEach(members::remove);
            remember();
        }
    }

    /** Begins a process, without waiting until it serves; false where it runs already. */
    boolean start(String id) {
        return act(id, ChildProcess::spawn);
    }

    /** Ends it by SIGTERM, and by SIGKILL when the grace is over; false where it does not run. */
    boolean stop(String id, Duration grace) {
        return act(id, process -> process.stop(grace));
    }

    /** Ends it by SIGKILL; false where it does not run. */
    boolean kill(String id) {
        return act(id, ChildProcess::kill);
    }

    /** Halts it by SIGSTOP; false where it was halted already. */
    boolean pause(String id) {
        return act(id, ChildProcess::pause);
    }

    /** Lets it go on by SIGCONT; false where it was not halted. */
    boolean resume(String id) {
        return act(id, ChildProcess::resume);
    }

    private DemoMember member(String id) {
        synchronized (this) {
            DemoMember member = members.get(id);
            if (member == null) {
                throw Problem.notFound("process", id, String.join(", ", members.keySet()))
                        .asException();
            }
            return member;
        }
    }

    private <T> T act(String id, Step<T> step) {
        try {
            return step.on(member(id).process());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("interrupted", "the wait for " + id + " was interrupted")
                    .asException();
        }
    }

    /** Ends all members, all at once, by SIGKILL what has not ended in time; less than two seconds in all. */
    @Override
    public void close() {
        List<String> ids;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            ids = List.copyOf(members.keySet());
        }
        ids.forEach(id -> closing(id, ChildProcess::beginClose));
        long deadline = System.nanoTime() + CLOSE_GRACE.toNanos();
        ids.forEach(id ->
                closing(id, process -> process.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))));
    }

    /** One that does not end must not keep the others. */
    private void closing(String id, Step<Boolean> step) {
        try {
            act(id, step);
        } catch (RuntimeException e) {
            LOG.warn("{} may still run", id, e);
        }
    }

    /** Something done to one process. */
    @FunctionalInterface
    private interface Step<T> {
        T on(ChildProcess process) throws IOException, InterruptedException;
    }
}
