package io.conclave.kv.znodes;

import io.conclave.znodes.Listening;
import io.conclave.znodes.SessionState;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/**
 * A primary's lease that rests on its session (Gray and Cheriton, "Leases", 1989). The master promotes another only
 * after the primary's ephemeral znode is gone, and it goes when the leader of the ensemble has not heard of the session
 * for its time-out T.
 *
 * <p>Each T/6 a sync and a read of primary and epoch are asked in one go. A sync is answered by way of the leader, so a
 * server that is cut off from it cannot keep the lease alive, as a mere read would let it. A server tells the leader of
 * its sessions' signs of life when the leader pings it, each half tick, so when the answer was asked for the leader
 * knew of a sign of life that was at most T/6 and half a tick old; and a session's time-out is two ticks or more, so
 * half a tick is T/4 or less. So the lease is good for T - T/6 - T/4 = 7/12 T from the moment of asking, by this
 * process' own monotonic clock, which runs on while the process is paused.
 */
public final class SessionLease implements Lease {

    private static final int RENEWALS_EACH_TIMEOUT = 6;
    private static final long GOOD_TWELFTHS = 7;

    private final KvCoordination coordination;
    private final String group;
    private final int number;
    private final long epoch;
    private final long sessionId;
    private final Duration timeout;
    private final LongSupplier nanoTime;
    private final Consumer<LeaseState> listener;
    /** Meaningless unless {@link #held}. */
    private volatile long goodUntil;

    private volatile boolean held;
    private LeaseState told;
    private volatile boolean over;
    private Listening sessions;
    private ScheduledFuture<?> renewal;
    private ScheduledFuture<?> end;

    private SessionLease(
            KvCoordination coordination,
            GroupState promoted,
            SessionState.Connected session,
            LongSupplier nanoTime,
            Consumer<LeaseState> listener) {
        this.coordination = coordination;
        this.group = promoted.group();
        this.number = promoted.primary().orElse(0);
        this.epoch = promoted.epoch();
        this.sessionId = session.sessionId();
        this.timeout = session.timeout();
        this.nanoTime = nanoTime;
        this.listener = listener;
    }

    /**
     * Begins to renew a lease. It is good only once the listener is told so.
     *
     * @param promoted the state that makes this member primary
     * @param session the session in which it is registered
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param listener told each change, on the coordination thread
     */
    public static SessionLease hold(
            KvCoordination coordination,
            GroupState promoted,
            SessionState.Connected session,
            LongSupplier nanoTime,
            Consumer<LeaseState> listener) {
        SessionLease lease = new SessionLease(coordination, promoted, session, nanoTime, listener);
        boolean registered = promoted.livePrimary()
                .filter(primary -> primary.sessionId() == session.sessionId())
                .isPresent();
        coordination.execute(() -> {
            if (!registered) {
                lease.end("the promotion was of a former registration");
                return;
            }
            lease.sessions = coordination.onSession(lease::session);
        });
        return lease;
    }

    @Override
    public boolean isGood() {
        return held && !over && goodUntil - nanoTime.getAsLong() > 0;
    }

    @Override
    public long remainingNanos() {
        return held && !over ? goodUntil - nanoTime.getAsLong() : 0;
    }

    private void session(SessionState state) {
        if (over) {
            return;
        }
        if (state instanceof SessionState.Connected connected) {
            if (connected.sessionId() == sessionId) {
                renew();
            } else {
                end("the session in which this member was promoted is over");
            }
        } else if (state instanceof SessionState.Suspended) {
            held = false;
            tell(new LeaseState.RanOut());
        } else if (!(state instanceof SessionState.Connecting)) {
            end("the session in which this member was promoted is over");
        }
    }

    private void renew() {
        if (over || !(coordination.state() instanceof SessionState.Connected)) {
            return;
        }
        cancel(renewal);
        renewal = coordination.schedule(this::renew, timeout.toNanos() / RENEWALS_EACH_TIMEOUT, TimeUnit.NANOSECONDS);
        long asked = nanoTime.getAsLong();
        ZnodePaths paths = coordination.paths();
        coordination
                .ask(client -> {
                    Future<Void> synced = client.sync(paths.epoch(group));
                    Future<List<OpResult>> read =
                            client.read(List.of(Op.getData(paths.primary(group)), Op.getData(paths.epoch(group))));
                    return synced.compose(done -> read);
                })
                .onSuccess(results -> answered(asked, results));
    }

    private void answered(long asked, List<OpResult> results) {
        if (over || !(coordination.state() instanceof SessionState.Connected)) {
            return;
        }
        if (!(results.get(0) instanceof OpResult.GetDataResult primary)
                || !(results.get(1) instanceof OpResult.GetDataResult now)) {
            end("the group's znodes are gone");
            return;
        }
        try {
            long standing = ZnodeText.number(now.getData());
            OptionalInt standingPrimary = ZnodeText.primary(primary.getData());
            if (standing != epoch || !standingPrimary.equals(OptionalInt.of(number))) {
                end("the group is in epoch " + standing + " with primary "
                        + (standingPrimary.isPresent() ? standingPrimary.getAsInt() : "none"));
                return;
            }
        } catch (IllegalArgumentException nonsense) {
            end("the group's znodes make no sense: " + nonsense.getMessage());
            return;
        }
        extend(asked + timeout.toNanos() * GOOD_TWELFTHS / 12);
    }

    private void extend(long until) {
        goodUntil = until;
        held = true;
        cancel(end);
        end = coordination.schedule(this::runOut, until - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
        if (isGood()) {
            tell(new LeaseState.Good());
        }
    }

    private void runOut() {
        if (over) {
            return;
        }
        if (isGood()) {
            end = coordination.schedule(this::runOut, remainingNanos(), TimeUnit.NANOSECONDS);
        } else {
            tell(new LeaseState.RanOut());
        }
    }

    private void end(String detail) {
        stop();
        tell(new LeaseState.Over(detail));
    }

    private void stop() {
        over = true;
        held = false;
        cancel(renewal);
        cancel(end);
        if (sessions != null) {
            sessions.close();
        }
    }

    private static void cancel(ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void tell(LeaseState state) {
        if (!state.equals(told)) {
            told = state;
            listener.accept(state);
        }
    }

    /** Gives it up: it is good no more from this moment on, and nothing more is told. */
    @Override
    public void close() {
        over = true;
        coordination.execute(this::stop);
    }
}
