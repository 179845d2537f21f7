package io.conclave.cluster;

import io.conclave.config.CoordinationSettings;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Vert.x of its own that is a member of the cluster, beside the one that the controller runs on, so that it can be
 * thrown away and made anew. That is needed: a member whose session with ZooKeeper has ended stays without its
 * registrations or is no member any more, and does not notice (vertx-zookeeper issues 69, 105, 152). So each second it
 * asks itself something by way of the cluster's registrations, and where that fails three times, another member takes
 * its place.
 */
public final class ClusterMember implements AutoCloseable {

    /** Whoever uses the membership; told on the member's own thread. */
    public interface User {

        /** There is a membership; all that was registered with a former one has to be registered again. */
        void joined(Vertx vertx, EventBus bus);

        /** It is gone. */
        void left();
    }

    private static final Logger LOG = LoggerFactory.getLogger(ClusterMember.class);
    private static final int MOST_FAILURES = 3;
    private static final long CHECK_MS = 1_000;
    private static final long JOIN_SECONDS = 20;
    private static final long LEAVE_SECONDS = 3;
    private static final long FIRST_WAIT_MS = 500;
    private static final long LONGEST_WAIT_MS = 10_000;

    private final CoordinationSettings settings;
    private final String host;
    private final User user;
    private final ScheduledThreadPoolExecutor thread;
    private Vertx vertx;
    private String echo;
    private int failures;
    private long waitMs = FIRST_WAIT_MS;
    private volatile boolean closed;

    /** @param host the address that its event bus listens on and the others reach it at */
    public ClusterMember(CoordinationSettings settings, String host, User user) {
        this.settings = settings;
        this.host = host;
        this.user = user;
        this.thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread own = new Thread(work, "cluster-member");
            own.setDaemon(true);
            return own;
        });
        // What is asked for after the end is not done any more.
        thread.setRejectedExecutionHandler((work, pool) -> LOG.trace("dropped after the end: {}", work));
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Begins to join; returns at once. */
    public void open() {
        thread.execute(this::join);
    }

    /** Has another member take its place, since this one hears nothing. */
    public void renew(String why) {
        if (!closed) {
            thread.execute(() -> {
                if (vertx != null) {
                    LOG.warn("the membership in the cluster is renewed: {}", why);
                    replace();
                }
            });
        }
    }

    private void join() {
        if (closed) {
            return;
        }
        try {
            vertx = Membership.join(settings, host).await(JOIN_SECONDS, TimeUnit.SECONDS);
            EventBus bus = vertx.eventBus();
            echo = "conclave.echo." + UUID.randomUUID();
            bus.<String>consumer(echo, message -> message.reply(message.body()))
                    .completion()
                    .await(JOIN_SECONDS, TimeUnit.SECONDS);
            failures = 0;
            waitMs = FIRST_WAIT_MS;
            user.joined(vertx, bus);
            checkLater();
        } catch (Exception e) {
            leave();
            if (!closed) {
                LOG.warn("the cluster cannot be joined: {}; tried again in {} ms", e.toString(), waitMs);
                joinLater();
            }
        }
    }

    private void joinLater() {
        later(this::join, waitMs);
        waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
    }

    /** The question goes by the cluster's registrations, though its answerer is in this very process. */
    private void check() {
        Vertx asked = vertx;
        if (closed || asked == null) {
            return;
        }
        try {
            asked.eventBus().<String>request(echo, echo).await(CHECK_MS, TimeUnit.MILLISECONDS);
            failures = 0;
        } catch (Exception e) {
            failures++;
            LOG.debug("the member did not reach itself: {}", e.toString());
        }
        if (failures >= MOST_FAILURES) {
            LOG.warn("the member of the cluster does not reach itself any more, so another takes its place");
            replace();
        } else {
            checkLater();
        }
    }

    private void checkLater() {
        later(this::check, CHECK_MS);
    }

    private void later(Runnable what, long ms) {
        if (!closed) {
            thread.schedule(what, ms, TimeUnit.MILLISECONDS);
        }
    }

    private void replace() {
        user.left();
        leave();
        joinLater();
    }

    private void leave() {
        Vertx over = vertx;
        vertx = null;
        if (over != null) {
            try {
                over.close().await(LEAVE_SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                LOG.warn("the cluster was not left in order: {}", e.toString());
            }
        }
    }

    /** Leaves the cluster; blocks for a few seconds at the most. */
    @Override
    public void close() {
        closed = true;
        thread.execute(() -> {
            user.left();
            leave();
        });
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LEAVE_SECONDS + 1, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
