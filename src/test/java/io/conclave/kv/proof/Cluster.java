package io.conclave.kv.proof;

import io.conclave.kv.wire.AdministrationGrpcClient;
import io.conclave.kv.wire.ChangeRingRequest;
import io.conclave.kv.wire.ChangeRingResponse;
import io.conclave.kv.wire.ClusterView;
import io.conclave.kv.wire.DataStatus;
import io.conclave.kv.wire.GroupView;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.MemberAddress;
import io.conclave.kv.wire.Role;
import io.conclave.kv.wire.StatusRequest;
import io.conclave.kv.wire.StatusResponse;
import io.conclave.testing.hosts.ChildProcess;
import io.conclave.testing.hosts.Hosts;
import io.conclave.testing.hosts.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A whole store of real processes: an ensemble, servers, and groups of data members. */
final class Cluster implements AutoCloseable {

    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration STATUS_LIMIT = Duration.ofMillis(700);
    private static final int ZOOKEEPERS = 3;
    private static final int SERVERS = 2;

    /** The last group begins outside of the ring. */
    private static final Map<String, Integer> GROUPS = new TreeMap<>(Map.of("g1", 3, "g2", 2, "g3", 2));

    private static final List<String> FIRST = List.of("g1", "g2");
    private static final String SPARE = "g3";

    /** Enough that each group has some of the few keys. */
    private static final String VIRTUAL_NODES = "16";

    private final Path folder;
    private final Hosts hosts;
    private final boolean withDisks;
    private final Wire wire;
    private final List<Member> ensemble = new ArrayList<>();
    private final List<Member> servers = new ArrayList<>();
    private final Map<String, List<Member>> groups = new LinkedHashMap<>();
    private final Map<Member, Disk> disks = new HashMap<>();
    private final Map<Member, Path> dataFolders = new HashMap<>();

    private Cluster(Path folder, Hosts hosts, boolean withDisks, Wire wire) {
        this.folder = folder;
        this.hosts = hosts;
        this.withDisks = withDisks;
        this.wire = wire;
    }

