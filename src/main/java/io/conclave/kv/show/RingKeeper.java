package io.conclave.kv.show;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.kv.ring.HashRing;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.wire.ChangeRingRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Brings groups into the ring and takes them out, one change at a time: a new group's processes are begun and have to
 * have a primary before arcs are given to it, and those of a group that leaves end when it has none any more. It goes
 * on from what it sees, step by step, so that it also finishes what an earlier controller began. Belongs to one
 * context.
 */
final class RingKeeper {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
    private static final long RETRY_NANOS = 1_000_000_000L;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final int MOST_GROUPS = 6;

    private final DemoStore store;
    private final MemberCalls calls;
    private final WorkerExecutor workers;
    private final OperationLog operations;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private Work work;
    private boolean busy;
    private long lastTry;

    /** What was asked for. */
    private static final class Work {
        private final RingWork.Kind kind;
        private final String group;
        private final int virtualNodes;
        private final Operation operation;
        private final Instant since;
        private final long sinceNanos;
        private RingWork.Step step;
        private boolean accepted;
        private int done;
        private int total;
        private String problem;

        Work(RingWork.Kind kind, String group, int virtualNodes, Operation operation, Instant since, long sinceNanos) {
            this.kind = kind;
            this.group = group;
            this.virtualNodes = virtualNodes;
            this.operation = operation;
            this.since = since;
            this.sinceNanos = sinceNanos;
            this.step = kind == RingWork.Kind.ADD_GROUP ? RingWork.Step.STARTING : RingWork.Step.MOVING;
        }

        RingWork shown() {
            return new RingWork(kind, group, step, done, total, since, problem);
        }

        ChangeRingRequest request() {
            ChangeRingRequest.Builder request = ChangeRingRequest.newBuilder();
            return switch (kind) {
                case ADD_GROUP -> request.setAddGroup(group).build();
                case REMOVE_GROUP -> request.setRemoveGroup(group).build();
                case VIRTUAL_NODES -> request.setVirtualNodes(virtualNodes).build();
            };
        }
    }

