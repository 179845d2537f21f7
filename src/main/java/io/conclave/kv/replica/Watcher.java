package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.vertx.core.Context;
import java.util.List;

/** One watch: a place in the {@link ChangeHistory}, and a sink on some event loop that is told one thing at a time. */
final class Watcher implements Watch {

    private final WatchQuery query;
    private final WatchSink sink;
    private final Context context;
    private final LogThread thread;
    private final ChangeHistory history;
    /** Of the log thread. */
    private long told;

    /** Of none yet: the first thing that is told is from where on. */
    private long toldRing = -1;

    private boolean ready;
    /** Of the context. */
    private boolean closed;

    Watcher(WatchQuery query, WatchSink sink, Context context, LogThread thread, ChangeHistory history) {
        this.query = query;
        this.sink = sink;
        this.context = context;
        this.thread = thread;
        this.history = history;
    }

    void begin(long after) {
        told = after;
        ready = true;
    }

    boolean isReady() {
        return ready;
    }

    /** All changes up to this version were told. */
    long told() {
        return told;
    }

    /** The ring up to whose last change all was told; -1 where nothing was told. */
    long toldRing() {
        return toldRing;
    }

    boolean matches(byte[] key) {
        return ChangeHistory.begins(key, query.prefix());
    }

    /** On the log thread. */
    void tell(List<Change> changes, long upTo, long ringVersion) {
        told = upTo;
        toldRing = ringVersion;
        ready = false;
        long ring = Math.max(0, ringVersion);
        context.runOnContext(now -> {
            if (!closed && sink.changed(changes, upTo, ring)) {
                resume();
            }
        });
    }

    /** On the log thread. */
    void end(KvException why) {
        ready = false;
        context.runOnContext(now -> {
            if (!closed) {
                closed = true;
                sink.ended(why);
            }
        });
    }

    @Override
    public void resume() {
        if (!closed) {
            thread.execute(() -> {
                ready = true;
                history.tell(this);
            });
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.execute(() -> {
            ready = false;
            history.remove(this);
        });
    }
}
