package io.conclave.kv.znodes;

import io.conclave.znodes.Listening;
import io.conclave.znodes.Node;
import io.conclave.znodes.SessionState;
import io.conclave.znodes.ZnodeClient;
import io.conclave.znodes.ZnodeException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of all that the store's znodes say, kept new by one watch on their root: the store's tree is small, with a few
 * znodes for each member. An event has the part that it belongs to read again; while the contact is lost the copy stays
 * as it was, and with the contact all of it is read again. Whoever decides by it writes with the versions that it
 * holds, so that a decision by an old copy comes to nothing.
 */
public final class ClusterMirror {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterMirror.class);
    private static final long RETRY_MS = 200;
    private static final Pattern GROUP = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

    private final KvCoordination coordination;
    private final ZnodePaths paths;
    private final List<Consumer<ClusterState>> listeners = new CopyOnWriteArrayList<>();
    /** Parts that are being read, and those of them that have changed again meanwhile. */
    private final Set<String> reading = new HashSet<>();

    private final Set<String> changedAgain = new HashSet<>();
    private final SortedMap<String, GroupState> groups = new TreeMap<>();
    private final Map<String, String> damage = new HashMap<>();
    private SortedMap<Integer, MemberState> servers = new TreeMap<>();
    private Optional<MasterState> master = Optional.empty();
    private Optional<VersionedRing> ring = Optional.empty();
    private String clusterId = "";
    private long contact;
    private volatile ClusterState current;

    ClusterMirror(KvCoordination coordination) {
        this.coordination = coordination;
        this.paths = coordination.paths();
    }

    void start() {
        coordination.onZnode(this::changed);
        coordination.onSession(state -> {
            if (state instanceof SessionState.Connected) {
                contacted();
            } else {
                contact++;
            }
        });
    }

    /** What was read last, from any thread; empty before the first reading of all. */
    public Optional<ClusterState> current() {
        return Optional.ofNullable(current);
    }

    /** Is told each state from now on, first the one that stands where there is one. */
    public Listening listen(Consumer<ClusterState> listener) {
        coordination.runThere(() -> {
            listeners.add(listener);
            if (current != null) {
                listener.accept(current);
            }
        });
        return () -> listeners.remove(listener);
    }

    private void contacted() {
        long now = ++contact;
        reading.clear();
        changedAgain.clear();
        coordination
                .ask(client -> ensureBase(client).compose(made -> client.watchBelow(paths.root())))
                .onSuccess(watched -> {
                    if (now == contact) {
                        readAll();
                    }
                })
                .onFailure(e -> retry(now, e, this::contacted));
    }

    /** A group that is known already may have changed while there was no contact. */
    private void readAll() {
        List.of(paths.cluster(), paths.ring(), paths.servers(), paths.data()).forEach(this::read);
        List.copyOf(groups.keySet()).forEach(group -> read(paths.group(group)));
    }

    /** Makes what has to be there before anybody registers; whoever comes first does. */
    private Future<Void> ensureBase(ZnodeClient client) {
        List<Map.Entry<String, byte[]>> base = new ArrayList<>();
        for (int end = paths.root().indexOf('/', 1); end > 0; end = paths.root().indexOf('/', end + 1)) {
            base.add(Map.entry(paths.root().substring(0, end), new byte[0]));
        }
        base.add(Map.entry(paths.root(), new byte[0]));
        base.add(Map.entry(paths.cluster(), ZnodeText.bytes(UUID.randomUUID().toString())));
        base.add(Map.entry(paths.servers(), new byte[0]));
        base.add(Map.entry(paths.serverLock(), new byte[0]));
        base.add(Map.entry(paths.serverTop(), ZnodeText.bytes("0")));
        base.add(Map.entry(paths.data(), new byte[0]));
        base.add(Map.entry(paths.dataLock(), new byte[0]));
        return Future.all(base.stream()
                        .map(node -> ensure(client, node.getKey(), node.getValue()))
                        .toList())
                .mapEmpty();
    }

    static Future<Void> ensure(ZnodeClient client, String path, byte[] content) {
        return client.create(path, content, CreateMode.PERSISTENT)
                .<Void>mapEmpty()
                .recover(e -> e instanceof ZnodeException z && z.is(Code.NODEEXISTS)
                        ? Future.succeededFuture()
                        : Future.failedFuture(e));
    }

    private void changed(WatchedEvent event) {
        String path = event.getPath();
        if (path.equals(paths.ring()) || path.equals(paths.cluster())) {
            read(path);
        } else if (path.startsWith(paths.servers() + "/")) {
            if (!path.startsWith(paths.serverLock())) {
                read(paths.servers());
            }
        } else if (path.startsWith(paths.data() + "/") && !path.startsWith(paths.dataLock() + "/")) {
            int end = path.indexOf('/', paths.data().length() + 1);
            read(end < 0 ? paths.data() : path.substring(0, end));
        }
    }

    private void read(String part) {
        if (!reading.add(part)) {
            changedAgain.add(part);
            return;
        }
        long now = contact;
        coordination.ask(client -> reading(client, part)).onComplete(done -> {
            if (now != contact) {
                return;
            }
            reading.remove(part);
            if (done.failed()) {
                retry(now, done.cause(), () -> read(part));
                return;
            }
            if (changedAgain.remove(part)) {
                read(part);
            }
            publish();
        });
    }

    private void retry(long now, Throwable failure, Runnable again) {
        LOG.debug("the znodes could not be read: {}", failure.toString());
        coordination.schedule(
                () -> {
                    if (now == contact) {
                        again.run();
                    }
                },
                RETRY_MS,
                TimeUnit.MILLISECONDS);
    }

    private Future<Void> reading(ZnodeClient client, String part) {
        if (part.equals(paths.cluster())) {
            return client.get(part)
                    .onSuccess(node -> clusterId = new String(node.content(), StandardCharsets.UTF_8))
                    .mapEmpty();
        }
        if (part.equals(paths.ring())) {
            return client.find(part).onSuccess(this::readRing).mapEmpty();
        }
        if (part.equals(paths.servers())) {
            return readServers(client);
        }
        if (part.equals(paths.data())) {
            return client.children(part).onSuccess(this::readGroups).mapEmpty();
        }
        String group = part.substring(paths.data().length() + 1);
        return GroupReading.read(client, paths, group)
                .onSuccess(state -> readGroup(group, state))
                .mapEmpty();
    }

    private void readRing(Optional<Node> node) {
        ring = Optional.empty();
        damage.remove(paths.ring());
        node.ifPresent(found -> {
            try {
                ring = Optional.of(new VersionedRing(
                        ZnodeText.ring(found.content()), found.stat().getVersion()));
            } catch (IllegalArgumentException nonsense) {
                damaged(paths.ring(), nonsense.getMessage());
            }
        });
    }

    private Future<Void> readServers(ZnodeClient client) {
        Future<Optional<Node>> found = client.find(paths.master());
        Future<SortedMap<Integer, MemberState>> members = client.children(paths.servers())
                .compose(children -> GroupReading.members(client, paths.servers(), children));
        return Future.all(found, members)
                .onSuccess(both -> {
                    servers = members.result();
                    master = Optional.empty();
                    damage.remove(paths.master());
                    found.result().ifPresent(this::readMaster);
                })
                .mapEmpty();
    }

    private void readMaster(Node node) {
        try {
            master = Optional.of(ZnodeText.master(node.content(), node.stat().getEphemeralOwner()));
        } catch (IllegalArgumentException nonsense) {
            damaged(paths.master(), nonsense.getMessage());
        }
    }

    private void readGroups(List<String> children) {
        List<String> names = children.stream()
                .filter(name -> GROUP.matcher(name).matches() && !name.equals(ZnodePaths.LOCK))
                .toList();
        groups.keySet().retainAll(names);
        names.stream().filter(name -> !groups.containsKey(name)).forEach(name -> read(paths.group(name)));
    }

    private void readGroup(String group, Optional<GroupState> state) {
        damage.remove(paths.group(group));
        state.ifPresentOrElse(
                found -> {
                    groups.put(group, found);
                    found.damage().ifPresent(detail -> damaged(paths.group(group), detail));
                },
                () -> groups.remove(group));
    }

    private void damaged(String path, String detail) {
        damage.put(path, detail);
        if (current == null || !detail.equals(current.damage().get(path))) {
            LOG.error("the znode {} makes no sense and is not acted upon: {}", path, detail);
        }
    }

    /** The first state is told when all parts of it were read. */
    private void publish() {
        if (current == null && !reading.isEmpty()) {
            return;
        }
        ClusterState next = new ClusterState(clusterId, ring, groups, servers, master, new TreeMap<>(damage));
        if (!next.equals(current)) {
            current = next;
            listeners.forEach(listener -> listener.accept(next));
        }
    }
}