    /** The names of all hosts that a cluster needs. */
    static List<String> hostNames() {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= ZOOKEEPERS; i++) {
            names.add("zk" + i);
        }
        for (int i = 1; i <= SERVERS; i++) {
            names.add("s" + i);
        }
        GROUPS.forEach((group, members) -> {
            for (int i = 0; i < members; i++) {
                names.add(group + (char) ('a' + i));
            }
        });
        return names;
    }

    /**
     * A cluster that does not run yet.
     *
     * @param folder an empty one
     * @param withDisks whether each data member has a disk of its own
     */
    static Cluster make(Path folder, Hosts hosts, boolean withDisks, Wire wire) throws IOException {
        Cluster cluster = new Cluster(folder, hosts, withDisks, wire);
        try {
            cluster.makeEnsemble();
            cluster.makeServers();
            cluster.makeGroups();
            return cluster;
        } catch (RuntimeException | IOException e) {
            cluster.close();
            throw e;
        }
    }

    private void makeEnsemble() throws IOException {
        StringBuilder peers = new StringBuilder();
        for (int i = 1; i <= ZOOKEEPERS; i++) {
            String host = "zk" + i;
            peers.append("server.%d=%s:%d:%d:participant%n"
                    .formatted(i, hosts.address(host), hosts.port(host), hosts.port(host)));
        }
        for (int i = 1; i <= ZOOKEEPERS; i++) {
            String host = "zk" + i;
            Path own = Files.createDirectories(folder.resolve(host));
            int port = hosts.port(host);
            Files.writeString(own.resolve("myid"), Integer.toString(i));
            Path config = own.resolve("zoo.cfg");
            Files.writeString(
                    config,
                    """
                            tickTime=250
                            initLimit=20
                            syncLimit=6
                            minSessionTimeout=500
                            maxSessionTimeout=40000
                            maxClientCnxns=500
                            4lw.commands.whitelist=srvr
                            admin.enableServer=false
                            quorumListenOnAllIPs=false
                            dataDir=%s
                            clientPort=%d
                            clientPortAddress=%s
                            %s"""
                            .formatted(own, port, hosts.address(host), peers));
            ensemble.add(member(host, port, List.of(ChildProcess.ZOOKEEPER, config.toString())));
        }
    }

    private void makeServers() {
        for (int i = 1; i <= SERVERS; i++) {
            String host = "s" + i;
            int port = hosts.port(host);
            List<String> arguments = arguments("kv-server", host, port, folder.resolve(host));
            arguments.addAll(List.of("--groups", String.join(",", FIRST), "--virtual-nodes", VIRTUAL_NODES));
            servers.add(member(host, port, arguments));
        }
    }

    private void makeGroups() throws IOException {
        for (Map.Entry<String, Integer> group : GROUPS.entrySet()) {
            List<Member> members = new ArrayList<>();
            for (int i = 0; i < group.getValue(); i++) {
                String host = group.getKey() + (char) ('a' + i);
                int port = hosts.port(host);
                Disk disk = withDisks ? Disk.make(folder, host) : null;
                Path data = (disk == null ? folder.resolve(host) : disk.folder()).resolve("data");
                List<String> arguments = arguments("kv-data", host, port, data);
                arguments.addAll(List.of("--group", group.getKey()));
                Member member = member(host, port, arguments);
                members.add(member);
                dataFolders.put(member, data);
                if (disk != null) {
                    disks.put(member, disk);
                }
            }
            groups.put(group.getKey(), members);
        }
    }

    private List<String> arguments(String command, String host, int port, Path data) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--zk",
                ensemble.stream().map(Member::address).collect(Collectors.joining(",")),
                "--host",
                hosts.address(host),
                "--port",
                Integer.toString(port),
                "--data-dir",
                data.toString(),
                "--session-timeout-ms",
                Long.toString(SESSION_TIMEOUT.toMillis())));
        if (!hosts.address(host).startsWith("127.")) {
            arguments.add("--insecure");
        }
        return arguments;
    }

    private Member member(String host, int port, List<String> arguments) {
        return new Member(
                host,
                hosts.address(host) + ":" + port,
                hosts.enter(host),
                arguments,
                folder.resolve(host + ".console.log"));
    }

    Hosts hosts() {
        return hosts;
    }

    List<Member> ensemble() {
        return ensemble;
    }

    List<Member> servers() {
        return servers;
    }

    List<String> groupNames() {
        return List.copyOf(groups.keySet());
    }

    List<Member> group(String name) {
        return groups.get(name);
    }

    List<Member> dataMembers() {
        return groups.values().stream().flatMap(List::stream).toList();
    }

    Disk disk(Member member) {
        return disks.get(member);
    }

    Path dataFolder(Member member) {
        return dataFolders.get(member);
    }

    /** What a member says of itself; empty where it does not answer. */
    Optional<StatusResponse> status(Member member) {
        if (!member.runs()) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                wire.call(member.address(), KeyValueGrpcClient.Status, StatusRequest.getDefaultInstance(), STATUS_LIMIT)
                        .message());
    }

    /** What a data member says of itself; empty where it does not answer. */
    Optional<DataStatus> data(Member member) {
        return status(member).filter(StatusResponse::hasData).map(StatusResponse::getData);
    }

    /** How the first server that answers sees the cluster. */
    Optional<ClusterView> view() {
        return servers.stream()
                .flatMap(server -> status(server).stream())
                .map(StatusResponse::getCluster)
                .findFirst();
    }

    /** The primary of a group by its own account, that of the highest epoch where there are several. */
    Optional<Member> primary(String group) {
        Map<Member, Long> epochs = new HashMap<>();
        for (Member member : groups.get(group)) {
            data(member)
                    .filter(status -> status.getRole() == Role.PRIMARY)
                    .ifPresent(status -> epochs.put(member, status.getEpoch()));
        }
        return epochs.entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(Map.Entry::getKey);
    }

    /** The server that says that it is master. */
    Optional<Member> master() {
        return servers.stream()
                .filter(server -> status(server)
                        .map(answer -> answer.getServer().getMaster())
                        .orElse(false))
                .findFirst();
    }

    /** The leader of the ensemble. */
    Optional<Member> leader() {
        return ensemble.stream()
                .filter(Member::runs)
                .filter(server -> srvr(server).contains("Mode: leader"))
                .findFirst();
    }

    private static String srvr(Member server) {
        int colon = server.address().lastIndexOf(':');
        try (Socket socket = new Socket()) {
            int limit = (int) STATUS_LIMIT.toMillis();
            socket.connect(
                    new InetSocketAddress(
                            server.address().substring(0, colon),
                            Integer.parseInt(server.address().substring(colon + 1))),
                    limit);
            socket.setSoTimeout(limit);
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    /** Brings the spare group into the ring, or takes it out; says whether that was begun. */
    boolean changeRing() {
        boolean isIn = view().map(view -> view.getRing().getGroupsList().contains(SPARE))
                .orElse(false);
        ChangeRingRequest change = isIn
                ? ChangeRingRequest.newBuilder().setRemoveGroup(SPARE).build()
                : ChangeRingRequest.newBuilder().setAddGroup(SPARE).build();
        return servers.stream().filter(Member::runs).anyMatch(server -> {
            Wire.Reply<ChangeRingResponse> reply =
                    wire.call(server.address(), AdministrationGrpcClient.ChangeRing, change, STATUS_LIMIT);
            return reply.message() != null;
        });
    }

    /** Ends all faults but those of a member's own doing: everything runs, is let through and has room. */
    void restoreAll() {
        hosts.heal();
        disks.values().forEach(Disk::makeRoom);
        all().forEach(Member::resume);
        all().forEach(Member::start);
    }

    private List<Member> all() {
        List<Member> all = new ArrayList<>(ensemble);
        all.addAll(servers);
        all.addAll(dataMembers());
        return all;
    }

    /** Members that ended without having been asked to. */
    List<Member> ended() {
        return all().stream().filter(Member::endedByItself).toList();
    }

    /** Waits until there is a master, the ring does not change, and each group is whole. */
    void awaitWhole(Duration limit) {
        await("the cluster is whole", limit, () -> missing().isEmpty());
    }

    /** Waits until a group has a primary and all its members are in sync. */
    void awaitWhole(String group, Duration limit) {
        await(group + " is whole", limit, () -> view().map(
                        view -> missing(view, group).isEmpty())
                .orElse(false));
    }

    /** Waits, and says what the cluster looks like where that is in vain. */
    private void await(String what, Duration limit, java.util.concurrent.Callable<Boolean> condition) {
        try {
            Awaitility.await(what)
                    .atMost(limit)
                    .pollInterval(Duration.ofMillis(100))
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("not within " + limit + ": " + what + "\n" + describe(), e);
        }
    }

    private String missing() {
        Optional<ClusterView> view = view();
        if (view.isEmpty()) {
            return "no server answers";
        }
        if (view.get().getMaster() == 0) {
            return "there is no master";
        }
        if (view.get().getRing().getNextGroupsCount() > 0) {
            return "the ring changes";
        }
        return groups.keySet().stream().map(group -> missing(view.get(), group)).collect(Collectors.joining());
    }

    private String missing(ClusterView view, String name) {
        Optional<GroupView> found = view.getGroupsList().stream()
                .filter(group -> group.getName().equals(name))
                .findFirst();
        if (found.isEmpty() || found.get().getPrimary() == 0) {
            return name + " has no primary; ";
        }
        List<Member> members = groups.get(name);
        if (found.get().getInSyncCount() != members.size()) {
            return name + " has in sync only " + found.get().getInSyncList() + "; ";
        }
        List<String> addresses = found.get().getMembersList().stream()
                .map(MemberAddress::getAddress)
                .sorted()
                .toList();
        if (!addresses.equals(members.stream().map(Member::address).sorted().toList())) {
            return name + " has the members " + addresses + "; ";
        }
        return primary(name).isPresent() ? "" : name + "'s primary does not know that it is; ";
    }

    /** All that can be learned of how it is, for the message of a failure. */
    String describe() {
        StringBuilder text = new StringBuilder("missing: " + missing() + "\n");
        text.append(view().map(ClusterView::toString).orElse("no server answers\n"));
        for (Member member : all()) {
            text.append(member.name())
                    .append(member.runs() ? " runs at " : " does not run at ")
                    .append(member.address());
            data(member).ifPresent(status -> text.append(": ")
                    .append(status.toString().replace('\n', ' ')));
            text.append('\n');
        }
        return text.toString();
    }

    /** Ends the servers and data members in order, and so that their logs can be read. */
    void stopInOrder() {
        dataMembers().forEach(Member::stop);
        servers.forEach(Member::stop);
    }

    @Override
    public void close() {
        all().forEach(Member::close);
        disks.values().forEach(Disk::close);
        hosts.close();
    }

    /** What a member printed. */
    static String console(Member member) {
        try {
            return Files.exists(member.console())
                    ? Files.readString(member.console(), StandardCharsets.ISO_8859_1)
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
