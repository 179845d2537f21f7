package io.conclave.kv.znodes;

import io.conclave.kv.ring.GroupName;
import io.conclave.znodes.Listening;
import io.conclave.znodes.Node;
import io.conclave.znodes.SessionState;
import io.conclave.znodes.ZnodeClient;
import io.conclave.znodes.ZnodeException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a data member registered as {@code /data/<group>/<number>}: once in each session, and anew where the znode is
 * deleted by others. The member that registers first in a group that never had a primary makes itself its in-sync set.
 *
 * <p>A znode that is there already is taken over only where this session made it. One of a former session that is known
 * to be this member's is deleted; any other one is waited for, since it may be of a process that lives (CURATOR-604).
 */
public final class DataRegistration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataRegistration.class);
    private static final long RETRY_MS = 200;
    /** How long a foreign registration under our number is waited for, in session time-outs: it should take one. */
    private static final int PATIENCE = 3;

    private final KvCoordination coordination;
    private final ZnodePaths paths;
    private final String group;
    private final int number;
    private final String address;
    private final Set<Long> formerSessions;
    private final Consumer<Registration> listener;
    private Listening sessions;
    private Registration told;
    /** Counts what makes all that is under way void. */
    private long attempt;

    private boolean over;
    private ScheduledFuture<?> patience;

    private DataRegistration(
            KvCoordination coordination,
            String group,
            int number,
            String address,
            Set<Long> formerSessions,
            Consumer<Registration> listener) {
        this.coordination = coordination;
        this.paths = coordination.paths();
        this.group = GroupName.check(group);
        this.number = number;
        this.address = address;
        this.formerSessions = Set.copyOf(formerSessions);
        this.listener = listener;
    }

    /**
     * Gets a number for a new member, under the lock {@code /data/lock}, and makes the group's znodes where it is the
     * first one. The member keeps the number for good: it has to be on disk before the member is registered, since a
     * number in the in-sync set that nobody has could never be waited for.
     *
     * <p>Where the contact with the ensemble is lost meanwhile, it is tried again until there is a number. A try of
     * which the outcome is unknown may have used up a number, which is then nobody's.
     */
    public static Future<Integer> allocate(KvCoordination coordination, String group) {
        GroupName.check(group);
        Promise<Integer> given = Promise.promise();
        allocate(coordination, group, given);
        return given.future();
    }

    private static void allocate(KvCoordination coordination, String group, Promise<Integer> given) {
        ZnodePaths paths = coordination.paths();
        coordination
                .ask(client -> ZnodeLock.take(client, paths.dataLock())
                        .compose(lock -> ensureGroup(client, paths, group)
                                .compose(made -> nextNumber(client, lock, paths.groupTop(group)))
                                .eventually(() -> lock.release())))
                .onSuccess(given::complete)
                .onFailure(e -> {
                    if (coordination.state() instanceof SessionState.Closed || isForGood(e)) {
                        given.fail(e);
                    } else {
                        LOG.debug("group {} gives no number yet: {}", group, e.toString());
                        coordination.schedule(
                                () -> allocate(coordination, group, given), RETRY_MS, TimeUnit.MILLISECONDS);
                    }
                });
    }

    private static boolean isForGood(Throwable failure) {
        return !(failure instanceof ZnodeException e) || e.damaged() || e.is(Code.NOAUTH);
    }

    private static Future<Void> ensureGroup(ZnodeClient client, ZnodePaths paths, String group) {
        List<Op> ops = List.of(
                persistent(paths.group(group), ""),
                persistent(paths.groupTop(group), "0"),
                persistent(paths.primary(group), ""),
                persistent(paths.inSync(group), "[]"),
                persistent(paths.epoch(group), "0"));
        return client.multi(ops)
                .<Void>mapEmpty()
                .recover(e -> is(e, Code.NODEEXISTS) ? Future.succeededFuture() : Future.failedFuture(e));
    }

    private static Op persistent(String path, String content) {
        return Op.create(path, ZnodeText.bytes(content), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private static Future<Integer> nextNumber(ZnodeClient client, ZnodeLock lock, String path) {
        return client.get(path).compose(node -> {
            int next = top(node, path) + 1;
            return client.multi(List.of(
                            lock.check(),
                            Op.setData(
                                    path,
                                    ZnodeText.bytes(String.valueOf(next)),
                                    node.stat().getVersion())))
                    .map(next);
        });
    }

    static int top(Node node, String path) {
        try {
            return ZnodeText.top(node.content());
        } catch (IllegalArgumentException nonsense) {
            throw ZnodeException.damaged(path, nonsense.getMessage());
        }
    }

    /**
     * Begins to keep the member registered.
     *
     * @param number what it was {@linkplain #allocate given}
     * @param address host:port of its services
     * @param formerSessions sessions of former processes of this member that are known to have ended
     * @param listener told each change, on the coordination thread
     */
    public static DataRegistration keep(
            KvCoordination coordination,
            String group,
            int number,
            String address,
            Set<Long> formerSessions,
            Consumer<Registration> listener) {
        DataRegistration registration =
                new DataRegistration(coordination, group, number, address, formerSessions, listener);
        coordination.execute(() -> registration.sessions = coordination.onSession(registration::session));
        return registration;
    }

    private void session(SessionState state) {
        attempt++;
        cancelPatience();
        if (over) {
            return;
        }
        if (state instanceof SessionState.Connected session) {
            register(session);
        } else {
            tell(new Registration.Waiting("there is no contact with the ensemble"));
        }
    }

    private void register(SessionState.Connected session) {
        long now = ++attempt;
        coordination
                .ask(client -> client.sync(paths.group(group)).compose(synced -> registerOnce(client, session)))
                .onComplete(done -> {
                    if (now != attempt || over) {
                        return;
                    }
                    if (done.succeeded()) {
                        tell(done.result());
                        if (done.result() instanceof Registration.Registered) {
                            cancelPatience();
                            watchOwn(session, now);
                        } else if (done.result() instanceof Registration.Refused) {
                            end();
                        }
                    } else {
                        retry(session, now, done.cause());
                    }
                });
    }

    private void retry(SessionState.Connected session, long now, Throwable failure) {
        LOG.debug("member {} of group {} is not registered yet: {}", number, group, failure.toString());
        if (failure instanceof ZnodeException && isForGood(failure)) {
            tell(new Registration.Refused(failure.getMessage()));
            end();
            return;
        }
        coordination.schedule(
                () -> {
                    if (now == attempt && !over) {
                        register(session);
                    }
                },
                RETRY_MS,
                TimeUnit.MILLISECONDS);
    }

    private Future<Registration> registerOnce(ZnodeClient client, SessionState.Connected session) {
        String path = paths.member(group, number);
        return client.find(paths.groupTop(group)).compose(top -> {
            if (top.isEmpty() || top(top.get(), paths.groupTop(group)) < number) {
                return Future.succeededFuture(new Registration.Refused("group " + group
                        + " of this ensemble never gave the number " + number
                        + ": it is another ensemble, or it was wiped or restored from an older state"));
            }
            return client.find(path).compose(found -> found.map(node -> present(client, session, path, node))
                    .orElseGet(() -> create(client, session, path)));
        });
    }

    private Future<Registration> present(ZnodeClient client, SessionState.Connected session, String path, Node node) {
        long owner = node.stat().getEphemeralOwner();
        if (owner == session.sessionId() && address.equals(ZnodeText.text(node.content()))) {
            return Future.succeededFuture(new Registration.Registered(session.sessionId(), session.timeout()));
        }
        if (owner == session.sessionId() || ownSessions().contains(owner)) {
            return client.delete(path, node.stat().getVersion()).compose(deleted -> create(client, session, path));
        }
        awaitGone(client, session, path, node);
        return Future.succeededFuture(new Registration.Waiting("number " + number + " of group " + group
                + " is registered at " + ZnodeText.text(node.content()) + " by session 0x" + Long.toHexString(owner)));
    }

    private Set<Long> ownSessions() {
        Set<Long> own = new HashSet<>(coordination.ownSessions());
        own.addAll(formerSessions);
        return own;
    }

    private void awaitGone(ZnodeClient client, SessionState.Connected session, String path, Node node) {
        long now = attempt;
        client.gone(path).onSuccess(gone -> {
            if (now == attempt && !over) {
                register(session);
            }
        });
        if (patience == null) {
            String who = ZnodeText.text(node.content());
            patience = coordination.schedule(
                    () -> {
                        tell(new Registration.Refused("another process is member " + number + " of group " + group
                                + ", at " + who + "; two of them cannot be"));
                        end();
                    },
                    PATIENCE * session.timeout().toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private Future<Registration> create(ZnodeClient client, SessionState.Connected session, String path) {
        return GroupReading.read(client, paths, group).compose(read -> {
            Optional<GroupState> state = read.filter(found -> found.damage().isEmpty());
            if (state.isEmpty()) {
                return Future.failedFuture(ZnodeException.damaged(
                        paths.group(group), read.flatMap(GroupState::damage).orElse("there is no such group")));
            }
            List<Op> ops = new ArrayList<>();
            ops.add(Op.create(path, ZnodeText.bytes(address), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL));
            if (state.get().epoch() == 0 && state.get().inSync().isEmpty()) {
                ops.add(Op.check(paths.epoch(group), state.get().versions().epoch()));
                ops.add(Op.setData(
                        paths.inSync(group),
                        ZnodeText.inSync(List.of(number)),
                        state.get().versions().inSync()));
            }
            return client.multi(ops).map(new Registration.Registered(session.sessionId(), session.timeout()));
        });
    }

    /** Somebody may delete our znode by hand: then we are no member until it is there again. */
    private void watchOwn(SessionState.Connected session, long now) {
        coordination.ask(client -> client.gone(paths.member(group, number))).onSuccess(gone -> {
            if (now == attempt && !over && session.equals(coordination.state())) {
                LOG.warn("the registration of member {} of group {} was deleted, and is made anew", number, group);
                tell(new Registration.Waiting("the registration was deleted by others"));
                register(session);
            }
        });
    }

    private void tell(Registration registration) {
        if (!registration.equals(told)) {
            told = registration;
            listener.accept(registration);
        }
    }

    private void cancelPatience() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }

    private void end() {
        over = true;
        cancelPatience();
        sessions.close();
    }

    private static boolean is(Throwable failure, Code code) {
        return failure instanceof ZnodeException e && e.is(code);
    }

    /** Registers no more. The registration itself ends with the session, or with {@link #withdraw}. */
    @Override
    public void close() {
        coordination.execute(this::end);
    }

    /**
     * As {@link #close}, and takes the registration back at once, so that the master sees it before the session ends.
     *
     * @return completes when it is taken back; fails where there is no contact
     */
    public Future<Void> withdraw() {
        Promise<Void> withdrawn = Promise.promise();
        coordination.execute(() -> {
            boolean ours = !over
                    && told instanceof Registration.Registered registered
                    && coordination.state() instanceof SessionState.Connected session
                    && session.sessionId() == registered.sessionId();
            end();
            if (ours) {
                coordination
                        .ask(client -> client.delete(paths.member(group, number), -1))
                        .recover(e -> ZnodeClient.absent(e) ? Future.succeededFuture() : Future.failedFuture(e))
                        .onComplete(withdrawn);
            } else {
                withdrawn.complete();
            }
        });
        return withdrawn.future();
    }
}
