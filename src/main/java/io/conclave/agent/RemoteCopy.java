package io.conclave.agent;

import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.storage.Copied;
import io.conclave.storage.CopyOrder;
import io.conclave.storage.CopyState;
import io.conclave.storage.CopyWatch;
import io.conclave.storage.StorageReason;
import io.conclave.storage.Workbench;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One copy from agent to agent, as the controller sees it: it orders the target's agent to copy, and follows what that
 * tells. An agent that goes away is given the same order again when it is back, or when the source has another address;
 * it goes on where it was. Without a word for the bench's patience this ends, and what is left is not known.
 *
 * <p>Lives on one context.
 */
final class RemoteCopy {

    private static final long LOOK_MS = 500;
    private static final long SILENCE_MS = 10_000;

    private final Workbench bench;
    private final Context context;
    private final AgentClient client;
    private final Supplier<Optional<Peer>> target;
    private final String node;
    private final AgentSource source;
    private final CopyOrder order;
    private final CopyWatch watch;
    private final Promise<Copied> done = Promise.promise();
    private HttpClientRequest request;
    private Peer orderedFrom;
    private boolean ordering;
    private int orders;
    private long heardAt;
    private CopyState state = new CopyState(0, 0, null);
    private long timer;
    private boolean over;

    RemoteCopy(
            Workbench bench,
            AgentClient client,
            Supplier<Optional<Peer>> target,
            String node,
            AgentSource source,
            CopyOrder order,
            CopyWatch watch) {
        this.bench = bench;
        this.context = bench.vertx().getOrCreateContext();
        this.client = client;
        this.target = target;
        this.node = node;
        this.source = source;
        this.order = order;
        this.watch = watch;
    }

    /** Makes it; always succeeds, with how it ended. */
    Future<Copied> run() {
        context.runOnContext(ignored -> {
            heardAt = now();
            timer = bench.vertx().setPeriodic(LOOK_MS, tick -> look());
            order();
        });
        return done.future();
    }

    private long now() {
        return bench.nanoTime().getAsLong() / 1_000_000;
    }

    private void look() {
        long silentMs = now() - heardAt;
        if (watch.stopped()) {
            fail(Problem.unavailable("closing", "the controller is shutting down"));
        } else if (silentMs > bench.patience().toMillis()) {
            fail(Problem.unavailable(
                    StorageReason.AGENT_AWAY.code(),
                    "the agent of " + node + " has told nothing for " + silentMs / 1_000 + " s; it had "
                            + state.copiedBytes() + " of " + order.sizeBytes() + " bytes of file " + order.id()));
        } else if (request == null || silentMs > SILENCE_MS) {
            watch.at(new CopyState(state.copiedBytes(), silentMs, new CopyState.Stall(node, StorageReason.AGENT_AWAY)));
            drop();
            order();
        } else if (!Optional.of(orderedFrom).equals(source.peer().get())) {
            drop();
            order();
        }
    }

    private void drop() {
        if (request != null) {
            request.reset();
            request = null;
        }
    }

    private void order() {
        Optional<Peer> from = source.peer().get();
        Optional<Peer> to = target.get();
        if (over || ordering || from.isEmpty() || to.isEmpty()) {
            return;
        }
        ordering = true;
        orders++;
        Wire.Copy body = new Wire.Copy(order, from.get().node(), from.get().url());
        client.request(to.get(), HttpMethod.POST, Wire.file(node, order.id()) + "/copy")
                .onComplete(connected -> context.runOnContext(ignored -> {
                    ordering = false;
                    if (connected.failed()) {
                        return;
                    }
                    HttpClientRequest mine = connected.result();
                    if (over) {
                        mine.reset();
                        return;
                    }
                    request = mine;
                    orderedFrom = from.get();
                    AgentClient.send(mine, body)
                            .compose(response -> follow(to.get(), mine, response))
                            .onFailure(cause -> broken(mine, AgentClient.known(to.get(), cause)));
                }));
    }

    private Future<Void> follow(Peer to, HttpClientRequest mine, HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return AgentClient.refused(to, response);
        }
        Lines lines = new Lines();
        response.handler(piece -> hear(mine, lines, piece));
        Promise<Void> ended = Promise.promise();
        response.endHandler(end -> ended.fail("the agent ended its answer early"));
        response.exceptionHandler(ended::tryFail);
        return ended.future();
    }

    private void hear(HttpClientRequest mine, Lines lines, Buffer piece) {
        if (mine != request) {
            return;
        }
        for (String text : lines.add(piece)) {
            Wire.CopyLine line = Json.decode(text, Wire.CopyLine.class);
            heardAt = now();
            if (line.end() != null) {
                end(line.end());
                return;
            }
            state = line.state();
            watch.at(state);
        }
    }

    /** What the agent itself says is final; a connection that broke is made again at the next look. */
    private void broken(HttpClientRequest mine, ProblemException cause) {
        if (mine != request) {
            return;
        }
        request = null;
        Problem problem = cause.problem();
        if (!problem.code().equals(StorageReason.AGENT_AWAY.code())) {
            fail(problem);
        }
    }

    private void fail(Problem problem) {
        end(new Copied.Failed(problem, false));
    }

    /**
     * After a second order it cannot be told whether it was the first that put the bytes there: taking them away where
     * the move is rolled back is right in both cases, since the source has them.
     */
    private void end(Copied outcome) {
        if (over) {
            return;
        }
        over = true;
        bench.vertx().cancelTimer(timer);
        drop();
        boolean made = outcome instanceof Copied.Made;
        done.complete(made && orders > 1 ? new Copied.Made(true) : outcome);
    }
}
