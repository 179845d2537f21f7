package io.conclave.workload;

import io.conclave.audit.Action;
import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.files.FileTopics;
import io.conclave.files.FilesCreated;
import io.conclave.files.GenerateFiles;
import io.conclave.scheduler.RunScheduler;
import io.conclave.scheduler.SchedulerTopics;
import io.vertx.core.Future;
import java.util.List;

/** Makes many files at once where somebody asks for them, and has the scheduler look at the outcome. */
final class FilesOnDemand {

    private static final int MOST_FILES = 10_000;
    private static final int STRESS_FILES = 12;
    private static final long STRESS_BYTES = 4_096;
    private static final long BULK_BYTES = 1_024;
    private static final String AUTO = "auto";
    private static final String PIN = "pin";

    private final Bus bus;
    private final List<String> nodes;
    private final long maxBytes;

    /**
     * @param nodes ids that can be named
     * @param maxBytes upload limit, which holds for made files too
     */
    FilesOnDemand(Bus bus, List<String> nodes, long maxBytes) {
        this.bus = bus;
        this.nodes = nodes;
        this.maxBytes = maxBytes;
    }

    /** Makes files of one size, placed each or all on one node. */
    Future<Generated> bulk(BulkGenerate request) {
        if (request.count() == null) {
            throw Problem.invalid("count", null, "from 1 to " + MOST_FILES).asException();
        }
        int count = count("count", request.count());
        long sizeBytes = request.sizeBytes() == null ? BULK_BYTES : request.sizeBytes();
        if (sizeBytes < 0 || sizeBytes > maxBytes) {
            throw Problem.invalid("size_bytes", sizeBytes, "from 0 to " + maxBytes)
                    .asException();
        }
        String strategy = request.strategy() == null ? AUTO : request.strategy();
        if (!strategy.equals(AUTO) && !strategy.equals(PIN)) {
            throw Problem.invalid("strategy", strategy, "auto or pin").asException();
        }
        if (strategy.equals(AUTO) && request.node() != null) {
            throw Problem.invalid("node", request.node(), "absent unless the strategy is pin")
                    .asException();
        }
        String node = strategy.equals(PIN) ? known(request.node()) : null;
        return make(
                new GenerateFiles(count, sizeBytes, node, "bulk-", Action.BULK_GENERATE, request.actor()),
                request.triggerScheduler());
    }

    /** Makes files on one node. */
    Future<Generated> stress(Stress request) {
        int count = count("files", request.files() == null ? STRESS_FILES : request.files());
        return make(
                new GenerateFiles(
                        count, STRESS_BYTES, known(request.node()), "stress-", Action.STRESS, request.actor()),
                request.triggerScheduler());
    }

    private static int count(String field, int value) {
        if (value < 1 || value > MOST_FILES) {
            throw Problem.invalid(field, value, "from 1 to " + MOST_FILES).asException();
        }
        return value;
    }

    private String known(String node) {
        String allowed = String.join(", ", nodes);
        if (node == null) {
            throw Problem.invalid("node", null, "one of " + allowed).asException();
        }
        if (!nodes.contains(node)) {
            throw Problem.notFound("node", node, allowed).asException();
        }
        return node;
    }

    private Future<Generated> make(GenerateFiles files, Boolean triggerScheduler) {
        return bus.request(FileTopics.GENERATE, files)
                .compose(created -> Boolean.TRUE.equals(triggerScheduler)
                        ? round(created, files.actor())
                        : Future.succeededFuture(new Generated(created, null)));
    }

    private Future<Generated> round(FilesCreated created, String actor) {
        return bus.request(SchedulerTopics.RUN, new RunScheduler(null, actor))
                .map(round -> new Generated(created, round))
                .recover(failure -> {
                    Problem problem = ProblemException.of(failure);
                    String detail = created.created() + " files were made, but the round that was to follow failed: "
                            + problem.detail();
                    return Future.failedFuture(new Problem(
                                    problem.status(),
                                    problem.code(),
                                    detail,
                                    problem.field(),
                                    problem.value(),
                                    problem.allowed())
                            .asException());
                });
    }
}
