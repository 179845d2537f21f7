package io.conclave.agent;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.storage.Copied;
import io.conclave.storage.CopyOrder;
import io.conclave.storage.CopySource;
import io.conclave.storage.CopyWatch;
import io.conclave.storage.Deposit;
import io.conclave.storage.Inventory;
import io.conclave.storage.Leftover;
import io.conclave.storage.NodeRoom;
import io.conclave.storage.NodeStorage;
import io.conclave.storage.StorageReason;
import io.conclave.storage.StoredBytes;
import io.conclave.storage.Workbench;
import io.conclave.storage.Written;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A node's storage behind its agent. Whether it is there is told by the agent's own answers alone: an agent that has
 * lost the ensemble and still answers is used, one that is registered and does not answer is not. A call that gets no
 * answer makes it count as away until it has answered again, which is then another appearance: something may be half
 * done.
 */
final class RemoteStorage implements NodeStorage {

    private static final long LOOK_MS = 3_000;
    private static final long CALL_MS = 30_000;
    private static final long LONG_CALL_MS = 300_000;

    private final Workbench bench;
    private final String node;
    private final AgentClient client;
    private final AgentClient looks;
    private final Runnable news;
    private final AgentSource source;
    private volatile Peer peer;
    private volatile NodeRoom room = NodeRoom.none(StorageReason.AGENT_UNKNOWN);
    private volatile long presence;
    private long appearances;
    private Wire.Condition last;

    /**
     * @param client with which it is commanded
     * @param looks with which it is looked at, so that this never waits behind a command
     * @param news run when it is noticed that it has come or gone
     */
    RemoteStorage(Workbench bench, String node, AgentClient client, AgentClient looks, Runnable news) {
        this.bench = bench;
        this.node = node;
        this.client = client;
        this.looks = looks;
        this.news = news;
        this.source = new AgentSource(client, this::peer, node);
    }

    /** Where its agent is now. */
    Optional<Peer> peer() {
        return Optional.ofNullable(peer);
    }

    /** It has registered there, or anew: looks at it. */
    void registered(String url) {
        peer = new Peer(node, Peer.checked(url));
        measure().onComplete(looked -> news.run());
    }

