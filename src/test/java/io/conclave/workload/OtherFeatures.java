package io.conclave.workload;

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
import io.conclave.files.DeleteFile;
import io.conclave.files.FileChange;
import io.conclave.files.FileTopics;
import io.conclave.files.FilesCreated;
import io.conclave.files.GenerateFiles;
import io.conclave.files.HistoryEntry;
import io.conclave.files.StoredFile;
import io.conclave.scheduler.Plan;
import io.conclave.scheduler.PlanReason;
import io.conclave.scheduler.RoundResult;
import io.conclave.scheduler.SchedulerTopics;
import io.conclave.store.FileRow;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The features that the demo traffic asks, without disks, plans and servers: files are entries of a map. */
final class OtherFeatures {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final List<String> NODES = List.of("zk1", "zk2", "zk3");

    final List<GenerateFiles> made = new CopyOnWriteArrayList<>();
    final Set<String> deleted = ConcurrentHashMap.newKeySet();
    final AtomicInteger rounds = new AtomicInteger();
    final AtomicInteger mostDemoFiles = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    volatile boolean refuseFiles;
    volatile boolean automaticRounds = true;

    private final Bus bus;
    private final Map<String, StoredFile> files = new ConcurrentHashMap<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger ids = new AtomicInteger(1_000);
    private volatile EnsembleState ensemble = ensemble(false);

    OtherFeatures(Bus bus) {
        this.bus = bus;
        bus.serve(EnsembleTopics.CURRENT, ask -> Future.succeededFuture(ensemble));
        bus.serve(SchedulerTopics.DIAGNOSTICS, ask -> Future.succeededFuture(plan()));
        bus.serve(SchedulerTopics.RUN, ask -> {
            boolean moves = rounds.incrementAndGet() % 2 == 1;
            return Future.succeededFuture(new RoundResult(moves, plan(), plan(), moves ? 1 : 0, List.of()));
        });
        bus.serve(FileTopics.GENERATE, this::generate);
        bus.serve(FileTopics.DELETE, this::delete);
    }

    void publishEnsemble(boolean quorumHeld) {
        ensemble = ensemble(quorumHeld);
        bus.publish(EnsembleTopics.STATE, ensemble);
    }

    void addUsersFile(String name) {
        add(file(nextId(), name, "zk1", "upload"));
    }

    Set<String> names() {
        return files.values().stream().map(StoredFile::name).collect(Collectors.toSet());
    }

    static FileRow demoRow(String id) {
        return new FileRow(
                id,
                "demo-" + id,
                "zk1",
                "zk1/" + id,
                1,
                "0".repeat(64),
                "[{\"action\":\"workload\",\"to\":\"zk1\"}]",
                NOW,
                NOW);
    }

    private Future<FilesCreated> generate(GenerateFiles request) {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            if (refuseFiles) {
                return Future.failedFuture(
                        Problem.unavailable("no_target", "no node can take it").asException());
            }
            made.add(request);
            for (int i = 0; i < request.count(); i++) {
                String node = request.pinnedTo() == null ? NODES.get(i % NODES.size()) : request.pinnedTo();
                add(file(
                        nextId(),
                        request.namePrefix() + i,
                        node,
                        request.action().code()));
            }
            mostDemoFiles.accumulateAndGet(demoFiles(), Math::max);
            return Future.succeededFuture(new FilesCreated(request.count(), Map.of(), List.of(), null, null));
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private int demoFiles() {
        return (int) files.values().stream()
                .filter(file -> file.history().get(0).action().equals("workload"))
                .count();
    }

    private Future<StoredFile> delete(DeleteFile request) {
        deleted.add(request.fileId());
        StoredFile file = files.remove(request.fileId());
        if (file == null) {
            return Future.failedFuture(
                    Problem.notFound("file", request.fileId(), null).asException());
        }
        bus.publish(FileTopics.CHANGES, new FileChange.Removed(file));
        return Future.succeededFuture(file);
    }

    private void add(StoredFile file) {
        files.put(file.id(), file);
        bus.publish(FileTopics.CHANGES, new FileChange.Added(file));
    }

    private String nextId() {
        return "0001-" + ids.incrementAndGet();
    }

    private static StoredFile file(String id, String name, String node, String action) {
        return new StoredFile(
                id,
                name,
                node,
                node + "/" + id,
                1,
                "0".repeat(64),
                List.of(new HistoryEntry(action, null, node, NOW, "test", null)),
                NOW,
                NOW);
    }

    private Plan plan() {
        Map<String, Long> counts = new TreeMap<>();
        NODES.forEach(node -> counts.put(
                node,
                files.values().stream().filter(file -> file.node().equals(node)).count()));
        return new Plan(
                "p1",
                "0".repeat(64),
                NOW,
                counts,
                Map.of(),
                Map.of(),
                null,
                null,
                null,
                0,
                5,
                files.size(),
                List.of(),
                Map.of(),
                false,
                PlanReason.BELOW_THRESHOLD,
                "",
                "",
                "file-count",
                1,
                automaticRounds,
                List.of(),
                List.of());
    }

    private static EnsembleState ensemble(boolean quorumHeld) {
        return new EnsembleState(
                null,
                quorumHeld ? "zk1" : null,
                new Quorum(3, 2, quorumHeld ? 3 : 1, quorumHeld ? 1 : 0, quorumHeld),
                Stream.of("zk1", "zk2", "zk3").map(OtherFeatures::healthy).toList(),
                List.of(),
                new ReadingIntervals(250, 2000));
    }

    private static NodeStatus healthy(String id) {
        return new NodeStatus(
                id,
                "127.0.0.1",
                1,
                Role.FOLLOWER,
                NodeCondition.SERVING,
                Health.HEALTHY,
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
                false,
                null,
                null,
                null,
                Map.of(),
                Map.of());
    }
}
