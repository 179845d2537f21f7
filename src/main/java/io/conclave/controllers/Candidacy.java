package io.conclave.controllers;

import io.conclave.bus.ControllerRef;
import io.conclave.znodes.Coordination;
import io.conclave.znodes.Node;
import io.conclave.znodes.SessionState;
import io.conclave.znodes.ZnodeClient;
import io.conclave.znodes.ZnodeException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One controller's part in the election: does what the {@link Election} wants done, and tells it what happens. All of
 * it is on the coordination thread.
 */
final class Candidacy {

    private static final Logger LOG = LoggerFactory.getLogger(Candidacy.class);
    private static final long RETRY_MS = 3_000;
    private static final long TRY_AGAIN_MS = 250;
    private static final long CLOSE_SECONDS = 8;
    private static final Future<Optional<Node>> NO_BREADCRUMB = Future.succeededFuture(Optional.empty());

    private final Coordination coordination;
    private final ControllerPaths paths;
    private final String id;
    private final String url;
    private final Office office;
    private final Fence fence;
    private final Forerunner forerunner;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Consumer<Standing> stands;
    private final Consumer<Roster> sees;
    private final Election election = new Election();
    private final Promise<Void> closed = Promise.promise();
    private final List<Promise<Void>> stepDowns = new ArrayList<>();
    private Instant since;
    private long contact;
    private volatile LockLease lease;
    private Accession accession;
    private Future<Void> released = Future.succeededFuture();
    private boolean raised;
    private boolean adopts;
    private boolean reading;
    private boolean changedAgain;
    private boolean rehearsed;
    private Roster roster = Roster.EMPTY;
    private volatile boolean acting;

    /**
     * @param url where this controller's page and REST are
     * @param stands told each change of this controller's standing, on the coordination thread
     * @param sees told each change of what the znodes say of all, on the coordination thread
     */
    Candidacy(
            Coordination coordination,
            ControllerPaths paths,
            String id,
            String url,
            Office office,
            Fence fence,
            Forerunner forerunner,
            Clock clock,
            LongSupplier nanoTime,
            Consumer<Standing> stands,
            Consumer<Roster> sees) {
        this.coordination = coordination;
        this.paths = paths;
        this.id = id;
        this.url = url;
        this.office = office;
        this.fence = fence;
        this.forerunner = forerunner;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.stands = stands;
        this.sees = sees;
    }

    /** Takes part from now on; returns at once. */
    void open() {
        since = clock.instant();
        coordination.onZnode(this::changed);
        coordination.onSession(this::session);
        coordination.open();
    }

    /** Whether this controller acts and its lock is its own at this moment. From any thread. */
    boolean mayAct() {
        LockLease held = lease;
        return acting && held != null && held.isGood();
    }

    /** The store has accepted a higher epoch. From any thread. */
    void fenced(String detail) {
        coordination.execute(() -> happened(new ElectionEvent.Fenced(detail)));
    }

    /**
     * Gives the office up where it is this controller's and of a lower epoch; completes when it is given up.
     *
     * @param epoch of the successor, or null for whoever comes
     */
    Future<Void> stepDown(Long epoch, String detail) {
        Promise<Void> done = Promise.promise();
        coordination.execute(() -> {
            if (election.standing() instanceof Standing.Active active && (epoch == null || epoch > active.epoch())) {
                stepDowns.add(done);
                happened(new ElectionEvent.AskedToStepDown(detail));
            } else if (election.standing() instanceof Standing.Resigning) {
                stepDowns.add(done);
            } else {
                done.complete();
            }
        });
        return done.future();
    }

    /** Takes the coordinating ensemble that is there for the right one at the next try, which is at once. */
    void adopt() {
        coordination.execute(() -> {
            adopts = true;
            happened(new ElectionEvent.Retry());
        });
    }

    /** Gives up all that it holds, in order; completes when others see that, in bounded time. */
    Future<Void> close() {
        coordination.execute(() -> happened(new ElectionEvent.Close()));
        coordination.schedule(() -> closed.tryComplete(), CLOSE_SECONDS, TimeUnit.SECONDS);
        return closed.future().compose(done -> coordination.end());
    }

