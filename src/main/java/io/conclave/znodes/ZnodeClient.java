package io.conclave.znodes;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session with the ensemble, asked without blocking. All futures are completed and all events are told on the
 * coordination thread, in ZooKeeper's order; each call has a time limit of its own, since the library has none while it
 * looks for a server.
 */
public final class ZnodeClient {

    private static final Logger LOG = LoggerFactory.getLogger(ZnodeClient.class);
    private static final int CLOSE_MS = 1_500;

    private final CoordinationThread thread;
    private final ZooKeeper zooKeeper;
    private final long limitMs;

    private ZnodeClient(CoordinationThread thread, ZooKeeper zooKeeper, long limitMs) {
        this.thread = thread;
        this.zooKeeper = zooKeeper;
        this.limitMs = limitMs;
    }

    /**
     * Begins to open a session.
     *
     * @param events told of everything that happens to the session and to watched znodes
     */
    static ZnodeClient open(
            String connectString, Duration sessionTimeout, CoordinationThread thread, Consumer<WatchedEvent> events)
            throws IOException {
        ZKClientConfig config = new ZKClientConfig();
        // Nothing here authenticates by SASL, and looking for its configuration costs each connection a pause.
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        int timeoutMs = Math.toIntExact(sessionTimeout.toMillis());
        ZooKeeper zooKeeper =
                new ZooKeeper(connectString, timeoutMs, event -> thread.execute(() -> events.accept(event)), config);
        return new ZnodeClient(thread, zooKeeper, timeoutMs);
    }

    /** The session's number, which owns every ephemeral znode made here; 0 before the first contact. */
    public long sessionId() {
        return zooKeeper.getSessionId();
    }

    /** What the ensemble granted. */
    public Duration negotiatedTimeout() {
        return Duration.ofMillis(zooKeeper.getSessionTimeout());
    }

    /** A znode's content with its versions. */
    public Future<Node> get(String path) {
        return call(
                path,
                answer -> zooKeeper.getData(
                        path,
                        false,
                        (rc, p, context, content, stat) -> answer.give(rc, new Node(content, stat)),
                        null));
    }

    /** Empty where there is no such znode. */
    public Future<Optional<Node>> find(String path) {
        return get(path).map(Optional::of).recover(e -> absent(e) ? Future.succeededFuture(Optional.empty()) : fail(e));
    }

    /** Names of the children; empty where there is no such znode. */
    public Future<List<String>> children(String path) {
        return this.<List<String>>call(
                        path,
                        answer -> zooKeeper.getChildren(
                                path, false, (rc, p, context, names) -> answer.give(rc, names), null))
                .recover(e -> absent(e) ? Future.succeededFuture(List.of()) : fail(e));
    }

    /** The path that was made, which for a sequential one is not the one that was asked. */
    public Future<String> create(String path, byte[] content, CreateMode mode) {
        return call(
                path,
                answer -> zooKeeper.create(
                        path,
                        content,
                        ZooDefs.Ids.OPEN_ACL_UNSAFE,
                        mode,
                        (rc, p, context, made) -> answer.give(rc, made),
                        null));
    }

    /**
     * Deletes a znode.
     *
     * @param version that it must have, or -1 for any
     */
    public Future<Void> delete(String path, int version) {
        return call(path, answer -> zooKeeper.delete(path, version, (rc, p, context) -> answer.give(rc, null), null));
    }

    /**
     * Does all of it or nothing. Where something stands against it the future fails with what stood against the first
     * part that failed, and with that part's path.
     */
    public Future<List<OpResult>> multi(List<Op> ops) {
        String paths = ops.get(0).getPath();
        return call(
                paths,
                answer -> zooKeeper.multi(
                        ops,
                        (rc, p, context, results) -> answer.giveOr(
                                rc, results, () -> ZnodeException.of(Code.get(rc), failedPath(ops, results, rc))),
                        null));
    }

