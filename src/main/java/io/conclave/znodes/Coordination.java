package io.conclave.znodes;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process' contact with the ensemble, through as many sessions as it takes. A lost contact is
 * {@linkplain SessionState.Suspended lost} to all that act on it; where the ensemble ends the session, a new one is
 * opened, in which everything has to be registered anew. All listeners are told on one thread, and in ZooKeeper's
 * order.
 */
public final class Coordination implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Coordination.class);
    private static final long REOPEN_MS = 500;
    private static final long CLOSE_SECONDS = 3;

    private final String name;
    private final String connectString;
    private final Duration sessionTimeout;
    private final CoordinationThread thread;
    private final List<Consumer<SessionState>> sessionListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<WatchedEvent>> znodeListeners = new CopyOnWriteArrayList<>();
    private final Set<Long> ownSessions = ConcurrentHashMap.newKeySet();
    private final Promise<Void> ended = Promise.promise();
    private volatile SessionState state = new SessionState.Connecting();
    private ZnodeClient client;
    private long opened;
    private boolean ending;

    /**
     * @param name what its threads are called by
     * @param connectString {@code host:port,host:port,…}
     * @param sessionTimeout what is asked of the ensemble; it may grant another one
     */
    public Coordination(String name, String connectString, Duration sessionTimeout) {
        this.name = name;
        this.connectString = connectString;
        this.sessionTimeout = sessionTimeout;
        this.thread = new CoordinationThread(name + "-coordination");
    }

    /** Begins to look for the ensemble; returns at once, whether or not there is one. */
    public void open() {
        thread.execute(this::openSession);
    }

    /** How the contact is at this moment; may be read from any thread. */
    public SessionState state() {
        return state;
    }

    /** Is told each state from now on, first the one that stands. */
    public Listening onSession(Consumer<SessionState> listener) {
        thread.run(() -> {
            sessionListeners.add(listener);
            listener.accept(state);
        });
        return () -> sessionListeners.remove(listener);
    }

    /** Is told each event of a watched znode. */
    public Listening onZnode(Consumer<WatchedEvent> listener) {
        znodeListeners.add(listener);
        return () -> znodeListeners.remove(listener);
    }

    /** Runs something on the coordination thread, after all that waits there already. */
    public void execute(Runnable work) {
        thread.execute(work);
    }

    /** Runs something on the coordination thread: at once where that is the caller's. */
    public void runThere(Runnable work) {
        thread.run(work);
    }

    /** Runs something on the coordination thread, later. */
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return thread.schedule(work, delay, unit);
    }

    /** The sessions that this object had and has: what they own is its own. */
    public Set<Long> ownSessions() {
        return Set.copyOf(ownSessions);
    }

    /** The session that is open now, with which to ask; empty while there is no contact. To be called on the thread. */
    public Optional<ZnodeClient> connected() {
        return state instanceof SessionState.Connected ? Optional.of(client) : Optional.empty();
    }

    /** Asks with the session that is open now, from any thread; fails at once where there is none. */
    public <T> Future<T> ask(Function<ZnodeClient, Future<T>> question) {
        Promise<T> answer = Promise.promise();
        thread.run(() -> connected()
                .map(question)
                .orElseGet(() -> Future.failedFuture(ZnodeException.of(Code.CONNECTIONLOSS, connectString)))
                .onComplete(answer));
        return answer.future();
    }

    /** Ends the session that stands, so that what it owns goes at once, and opens another one. */
    public void renewSession() {
        thread.run(() -> {
            if (!ending && client != null) {
                expired();
            }
        });
    }

    /** To be called on the coordination thread. */
    private void openSession() {
        if (ending) {
            return;
        }
        long number = ++opened;
        try {
            client = ZnodeClient.open(connectString, sessionTimeout, thread, event -> {
                if (number == opened) {
                    accept(event);
                }
            });
        } catch (IOException | RuntimeException e) {
            LOG.warn("no session can be opened with {}: {}", connectString, e.toString());
            thread.schedule(this::openSession, REOPEN_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void accept(WatchedEvent event) {
        if (ending) {
            return;
        }
        if (event.getType() != EventType.None) {
            znodeListeners.forEach(listener -> listener.accept(event));
            return;
        }
        switch (event.getState()) {
            case SyncConnected -> connectedTo(client.sessionId());
            case Disconnected -> {
                if (state instanceof SessionState.Connected connected) {
                    become(new SessionState.Suspended(connected.sessionId()));
                }
            }
            case Expired -> expired();
            default -> LOG.warn("the ensemble says {}", event.getState());
        }
    }

    private void connectedTo(long sessionId) {
        ownSessions.add(sessionId);
        become(new SessionState.Connected(sessionId, client.negotiatedTimeout()));
    }

    private void expired() {
        ZnodeClient over = client;
        become(new SessionState.Expired(over.sessionId()));
        closeAside(over);
        become(new SessionState.Connecting());
        openSession();
    }

    private void become(SessionState next) {
        if (next.equals(state)) {
            return;
        }
        LOG.debug("the session is {}", next);
        state = next;
        sessionListeners.forEach(listener -> listener.accept(next));
    }

    /** The library's close waits for its threads, so it is not called on ours. */
    private Future<Void> closeAside(ZnodeClient over) {
        Promise<Void> closed = Promise.promise();
        ClosingAside.close(name, over::close).onComplete(done -> thread.execute(closed::tryComplete));
        return closed.future();
    }

    /**
     * Ends the session in order, so that its ephemeral znodes go at once. Completes when they are gone, or after three
     * seconds.
     */
    public Future<Void> end() {
        thread.run(() -> {
            if (ending) {
                return;
            }
            ending = true;
            become(new SessionState.Closed());
            Future<Void> gone = client == null ? Future.succeededFuture() : closeAside(client);
            gone.onComplete(done -> ended.tryComplete());
            thread.schedule(() -> ended.tryComplete(), CLOSE_SECONDS, TimeUnit.SECONDS);
            ended.future().onComplete(done -> thread.close());
        });
        return ended.future();
    }

    /** As {@link #end}, and waits for it. Not for event loops. */
    @Override
    public void close() {
        try {
            end().await(CLOSE_SECONDS + 1, TimeUnit.SECONDS);
        } catch (TimeoutException | RuntimeException e) {
            LOG.warn("the session did not end in order: {}", e.toString());
        }
    }
}