    private void happened(ElectionEvent event) {
        Standing before = election.standing();
        List<Effect> effects = election.on(event);
        Standing now = election.standing();
        if (!now.equals(before)) {
            LOG.info("{} leads from {} to {}", event, before, now);
            acting = now instanceof Standing.Active;
            if (!acting && !(now instanceof Standing.Candidate)) {
                dropLease();
            }
            if (!(now instanceof Standing.Resigning)) {
                List.copyOf(stepDowns).forEach(Promise::tryComplete);
                stepDowns.clear();
            }
            stands.accept(now);
        }
        effects.forEach(this::bring);
    }

    private void bring(Effect effect) {
        switch (effect) {
            case TRY_LOCK -> tryLock();
            case TAKE_OFFICE -> takeOffice();
            case ABANDON_OFFICE -> abandonOffice();
            case BEGIN_TERM -> beginTerm();
            case END_TERM -> endTerm();
            case RELEASE_IN_ORDER -> release(true);
            case RELEASE -> release(false);
            case RENEW_SESSION -> coordination.renewSession();
            case RETRY_LATER ->
                coordination.schedule(() -> happened(new ElectionEvent.Retry()), RETRY_MS, TimeUnit.MILLISECONDS);
            case LEAVE -> leave();
            default -> throw new IllegalStateException("nothing does " + effect);
        }
    }

    private void session(SessionState state) {
        if (state instanceof SessionState.Connected) {
            arrive(++contact);
        } else if (state instanceof SessionState.Suspended) {
            contact++;
            happened(new ElectionEvent.ContactLost());
        } else if (state instanceof SessionState.Expired) {
            contact++;
            happened(new ElectionEvent.SessionEnded());
        }
    }

    /** What has to be there before anything else: the znodes, a watch on them, and this controller's own. */
    private void arrive(long now) {
        coordination
                .ask(client -> ensureBase(client)
                        .compose(made -> client.watchBelow(paths.controllers()))
                        .compose(watched -> register(client)))
                .onComplete(done -> {
                    if (now != contact) {
                        return;
                    }
                    if (done.succeeded()) {
                        look();
                        happened(new ElectionEvent.Contact());
                        if (!done.result().isEmpty()) {
                            happened(new ElectionEvent.NameTaken(done.result()));
                            coordination.schedule(() -> again(now, this::arrive), TRY_AGAIN_MS, TimeUnit.MILLISECONDS);
                        }
                    } else {
                        LOG.warn(
                                "the coordinating ensemble cannot be used yet: {}",
                                done.cause().getMessage());
                        coordination.schedule(() -> again(now, this::arrive), TRY_AGAIN_MS, TimeUnit.MILLISECONDS);
                    }
                });
    }

    private void again(long then, LongConsumer what) {
        if (then == contact && !(election.standing() instanceof Standing.Closed)) {
            what.accept(then);
        }
    }

