package io.conclave.kv.znodes;

import io.conclave.znodes.Listening;
import io.conclave.znodes.Node;
import io.conclave.znodes.SessionState;
import io.conclave.znodes.ZnodeClient;
import io.conclave.znodes.ZnodeException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a server registered, and has it race for master. Under the lock {@code /server/lock} a server gets its number
 * from {@code /server/top}, registers as {@code /server/<number>}, and becomes master by making {@code /server/0} where
 * there is none. All others watch {@code /server/0} and take the lock when it goes.
 *
 * <p>A new session is a new registration with a new number. What a master writes is checked against both of its znodes,
 * so that one whose session is over, whether it knows or not, changes nothing.
 */
public final class ServerRegistration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerRegistration.class);
    private static final long RETRY_MS = 200;

    private final KvCoordination coordination;
    private final ZnodePaths paths;
    private final String address;
    private final Consumer<ServerRole> listener;
    private Listening sessions;
    private ServerRole told;
    /** Counts what makes all that is under way void. */
    private long attempt;

    private boolean over;

    private ServerRegistration(KvCoordination coordination, String address, Consumer<ServerRole> listener) {
        this.coordination = coordination;
        this.paths = coordination.paths();
        this.address = address;
        this.listener = listener;
    }

    /**
     * Begins to keep the server registered.
     *
     * @param address host:port of its services
     * @param listener told each change, on the coordination thread
     */
    public static ServerRegistration keep(KvCoordination coordination, String address, Consumer<ServerRole> listener) {
        ServerRegistration registration = new ServerRegistration(coordination, address, listener);
        coordination.execute(() -> registration.sessions = coordination.onSession(registration::session));
        return registration;
    }

    private void session(SessionState state) {
        attempt++;
        if (over) {
            return;
        }
        if (state instanceof SessionState.Connected session) {
            race(session);
        } else {
            tell(new ServerRole.Waiting());
        }
    }

    private void race(SessionState.Connected session) {
        long now = ++attempt;
        coordination
                .ask(client -> ZnodeLock.take(client, paths.serverLock()).compose(lock -> client.sync(paths.servers())
                        .compose(synced -> raceLocked(client, lock, session))
                        .eventually(() -> lock.release())))
                .onComplete(done -> {
                    if (now != attempt || over) {
                        return;
                    }
                    if (done.failed()) {
                        retry(session, now, done.cause());
                        return;
                    }
                    tell(done.result());
                    watchMaster(session, now);
                });
    }

    private void retry(SessionState.Connected session, long now, Throwable failure) {
        LOG.debug("the server is not registered yet: {}", failure.toString());
        if (failure instanceof ZnodeException e && (e.damaged() || e.is(Code.NOAUTH))) {
            tell(new ServerRole.Refused(e.getMessage()));
            end();
            return;
        }
        again(session, now, RETRY_MS);
    }

    private void again(SessionState.Connected session, long now, long delayMs) {
        coordination.schedule(
                () -> {
                    if (now == attempt && !over) {
                        race(session);
                    }
                },
                delayMs,
                TimeUnit.MILLISECONDS);
    }

    private Future<ServerRole> raceLocked(ZnodeClient client, ZnodeLock lock, SessionState.Connected session) {
        return ownNumber(client, session)
                .compose(own -> own.isPresent() ? Future.succeededFuture(own.getAsInt()) : register(client, lock))
                .compose(number -> client.find(paths.master())
                        .compose(master -> becomeMaster(client, lock, session, number, master)));
    }

    /** The number that this session has got already, where a former try got it and did not hear of it. */
    private Future<OptionalInt> ownNumber(ZnodeClient client, SessionState.Connected session) {
        return client.children(paths.servers())
                .compose(children -> GroupReading.members(client, paths.servers(), children))
                .map(members -> members.values().stream()
                        .filter(member -> member.sessionId() == session.sessionId())
                        .mapToInt(MemberState::number)
                        .findFirst());
    }

    private Future<Integer> register(ZnodeClient client, ZnodeLock lock) {
        return client.get(paths.serverTop()).compose(node -> {
            int number = DataRegistration.top(node, paths.serverTop()) + 1;
            List<Op> ops = List.of(
                    lock.check(),
                    Op.setData(
                            paths.serverTop(),
                            ZnodeText.bytes(String.valueOf(number)),
                            node.stat().getVersion()),
                    ephemeral(paths.server(number), ZnodeText.bytes(address)));
            return client.multi(ops).map(number);
        });
    }

    private Future<ServerRole> becomeMaster(
            ZnodeClient client, ZnodeLock lock, SessionState.Connected session, int number, Optional<Node> master) {
        if (master.isPresent()) {
            long owner = master.get().stat().getEphemeralOwner();
            if (owner == session.sessionId()) {
                return Future.succeededFuture(new ServerRole.Master(number, owner));
            }
            if (!coordination.ownSessions().contains(owner)) {
                return Future.succeededFuture(new ServerRole.Standby(number));
            }
        }
        // A znode that a former session of this process left would otherwise be waited for until that session ends.
        Future<Void> free = master.isPresent()
                ? client.delete(paths.master(), master.get().stat().getVersion())
                : Future.succeededFuture();
        List<Op> ops = List.of(lock.check(), ephemeral(paths.master(), ZnodeText.master(address, number)));
        return free.compose(gone -> client.multi(ops)).map(new ServerRole.Master(number, session.sessionId()));
    }

    private static Op ephemeral(String path, byte[] content) {
        return Op.create(path, content, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    }

    /** Whatever this server is, it has to look anew when the master's znode goes, and when its own does. */
    private void watchMaster(SessionState.Connected session, long now) {
        int number = told instanceof ServerRole.Master master
                ? master.number()
                : told instanceof ServerRole.Standby standby ? standby.number() : 0;
        for (String path : List.of(paths.master(), paths.server(number))) {
            coordination.ask(client -> client.gone(path)).onSuccess(gone -> {
                if (now == attempt && !over && session.equals(coordination.state())) {
                    if (told instanceof ServerRole.Master || !path.equals(paths.master())) {
                        LOG.warn("{} was deleted by others", path);
                        tell(new ServerRole.Waiting());
                    }
                    race(session);
                }
            });
        }
    }

    private void tell(ServerRole role) {
        if (!role.equals(told)) {
            told = role;
            listener.accept(role);
        }
    }

    private void end() {
        over = true;
        sessions.close();
    }

    /** Races no more. What is registered goes with the session. */
    @Override
    public void close() {
        coordination.execute(this::end);
    }
}
