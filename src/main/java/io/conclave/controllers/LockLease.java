package io.conclave.controllers;

import io.conclave.znodes.Coordination;
import io.conclave.znodes.SessionState;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/**
 * How long the holder of the lock can be sure that no other one holds it (Gray and Cheriton, "Leases", 1989). Its
 * ephemeral znode goes when the leader of the ensemble has not heard of its session for the time-out T.
 *
 * <p>Each T/6 a sync and a read of lock and epoch are asked in one go; a sync is answered by way of the leader, so a
 * server that is cut off from it cannot keep the lease alive. A server tells the leader of its sessions' signs of life
 * each half tick, and T is two ticks or more, so when the answer was asked for the leader knew of a sign of life that
 * was T/6 + T/4 old at the most. So the lease is good for 7/12 T from the moment of asking, by this process' monotonic
 * clock, which runs on while the process is paused.
 *
 * <p>It ends for good: with the session, where the lock or the epoch are another's, or where it was not renewed in
 * time. It is used on the coordination thread, but for {@link #isGood}.
 */
final class LockLease {

    private static final int RENEWALS_EACH_TIMEOUT = 6;
    private static final long GOOD_TWELFTHS = 7;

    private final Coordination coordination;
    private final ControllerPaths paths;
    private final long sessionId;
    private final Duration timeout;
    private final LongSupplier nanoTime;
    private final Consumer<String> over;
    private long epoch = -1;
    private volatile long goodUntil;
    private volatile boolean ended;
    private ScheduledFuture<?> renewal;
    private ScheduledFuture<?> end;

    /**
     * @param session in which the lock was taken
     * @param lockAsked when that was asked for, by the same clock; it was the first sign of life
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param over told once that the lock may be another's, and how that is known; not after {@link #close}
     */
    LockLease(
            Coordination coordination,
            ControllerPaths paths,
            SessionState.Connected session,
            long lockAsked,
            LongSupplier nanoTime,
            Consumer<String> over) {
        this.coordination = coordination;
        this.paths = paths;
        this.sessionId = session.sessionId();
        this.timeout = session.timeout();
        this.nanoTime = nanoTime;
        this.over = over;
        extend(lockAsked);
        renew();
    }

    /** Whether the lock is this controller's at this moment. From any thread. */
    boolean isGood() {
        return !ended && goodUntil - nanoTime.getAsLong() > 0;
    }

    /** From now on it is over as well where the epoch is another one. */
    void holdEpoch(long own) {
        epoch = own;
    }

    private void renew() {
        if (ended) {
            return;
        }
        renewal = coordination.schedule(this::renew, timeout.toNanos() / RENEWALS_EACH_TIMEOUT, TimeUnit.NANOSECONDS);
        long asked = nanoTime.getAsLong();
        coordination
                .ask(client -> {
                    Future<Void> synced = client.sync(paths.controllers());
                    Future<List<OpResult>> read =
                            client.read(List.of(Op.getData(paths.lock()), Op.getData(paths.epoch())));
                    return synced.compose(done -> read);
                })
                .onSuccess(results -> answered(asked, results));
    }

    private void answered(long asked, List<OpResult> results) {
        if (ended) {
            return;
        }
        if (!(results.get(0) instanceof OpResult.GetDataResult lock)
                || lock.getStat().getEphemeralOwner() != sessionId) {
            end("the lock is another's");
        } else if (!(results.get(1) instanceof OpResult.GetDataResult standing)) {
            end("the epoch's znode is gone");
        } else {
            String text = new String(standing.getData(), StandardCharsets.UTF_8);
            if (epoch >= 0 && !text.equals(Long.toString(epoch))) {
                end("epoch " + text + " was given");
            } else {
                extend(asked);
            }
        }
    }

    private void extend(long asked) {
        goodUntil = asked + timeout.toNanos() * GOOD_TWELFTHS / 12;
        cancel(end);
        end = coordination.schedule(this::check, goodUntil - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
    }

    private void check() {
        if (ended) {
            return;
        }
        if (isGood()) {
            end = coordination.schedule(this::check, goodUntil - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
        } else {
            end("it could not make sure of the lock for " + timeout.toMillis() * GOOD_TWELFTHS / 12 + " ms");
        }
    }

    private void end(String detail) {
        close();
        over.accept(detail);
    }

    private static void cancel(ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Gives it up; nothing more is told. */
    void close() {
        ended = true;
        cancel(renewal);
        cancel(end);
    }
}
