package io.conclave.bench.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bench.Miss;
import io.conclave.bus.Json;
import io.conclave.testing.RunningProduct;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who uses the product by REST without a pause: queues tasks, takes them to their end, makes small files and
 * deletes them. Each step is published as several messages: what changed, its row of the audit trail, the new counts
 * and the new plan.
 */
final class Traffic implements AutoCloseable {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long END_LIMIT_MS = 10_000;
    private static final String MADE = "{\"count\":1,\"size_bytes\":10}";

    /** Files that are there at once, besides those that were there before. */
    private static final int FILES = 20;

    private final RunningProduct product;
    private final long stepNanos;
    private final Deque<String> files = new ArrayDeque<>();
    private final Thread thread;
    private long task;
    private volatile boolean ending;
    private volatile Exception failure;

    private Traffic(RunningProduct product, int stepsASecond) {
        this.product = product;
        stepNanos = SECOND_NANOS / stepsASecond;
        thread = new Thread(this::run, "traffic");
        thread.setDaemon(true);
    }

    /** Begins; it does as many steps where the product answers each in time, and goes on until it is closed. */
    static Traffic start(RunningProduct product, int stepsASecond) {
        Traffic traffic = new Traffic(product, stepsASecond);
        traffic.thread.start();
        return traffic;
    }

    private void run() {
        try {
            long due = System.nanoTime();
            for (int turn = 0; !ending; turn++) {
                step(turn);
                due = Math.max(due + stepNanos, System.nanoTime() - SECOND_NANOS);
                while (due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
        } catch (Exception e) {
            failure = e;
        }
    }

    private void step(int turn) throws Exception {
        switch (turn % 5) {
            case 0 -> task = call("POST", "/api/tasks", "{}").get("id").asLong();
            case 1, 2 -> call("POST", "/api/tasks/" + task + "/advance", null);
            case 3 ->
                call("POST", "/api/files/bulk-generate", MADE).at("/files/ids").forEach(id -> files.add(id.asText()));
            default -> {
                if (files.size() > FILES) {
                    call("DELETE", "/api/files/" + files.remove(), null);
                }
            }
        }
    }

    private JsonNode call(String method, String path, String body) throws Exception {
        HttpResponse<String> response = product.send(method, path, body);
        Miss.unless(
                response.statusCode() / 100 == 2,
                "%s %s answered %d: %s",
                method,
                path,
                response.statusCode(),
                response.body());
        return Json.parse(response.body());
    }

    /**
     * Ends it, after the step under way.
     *
     * @throws Exception where a step had failed, after which there were no more
     */
    @Override
    public void close() throws Exception {
        ending = true;
        thread.join(END_LIMIT_MS);
        if (failure != null) {
            throw failure;
        }
    }
}
