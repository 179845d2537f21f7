package io.conclave.scheduler;

import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.ensemble.Health;
import io.conclave.ensemble.NodeCondition;
import io.conclave.ensemble.NodeStatus;
import io.conclave.ensemble.Quorum;
import io.conclave.ensemble.ReadingIntervals;
import io.conclave.ensemble.Role;
import io.conclave.files.FileChange;
import io.conclave.files.FileTopics;
import io.conclave.files.MoveFile;
import io.conclave.files.MoveOutcome;
import io.conclave.files.StorageState;
import io.conclave.files.StoredFile;
import io.conclave.storage.NodeRoom;
import io.conclave.storage.StorageReason;
import io.conclave.store.Database;
import io.conclave.store.FileRow;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The monitor and the files' keeper, as the scheduler sees them: nodes and files are entries of a map. */
final class OtherFeatures {

    static final List<String> NODES = List.of("zk1", "zk2", "zk3");
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    final List<MoveFile> moves = new CopyOnWriteArrayList<>();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final Set<String> refusedFiles = ConcurrentHashMap.newKeySet();
    volatile boolean refuseMoves;
    volatile boolean holdMoves;

    private final Vertx vertx;
    private final Bus bus;
    private final Map<String, StoredFile> files = new ConcurrentHashMap<>();
    private final Map<String, Health> health = new ConcurrentHashMap<>();
    private final Set<String> drained = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicInteger atOnce = new AtomicInteger();

    OtherFeatures(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
        NODES.forEach(node -> health.put(node, Health.HEALTHY));
        bus.serve(FileTopics.MOVE, this::move);
        bus.serve(EnsembleTopics.CURRENT, question -> Future.succeededFuture(state()));
    }

    /** Files that are in the database before the scheduler starts. */
    void seed(Database database, String node, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            StoredFile file = newFile(node, 100);
            files.put(file.id(), file);
            database.write(tx -> {
                        tx.files()
                                .insert(new FileRow(
                                        file.id(), file.name(), node, file.path(), 100, file.sha256(), "[]", NOW, NOW));
                        return null;
                    })
                    .await(5, TimeUnit.SECONDS);
        }
    }

    StoredFile add(String node, long sizeBytes) {
        StoredFile file = newFile(node, sizeBytes);
        files.put(file.id(), file);
        bus.publish(FileTopics.CHANGES, new FileChange.Added(file));
        return file;
    }

    void remove(String id) {
        bus.publish(FileTopics.CHANGES, new FileChange.Removed(files.remove(id)));
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        NODES.forEach(node -> counts.put(node, 0L));
        files.values().forEach(file -> counts.merge(file.node(), 1L, Long::sum));
        return counts;
    }

    void drain(String... nodes) {
        drained.clear();
        drained.addAll(List.of(nodes));
        publishEnsemble();
    }

    void set(String node, Health now) {
        health.put(node, now);
        publishEnsemble();
    }

    void publishEnsemble() {
        bus.publish(EnsembleTopics.STATE, state());
    }

    void publishRoom(long roomBytes, String... unavailable) {
        Map<String, NodeRoom> rooms = new HashMap<>();
        NODES.forEach(node -> rooms.put(node, new NodeRoom(roomBytes, true, null)));
        for (String node : unavailable) {
            rooms.put(node, NodeRoom.none(StorageReason.READ_ONLY));
        }
        bus.publish(FileTopics.STORAGE, new StorageState(rooms));
    }

    private EnsembleState state() {
        List<NodeStatus> nodes = NODES.stream()
                .map(node -> status(node, health.get(node), drained.contains(node)))
                .toList();
        boolean held =
                health.values().stream().filter(each -> each == Health.HEALTHY).count() > 1;
        return new EnsembleState(
                null, "zk1", new Quorum(3, 2, 3, 1, held), nodes, List.of(), new ReadingIntervals(250, 2000));
    }

    static NodeStatus status(String node, Health health, boolean drained) {
        NodeCondition condition = health == Health.DOWN ? NodeCondition.REFUSED : NodeCondition.SERVING;
        return new NodeStatus(
                node,
                "127.0.0.1",
                2181,
                Role.FOLLOWER,
                condition,
                health,
                "",
                "",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                drained,
                drained ? "test" : null,
                drained ? NOW : null,
                NOW,
                Map.of(),
                Map.of());
    }

    private Future<MoveOutcome> move(MoveFile order) {
        moves.add(order);
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        Promise<MoveOutcome> outcome = Promise.promise();
        vertx.setTimer(2, timer -> {
            if (holdMoves) {
                return;
            }
            atOnce.decrementAndGet();
            outcome.complete(moved(order));
        });
        return outcome.future();
    }

    private MoveOutcome moved(MoveFile order) {
        StoredFile file = files.get(order.fileId());
        if (refuseMoves || refusedFiles.contains(order.fileId()) || !file.node().equals(order.from())) {
            return new MoveOutcome.Failed(order.fileId(), Problem.conflict("not_now", "not now"));
        }
        StoredFile after = file(file.id(), file.name(), order.to(), file.sizeBytes());
        files.put(after.id(), after);
        bus.publish(FileTopics.CHANGES, new FileChange.Moved(after, order.from()));
        return new MoveOutcome.Moved(order.fileId(), 1);
    }

    private StoredFile newFile(String node, long sizeBytes) {
        long number = ids.incrementAndGet();
        return file(new UUID(number << 16 | 0x7000, 1L << 63).toString(), "file-" + number, node, sizeBytes);
    }

    static StoredFile file(String id, String name, String node, long sizeBytes) {
        return new StoredFile(id, name, node, node + "/" + id, sizeBytes, "0".repeat(64), List.of(), NOW, NOW);
    }
}