    RingKeeper(
            DemoStore store,
            MemberCalls calls,
            WorkerExecutor workers,
            OperationLog operations,
            Clock clock,
            LongSupplier nanoTime) {
        this.store = store;
        this.calls = calls;
        this.workers = workers;
        this.operations = operations;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** What is under way, or null. */
    RingWork shown() {
        return work == null ? null : work.shown();
    }

    /** The name of the group that would come next, or null where there are as many as this machine is asked to run. */
    String newcomer() {
        Set<String> taken = store.groups();
        if (taken.size() >= MOST_GROUPS) {
            return null;
        }
        return IntStream.rangeClosed(1, MOST_GROUPS + 1)
                .mapToObj(number -> "g" + number)
                .filter(name -> !taken.contains(name))
                .findFirst()
                .orElse(null);
    }

    /** Begins to add a group; answers when its processes are being started. */
    Future<RingWork> add(String actor) {
        requireNothingUnderWay();
        String group = newcomer();
        if (group == null) {
            throw Problem.conflict(
                            "kv_most_groups",
                            "there are " + MOST_GROUPS + " groups already, as many as this machine"
                                    + " is asked to run")
                    .asException();
        }
        return begin(RingWork.Kind.ADD_GROUP, group, 0, actor)
                .compose(begun -> workers.executeBlocking(
                        () -> {
                            store.addGroup(group);
                            store.membersOf(group).forEach(store::start);
                            return begun;
                        },
                        false));
    }

    /** Begins to take a group out. */
    Future<RingWork> remove(String group, String actor, RingState ring) {
        requireNothingUnderWay();
        requireKnown(ring);
        if (!ring.groups().contains(group)) {
            throw Problem.notFound("group", group, String.join(", ", ring.groups()))
                    .asException();
        }
        if (ring.groups().size() == 1) {
            throw Problem.conflict("kv_last_group", group + " is the only group: its keys would have nowhere to go")
                    .asException();
        }
        return begin(RingWork.Kind.REMOVE_GROUP, group, 0, actor);
    }

    /** Begins to change the number of virtual nodes. */
    Future<RingWork> virtualNodes(Integer wanted, String actor, RingState ring) {
        if (wanted == null || wanted < 1 || wanted > HashRing.MOST_VIRTUAL_NODES) {
            throw Problem.invalid("virtualNodes", wanted, "a whole number from 1 to " + HashRing.MOST_VIRTUAL_NODES)
                    .asException();
        }
        requireNothingUnderWay();
        requireKnown(ring);
        return begin(RingWork.Kind.VIRTUAL_NODES, null, wanted, actor);
    }

    private void requireNothingUnderWay() {
        if (work != null || busy) {
            throw Problem.conflict("kv_ring_changes", "the ring is being changed already; wait until that is done")
                    .asException();
        }
    }

    private static void requireKnown(RingState ring) {
        if (ring == null) {
            throw Problem.unavailable("kv_no_ring", "nobody has told of the ring yet")
                    .asException();
        }
    }

    private Future<RingWork> begin(RingWork.Kind kind, String group, int virtualNodes, String actor) {
        busy = true;
        ObjectNode details = Json.object().put("change", kind.code());
        if (group == null) {
            details.put("virtualNodes", virtualNodes);
        } else {
            details.put("group", group);
        }
        return operations
                .begin(Action.KV_RING, actor, "kv", details)
                .onComplete(written -> busy = false)
                .map(operation -> {
                    work = new Work(kind, group, virtualNodes, operation, clock.instant(), nanoTime.getAsLong());
                    return work.shown();
                });
    }

    /** Does what is next, if anything is. */
    void look(Cluster cluster) {
        String master = cluster.servers().get(cluster.master());
        if (busy || master == null) {
            return;
        }
        if (work != null) {
            goOn(cluster, master);
        } else if (cluster.ring() == null || !cluster.ring().isChanging()) {
            store.groups().stream()
                    .filter(group -> isMissing(cluster.ring(), group) && hasPrimary(cluster, group))
                    .findFirst()
                    .ifPresent(group -> ask(
                            master,
                            ChangeRingRequest.newBuilder().setAddGroup(group).build()));
        }
    }

    private static boolean isMissing(RingState ring, String group) {
        return ring == null || !ring.groups().contains(group);
    }

    private static boolean hasPrimary(Cluster cluster, String group) {
        Cluster.Told told = cluster.groups().get(group);
        return told != null && told.view().getPrimary() != 0;
    }

    private void goOn(Cluster cluster, String master) {
        RingState ring = cluster.ring();
        if (ring != null && ring.isChanging()) {
            work.step = RingWork.Step.MOVING;
            work.accepted = true;
            work.done = ring.done().size();
            work.total = ring.transfers().size();
            work.problem = null;
            return;
        }
        if (ring != null && isThere(ring)) {
            over();
            return;
        }
        boolean ready = work.kind != RingWork.Kind.ADD_GROUP || hasPrimary(cluster, work.group);
        if (ready && !work.accepted) {
            ask(master, work.request()).onSuccess(begun -> work.accepted = true).onFailure(refused -> {
                work.problem = refused.getMessage();
            });
        }
        if (!work.accepted && nanoTime.getAsLong() - work.sinceNanos > PATIENCE_NANOS) {
            finish(OperationStatus.FAILED, work.problem == null ? "the group has no primary" : work.problem);
        }
    }

    private boolean isThere(RingState ring) {
        return switch (work.kind) {
            case ADD_GROUP -> ring.groups().contains(work.group);
            case REMOVE_GROUP -> !ring.groups().contains(work.group);
            case VIRTUAL_NODES -> ring.virtualNodes() == work.virtualNodes;
        };
    }

    private void over() {
        if (work.kind != RingWork.Kind.REMOVE_GROUP) {
            finish(OperationStatus.OK, null);
            return;
        }
        work.step = RingWork.Step.ENDING;
        busy = true;
        String group = work.group;
        workers.executeBlocking(
                        () -> {
                            store.removeGroup(group);
                            return null;
                        },
                        false)
                .onComplete(done -> {
                    busy = false;
                    finish(
                            done.succeeded() ? OperationStatus.OK : OperationStatus.FAILED,
                            done.succeeded() ? null : done.cause().toString());
                });
    }

    private void finish(OperationStatus status, String problem) {
        ObjectNode end = Json.object()
                .put("durationMs", (nanoTime.getAsLong() - work.sinceNanos) / 1_000_000)
                .put("handovers", work.total);
        if (problem != null) {
            end.put("reason", problem);
        }
        operations.finish(work.operation, status, end);
        work = null;
    }

    private Future<?> ask(String master, ChangeRingRequest request) {
        long now = nanoTime.getAsLong();
        if (now - lastTry < RETRY_NANOS) {
            return Promise.promise().future();
        }
        lastTry = now;
        return calls.changeRing(master, request, CALL_LIMIT);
    }
}