    /** Its registration is gone, which may mean that it is, too. */
    void unregistered() {
        measure().onComplete(looked -> news.run());
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public NodeRoom room() {
        return room;
    }

    @Override
    public long presence() {
        return presence;
    }

    @Override
    public Future<NodeRoom> measure() {
        Peer asked = peer;
        if (asked == null) {
            return Future.succeededFuture(room);
        }
        return looks.ask(asked, HttpMethod.GET, Wire.node(node) + "/room", null, Wire.Condition.class, LOOK_MS)
                .transform(answer -> {
                    if (answer.succeeded()) {
                        answered(asked, answer.result());
                    } else {
                        lost(asked, answer.cause());
                    }
                    return Future.succeededFuture(room);
                });
    }

    private synchronized void answered(Peer asked, Wire.Condition now) {
        if (!asked.equals(peer)) {
            return;
        }
        boolean same = last != null
                && presence != 0
                && last.instance().equals(now.instance())
                && last.presence() == now.presence();
        last = now;
        room = now.room();
        if (now.presence() == 0) {
            presence = 0;
        } else if (!same) {
            presence = ++appearances;
        }
    }

    private synchronized void lost(Peer asked, Throwable cause) {
        if (!asked.equals(peer)) {
            return;
        }
        Problem problem = ProblemException.of(cause).code().equals(StorageReason.AGENT_AWAY.code())
                ? null
                : ProblemException.of(cause);
        presence = 0;
        room = NodeRoom.none(problem == null ? StorageReason.AGENT_AWAY : StorageReason.AGENT_REFUSES);
    }

    /** Asks, and takes silence for absence. */
    private <A> Future<A> ask(HttpMethod method, String path, Object body, Class<A> type, long limitMs) {
        Peer asked = peer;
        return asked == null ? nowhere() : noticing(asked, client.ask(asked, method, path, body, type, limitMs));
    }

    private <A> Future<A> noticing(Peer asked, Future<A> answer) {
        return answer.onFailure(cause -> {
            if (ProblemException.of(cause).code().equals(StorageReason.AGENT_AWAY.code())) {
                boolean wasThere = presence != 0;
                lost(asked, cause);
                if (wasThere) {
                    news.run();
                }
            }
        });
    }

    private <A> Future<A> nowhere() {
        return Future.failedFuture(Problem.unavailable(
                        StorageReason.AGENT_UNKNOWN.code(),
                        "the agent of " + node + " has not been seen yet; start it with: conclave agent --node " + node)
                .asException());
    }

    private Future<Void> command(String id, String verb, Object body, long limitMs) {
        return ask(HttpMethod.POST, Wire.file(node, id) + "/" + verb, body, Void.class, limitMs);
    }

    @Override
    public Future<Void> claim() {
        return ask(HttpMethod.POST, Wire.node(node) + "/claim", null, Void.class, CALL_MS);
    }

    @Override
    public Future<Deposit> receive(String id, long expectedBytes) {
        Peer asked = peer;
        return asked == null
                ? nowhere()
                : noticing(asked, client.request(asked, HttpMethod.PUT, Wire.file(node, id)))
                        .map(request -> new RemoteDeposit(asked, request));
    }

    @Override
    public Future<Written> generate(String id, long sizeBytes, long seed) {
        return ask(
                HttpMethod.POST,
                Wire.file(node, id) + "/generate",
                new Wire.Generate(sizeBytes, seed),
                Written.class,
                LONG_CALL_MS);
    }

    @Override
    public Future<Copied> copy(CopyOrder order, CopySource from, CopyWatch watch) {
        if (!(from instanceof AgentSource agent)) {
            throw new IllegalArgumentException("an agent copies from agents alone");
        }
        return new RemoteCopy(bench, client, this::peer, node, agent, order, watch).run();
    }

    @Override
    public CopySource asSource() {
        return source;
    }

    @Override
    public Future<Void> keep(String id) {
        return command(id, "keep", null, CALL_MS);
    }

    @Override
    public Future<Void> discard(String id) {
        return command(id, "discard", null, CALL_MS);
    }

    @Override
    public Future<Void> withdraw(CopyOrder order) {
        return command(order.id(), "withdraw", order, LONG_CALL_MS);
    }

    @Override
    public Future<Void> release(String id) {
        return command(id, "release", null, CALL_MS);
    }

    @Override
    public Future<Void> doom(String id) {
        return command(id, "doom", null, CALL_MS);
    }

    @Override
    public Future<Void> spare(String id) {
        return command(id, "spare", null, CALL_MS);
    }

    @Override
    public Future<Void> erase(String id) {
        return command(id, "erase", null, CALL_MS);
    }

    @Override
    public Future<StoredBytes> open(String id) {
        return stream(Wire.file(node, id)).map(bytes -> bytes);
    }

    /** The answer to a GET, piece by piece. */
    private Future<RemoteBytes> stream(String path) {
        Peer asked = peer;
        if (asked == null) {
            return nowhere();
        }
        return noticing(asked, client.request(asked, HttpMethod.GET, path).compose(request -> request.send()
                .timeout(CALL_MS, TimeUnit.MILLISECONDS)
                .onFailure(late -> request.reset())
                .recover(cause -> Future.failedFuture(AgentClient.known(asked, cause)))
                .compose(response -> {
                    if (response.statusCode() != 200) {
                        return AgentClient.refused(asked, response);
                    }
                    String size = response.getHeader(Wire.SIZE);
                    return Future.succeededFuture(new RemoteBytes(
                            bench.vertx(), asked, request, response, size == null ? -1 : Long.parseLong(size)));
                })));
    }

    @Override
    public Future<Map<String, Long>> lengths(List<String> ids) {
        return ask(HttpMethod.POST, Wire.node(node) + "/lengths", new Wire.Ids(ids), Wire.Lengths.class, CALL_MS)
                .map(Wire.Lengths::lengths);
    }

    @Override
    public Future<List<Leftover>> leftovers() {
        return ask(HttpMethod.GET, Wire.node(node) + "/leftovers", null, Wire.Leftovers.class, CALL_MS)
                .map(Wire.Leftovers::leftovers);
    }

    @Override
    public Future<Void> clear(List<Leftover> leftovers, Set<String> promised) {
        return ask(
                HttpMethod.POST, Wire.node(node) + "/clear", new Wire.Clear(leftovers, promised), Void.class, CALL_MS);
    }

    @Override
    public Future<Inventory> inventory() {
        Peer asked = peer;
        return stream(Wire.node(node) + "/inventory").map(text -> new RemoteInventory(asked, text));
    }
}