    private Future<Void> ensureBase(ZnodeClient client) {
        Future<Void> made = Future.succeededFuture();
        String root = paths.controllers();
        for (int end = root.indexOf('/', 1); end > 0; end = root.indexOf('/', end + 1)) {
            String parent = root.substring(0, end);
            made = made.compose(before -> ensure(client, parent, new byte[0]));
        }
        return made.compose(before -> ensure(client, root, new byte[0]))
                .compose(before -> Future.all(
                        ensure(client, paths.members(), new byte[0]),
                        ensure(client, paths.epoch(), new byte[] {'0'}),
                        ensure(
                                client,
                                paths.cluster(),
                                UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8))))
                .mapEmpty();
    }

    private static Future<Void> ensure(ZnodeClient client, String path, byte[] content) {
        return client.create(path, content, CreateMode.PERSISTENT)
                .<Void>mapEmpty()
                .recover(e -> is(e, Code.NODEEXISTS) ? Future.succeededFuture() : Future.failedFuture(e));
    }

    private static boolean is(Throwable failure, Code code) {
        return failure instanceof ZnodeException known && known.is(code);
    }

    /** Who has this name, where it is another one; empty where it is registered. */
    private Future<String> register(ZnodeClient client) {
        String own = paths.member(id);
        return client.create(own, Roster.entry(id, url, since), CreateMode.EPHEMERAL)
                .map(made -> "")
                .recover(e -> !is(e, Code.NODEEXISTS)
                        ? Future.failedFuture(e)
                        : client.find(own).compose(found -> {
                            if (found.isEmpty()) {
                                return register(client);
                            }
                            long owner = found.get().stat().getEphemeralOwner();
                            if (owner == client.sessionId()) {
                                return Future.succeededFuture("");
                            }
                            // A former session of this very process: it is over, and its znode may go.
                            return coordination.ownSessions().contains(owner)
                                    ? client.delete(own, found.get().stat().getVersion())
                                            .recover(gone -> Future.succeededFuture())
                                            .compose(deleted -> register(client))
                                    : Future.succeededFuture("its session is 0x" + Long.toHexString(owner));
                        }));
    }

    private void tryLock() {
        long now = contact;
        long asked = nanoTime.getAsLong();
        coordination
                .ask(client -> client.create(paths.lock(), Roster.entry(id, url, since), CreateMode.EPHEMERAL)
                        .map(made -> true)
                        .recover(e -> is(e, Code.NODEEXISTS) ? isOwn(client) : Future.failedFuture(e)))
                .onComplete(done -> {
                    if (now != contact || !(election.standing() instanceof Standing.Standby)) {
                        return;
                    }
                    if (done.failed()) {
                        // Whether it was taken is not known; the next try finds out whose it is.
                        coordination.schedule(
                                () -> again(now, same -> happened(new ElectionEvent.Retry())),
                                TRY_AGAIN_MS,
                                TimeUnit.MILLISECONDS);
                    } else if (done.result() && coordination.state() instanceof SessionState.Connected session) {
                        lease = new LockLease(
                                coordination,
                                paths,
                                session,
                                asked,
                                nanoTime,
                                detail -> happened(new ElectionEvent.LeaseOver(detail)));
                        happened(new ElectionEvent.LockTaken());
                    } else if (!rehearsed) {
                        rehearsed = true;
                        rehearse();
                    }
                });
    }

    private void rehearse() {
        coordination
                .connected()
                .map(client -> new Accession(client, paths, id, url, fence, forerunner, adopts).rehearse())
                .map(rehearsal -> rehearsal.compose(stopped -> office.rehearse().map(loaded -> stopped)))
                .ifPresent(rehearsal -> rehearsal
                        .onSuccess(stopped -> stopped.ifPresent(
                                missed -> LOG.warn("were it this controller's turn, it could not act: {}", missed)))
                        .onFailure(failure -> LOG.debug("the rehearsal was cut short: {}", failure.getMessage())));
    }

    private Future<Boolean> isOwn(ZnodeClient client) {
        return client.find(paths.lock()).map(found -> found.map(Node::stat)
                .filter(stat -> stat.getEphemeralOwner() == client.sessionId())
                .isPresent());
    }

    private void takeOffice() {
        long now = contact;
        LockLease held = lease;
        Accession own = coordination
                .connected()
                .map(client -> new Accession(client, paths, id, url, fenceOf(), forerunner, adopts))
                .orElse(null);
        accession = own;
        if (own == null) {
            happened(new ElectionEvent.OfficeMissed(StandingReason.COORDINATION_LOST, "the contact was lost"));
            return;
        }
        own.begin()
                .onComplete(done -> coordination.runThere(() -> {
                    if (own != accession) {
                        lowerUnlessNeeded();
                        return;
                    }
                    accession = null;
                    if (done.result() instanceof Accession.Outcome.Taken taken && now <= contact && held.isGood()) {
                        held.holdEpoch(taken.epoch());
                        adopts = false;
                        happened(new ElectionEvent.OfficeTaken(taken.epoch()));
                    } else if (done.result() instanceof Accession.Outcome.Missed missed) {
                        happened(new ElectionEvent.OfficeMissed(missed.reason(), missed.detail()));
                    } else {
                        happened(new ElectionEvent.OfficeMissed(
                                StandingReason.COORDINATION_LOST,
                                "the lock was another's before the office was taken"));
                    }
                }));
    }

    private Fence fenceOf() {
        return new Fence() {
            @Override
            public Future<Accepted> accepted() {
                return fence.accepted();
            }

            @Override
            public Future<Void> prepare(String controller) {
                return fence.prepare(controller);
            }

            @Override
            public Future<Void> raise(ControllerRef self, String cluster) {
                coordination.runThere(() -> raised = true);
                return fence.raise(self, cluster);
            }

            @Override
            public Future<Void> lower() {
                return fence.lower();
            }
        };
    }

    private void abandonOffice() {
        accession = null;
        lowerUnlessNeeded();
    }

    /** What was given up may have raised the epoch before or afterwards. */
    private void lowerUnlessNeeded() {
        if (raised && accession == null && !acting) {
            raised = false;
            fence.lower().onFailure(failure -> LOG.warn("the database was not left in order: {}", failure.toString()));
        }
    }

    private void beginTerm() {
        long epoch = ((Standing.Active) election.standing()).epoch();
        office.begin(new ControllerRef(id, epoch))
                .onFailure(failure -> coordination.execute(() -> {
                    LOG.error("the term of epoch {} could not be begun", epoch, failure);
                    if (election.standing() instanceof Standing.Active active && active.epoch() == epoch) {
                        happened(new ElectionEvent.TermFailed(Accession.detail(failure)));
                    }
                }));
    }

    /** Where another one may act already, the store takes nothing more from this one, not even what ends in order. */
    private void endTerm() {
        Standing.Resigning resigning = (Standing.Resigning) election.standing();
        Future<Void> lowered = isOrderly(resigning) ? Future.succeededFuture() : fence.lower();
        office.end()
                .transform(ended -> lowered)
                .transform(ended -> fence.lower())
                .onComplete(done -> coordination.execute(() -> {
                    raised = false;
                    // What was made ready for this term ended with it.
                    rehearsed = false;
                    happened(new ElectionEvent.TermEnded());
                }));
    }

    private static boolean isOrderly(Standing.Resigning resigning) {
        return resigning.reason() == StandingReason.CLOSING || resigning.reason() == StandingReason.ASKED;
    }

    /** Where it fails, the end of the session does it. */
    private void release(boolean inOrder) {
        dropLease();
        released = coordination
                .ask(client -> Future.all(isOwn(client), inOrder ? ownBreadcrumb(client) : NO_BREADCRUMB)
                        .compose(found -> found.<Boolean>resultAt(0)
                                ? drop(client, found.resultAt(1))
                                : Future.succeededFuture()))
                .onFailure(failure -> LOG.debug("the lock was not given back: {}", failure.getMessage()));
    }

    /** Both at once, since the next one waits; and the lock alone where the breadcrumb has become another's. */
    private Future<Void> drop(ZnodeClient client, Optional<Node> breadcrumb) {
        Op lock = Op.delete(paths.lock(), -1);
        return breadcrumb
                .map(crumb -> client.multi(List.of(
                                Op.delete(paths.breadcrumb(), crumb.stat().getVersion()), lock))
                        .recover(kept -> client.multi(List.of(lock))))
                .orElseGet(() -> client.multi(List.of(lock)))
                .mapEmpty();
    }

    private Future<Optional<Node>> ownBreadcrumb(ZnodeClient client) {
        return client.find(paths.breadcrumb()).map(found -> found.filter(this::isOwnBreadcrumb));
    }

    private boolean isOwnBreadcrumb(Node crumb) {
        try {
            return Breadcrumb.decode(crumb.content()).id().equals(id);
        } catch (Breadcrumb.Unreadable e) {
            return false;
        }
    }

    private void leave() {
        released.onComplete(done -> closed.tryComplete());
    }

    private void dropLease() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }

    private void changed(WatchedEvent event) {
        if (event.getType() == EventType.NodeDeleted && paths.lock().equals(event.getPath())) {
            happened(new ElectionEvent.LockFree());
        }
        if (!paths.epoch().equals(event.getPath())) {
            look();
        }
    }

    private void look() {
        if (reading) {
            changedAgain = true;
            return;
        }
        reading = true;
        coordination.ask(client -> Roster.read(client, paths)).onComplete(done -> {
            reading = false;
            if (done.succeeded() && !done.result().equals(roster)) {
                roster = done.result();
                sees.accept(roster);
            }
            if (changedAgain) {
                changedAgain = false;
                look();
            }
        });
    }
}