    /** Reads several znodes at one moment. What could not be read is an {@link OpResult.ErrorResult} in the list. */
    public Future<List<OpResult>> read(List<Op> ops) {
        return call(
                ops.get(0).getPath(),
                answer -> zooKeeper.multi(
                        ops,
                        (rc, p, context, results) -> answer.give(results == null ? rc : Code.OK.intValue(), results),
                        null));
    }

    /** Completes once the server that is asked has seen all that was written before. */
    public Future<Void> sync(String path) {
        return call(path, answer -> zooKeeper.sync(path, (rc, p, context) -> answer.give(rc, null), null));
    }

    /** Has every change at or below a znode told, until the session ends. */
    public Future<Void> watchBelow(String path) {
        return call(
                path,
                answer -> zooKeeper.addWatch(
                        path, AddWatchMode.PERSISTENT_RECURSIVE, (rc, p, context) -> answer.give(rc, null), null));
    }

    /**
     * Completes once a znode is not there; fails with the end of the session. There is no limit to it: whoever asks no
     * longer waits when the session changes.
     */
    public Future<Void> gone(String path) {
        Promise<Void> gone = Promise.promise();
        watchUntilGone(path, gone);
        return gone.future();
    }

    private void watchUntilGone(String path, Promise<Void> gone) {
        zooKeeper.getData(
                path,
                event -> thread.execute(() -> {
                    if (event.getType() == EventType.NodeDeleted) {
                        gone.tryComplete();
                    } else if (event.getType() == EventType.NodeDataChanged) {
                        watchUntilGone(path, gone);
                    } else if (event.getState() == KeeperState.Expired || event.getState() == KeeperState.Closed) {
                        gone.tryFail(ZnodeException.of(Code.SESSIONEXPIRED, path));
                    }
                }),
                (rc, p, context, content, stat) -> thread.execute(() -> {
                    if (rc == Code.NONODE.intValue()) {
                        gone.tryComplete();
                    } else if (rc != Code.OK.intValue()) {
                        gone.tryFail(ZnodeException.of(Code.get(rc), path));
                    }
                }),
                null);
    }

    /** Ends the session in order, so that its ephemeral znodes go at once; blocks for up to a second and a half. */
    void close() {
        try {
            zooKeeper.close(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it failed since there is no such znode. */
    public static boolean absent(Throwable failure) {
        return failure instanceof ZnodeException e && e.is(Code.NONODE);
    }

    private static <T> Future<T> fail(Throwable failure) {
        return Future.failedFuture(failure);
    }

    private static String failedPath(List<Op> ops, List<OpResult> results, int rc) {
        if (results != null) {
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) instanceof OpResult.ErrorResult error && error.getErr() == rc) {
                    return ops.get(i).getPath();
                }
            }
        }
        return ops.get(0).getPath();
    }

    private <T> Future<T> call(String path, Consumer<Answer<T>> request) {
        Answer<T> answer = new Answer<>(path);
        request.accept(answer);
        return answer.promise.future();
    }

    /** What ZooKeeper answers, or that it did not in time. */
    private final class Answer<T> {

        private final String path;
        private final Promise<T> promise = Promise.promise();
        private final ScheduledFuture<?> limit;

        Answer(String path) {
            this.path = path;
            this.limit = thread.schedule(
                    () -> {
                        if (promise.tryFail(ZnodeException.of(Code.OPERATIONTIMEOUT, path))) {
                            LOG.debug("{} was not answered within {} ms", path, limitMs);
                        }
                    },
                    limitMs,
                    TimeUnit.MILLISECONDS);
        }

        void give(int rc, T value) {
            giveOr(rc, value, () -> ZnodeException.of(Code.get(rc), path));
        }

        void giveOr(int rc, T value, Supplier<ZnodeException> failure) {
            thread.execute(() -> {
                limit.cancel(false);
                if (rc == Code.OK.intValue()) {
                    promise.tryComplete(value);
                } else {
                    promise.tryFail(failure.get());
                }
            });
        }
    }
}
