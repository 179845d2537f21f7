package io.conclave.kv.znodes;

import io.conclave.znodes.Coordination;
import io.conclave.znodes.Listening;
import io.conclave.znodes.SessionState;
import io.conclave.znodes.ZnodeClient;
import io.vertx.core.Future;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.zookeeper.WatchedEvent;

/** A process' contact with the ensemble that coordinates the store, and a copy of the store's znodes. */
public final class KvCoordination implements AutoCloseable {

    private final Coordination contact;
    private final ZnodePaths paths;
    private final ClusterMirror mirror;

    private KvCoordination(CoordinationOptions options) {
        this.contact = new Coordination("kv", options.connectString(), options.sessionTimeout());
        this.paths = new ZnodePaths(options.root());
        this.mirror = new ClusterMirror(this);
    }

    /** Begins to look for the ensemble; returns at once, whether or not there is one. */
    public static KvCoordination open(CoordinationOptions options) {
        KvCoordination coordination = new KvCoordination(options);
        coordination.contact.execute(coordination.mirror::start);
        coordination.contact.open();
        return coordination;
    }

    /** How the contact is at this moment; may be read from any thread. */
    public SessionState state() {
        return contact.state();
    }

    /** Is told each state from now on, first the one that stands. */
    public Listening onSession(Consumer<SessionState> listener) {
        return contact.onSession(listener);
    }

    /** All that the znodes say. */
    public ClusterMirror cluster() {
        return mirror;
    }

    /** Runs something on the coordination thread, after all that waits there already. */
    public void execute(Runnable work) {
        contact.execute(work);
    }

    /** Runs something on the coordination thread: at once where that is the caller's. */
    void runThere(Runnable work) {
        contact.runThere(work);
    }

    /** Runs something on the coordination thread, later. */
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return contact.schedule(work, delay, unit);
    }

    /** The sessions that this object had and has: what they own is its own. */
    public Set<Long> ownSessions() {
        return contact.ownSessions();
    }

    /** Asks with the session that is open now, from any thread; fails at once where there is none. */
    <T> Future<T> ask(Function<ZnodeClient, Future<T>> question) {
        return contact.ask(question);
    }

    ZnodePaths paths() {
        return paths;
    }

    /** Is told each event of a znode, on the coordination thread. */
    void onZnode(Consumer<WatchedEvent> listener) {
        contact.onZnode(listener);
    }

    /**
     * Ends the session in order, so that its ephemeral znodes go at once. Completes when they are gone, or after three
     * seconds.
     */
    public Future<Void> end() {
        return contact.end();
    }

    /** As {@link #end}, and waits for it. Not for event loops. */
    @Override
    public void close() {
        contact.close();
    }
}
