package io.conclave.controllers;

import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Problem;
import io.conclave.bus.Sentence;
import io.conclave.config.CoordinationSettings;
import io.conclave.znodes.Coordination;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes part in the election of the active controller, and tells how the controllers stand. */
public final class ControllersVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(ControllersVerticle.class);
    private static final int LONGEST_REASON = 200;

    private final Bus bus;
    private final CoordinationSettings settings;
    private final String id;
    private final URI url;
    private final Optional<String> token;
    private final Office office;
    private final Fence fence;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private Coordination coordination;
    private Candidacy candidacy;
    private HttpForerunner forerunner;
    private Standing standing = new Standing.Detached(StandingReason.NO_CONTACT_YET, "");
    private Roster roster = Roster.EMPTY;
    private boolean joined;

    /**
     * @param url where this controller's page and REST are, without a slash at its end
     * @param token what the controllers let each other in by, where there is one
     * @param office what to do while this controller is the active one
     * @param fence what refuses the writes of a former one
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public ControllersVerticle(
            Bus bus,
            CoordinationSettings settings,
            String id,
            URI url,
            Optional<String> token,
            Office office,
            Fence fence,
            Clock clock,
            LongSupplier nanoTime) {
        this.bus = bus;
        this.settings = settings;
        this.id = id;
        this.url = url;
        this.token = token;
        this.office = office;
        this.fence = fence;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public Future<?> start() {
        Context home = context;
        forerunner = new HttpForerunner(vertx, token);
        coordination = new Coordination("controllers", settings.connectString(), settings.sessionTimeout());
        candidacy = new Candidacy(
                coordination,
                new ControllerPaths(settings.root()),
                id,
                url.toString(),
                office,
                fence,
                forerunner,
                clock,
                nanoTime,
                now -> home.runOnContext(ignored -> stands(now)),
                now -> home.runOnContext(ignored -> sees(now)));
        bus.serve(ControllersTopics.CURRENT, question -> Future.succeededFuture(state()));
        bus.serve(ControllersTopics.STEP_DOWN, this::stepDown);
        bus.serve(ControllersTopics.ADOPT, this::adopt);
        bus.publish(ControllersTopics.STATE, state());
        candidacy.open();
        return Future.succeededFuture();
    }

    /** Whether this controller acts and its lock is its own at this moment. From any thread. */
    public boolean mayAct() {
        Candidacy running = candidacy;
        return running != null && running.mayAct();
    }

    /** Says that the store has accepted a higher epoch. From any thread. */
    public void fenced(ControllerRef by) {
        candidacy.fenced("the database has accepted epoch " + by.epoch() + " of " + by.id());
    }

    private Future<ControllersState> stepDown(StepDown request) {
        String detail = request.epoch() == null
                ? "by " + request.actor()
                : "by " + request.actor() + ", for epoch " + request.epoch();
        return candidacy.stepDown(request.epoch(), detail).map(done -> state());
    }

    private Future<ControllersState> adopt(AdoptCoordination request) {
        if (request.reason() == null
                || request.reason().isBlank()
                || request.reason().length() > LONGEST_REASON) {
            return Future.failedFuture(Problem.invalid(
                            "reason",
                            request.reason(),
                            "1 to " + LONGEST_REASON + " characters that say why that is right")
                    .asException());
        }
        LOG.warn("{} lets the coordinating ensemble count: {}", request.actor(), request.reason());
        candidacy.adopt();
        return Future.succeededFuture(state());
    }

    private void stands(Standing now) {
        Standing before = standing;
        standing = now;
        if (now instanceof Standing.Active active) {
            tell(
                    ControllerEventKind.BECAME_ACTIVE,
                    id,
                    active.epoch(),
                    url.toString(),
                    StandingReason.LOCK_TAKEN,
                    null);
        } else if (before instanceof Standing.Resigning resigned) {
            ControllerEventKind kind =
                    switch (resigned.reason()) {
                        case ASKED, CLOSING -> ControllerEventKind.STEPPED_DOWN;
                        case OVERTAKEN -> ControllerEventKind.FENCED;
                        default -> ControllerEventKind.DETACHED;
                    };
            tell(kind, id, resigned.epoch(), url.toString(), resigned.reason(), resigned.detail());
        } else if (now instanceof Standing.Detached detached) {
            tell(ControllerEventKind.DETACHED, id, null, url.toString(), detached.reason(), detached.detail());
        } else if (now instanceof Standing.Standby && before instanceof Standing.Detached) {
            ControllerEventKind kind = joined ? ControllerEventKind.REJOINED : ControllerEventKind.JOINED;
            joined = true;
            tell(kind, id, null, url.toString(), StandingReason.CONTACT, null);
        }
        bus.publish(ControllersTopics.STATE, state());
    }

    private void sees(Roster now) {
        Roster before = roster;
        roster = now;
        now.members().stream()
                .filter(member -> isOther(member) && isNotIn(before, member))
                .forEach(member ->
                        tell(ControllerEventKind.JOINED, member.id(), null, member.url(), StandingReason.SEEN, null));
        before.members().stream()
                .filter(member -> isOther(member) && isNotIn(now, member))
                .forEach(member ->
                        tell(ControllerEventKind.LEFT, member.id(), null, member.url(), StandingReason.GONE, null));
        ActiveController active = now.active();
        if (active != null && !active.equals(before.active()) && !active.id().equals(id)) {
            tell(
                    ControllerEventKind.BECAME_ACTIVE,
                    active.id(),
                    active.epoch(),
                    active.url(),
                    StandingReason.LOCK_TAKEN,
                    null);
        }
        bus.publish(ControllersTopics.STATE, state());
    }

    private boolean isOther(ControllerMember member) {
        return !member.id().equals(id);
    }

    private static boolean isNotIn(Roster roster, ControllerMember member) {
        return roster.members().stream().noneMatch(there -> there.id().equals(member.id()));
    }

    private void tell(
            ControllerEventKind kind, String whose, Long epoch, String where, StandingReason reason, String detail) {
        bus.publish(ControllersTopics.EVENTS, ControllerEvent.of(kind, whose, epoch, where, reason, detail, state()));
    }

    private ControllersState state() {
        Standing.Detached detached = standing instanceof Standing.Detached away ? away : null;
        Sentence why = detached == null ? null : ControllerEvent.sentence(detached.reason(), id, detached.detail());
        return new ControllersState(
                true,
                id,
                url.toString(),
                role(),
                active(),
                roster.members(),
                detached == null ? null : detached.reason(),
                why == null ? null : why.en(),
                why == null ? null : why.zh());
    }

    private ControllerRole role() {
        if (standing instanceof Standing.Active) {
            return ControllerRole.ACTIVE;
        } else if (standing instanceof Standing.Standby) {
            return ControllerRole.STANDBY;
        } else if (standing instanceof Standing.Detached || standing instanceof Standing.Closed) {
            return ControllerRole.DETACHED;
        }
        return ControllerRole.CHANGING;
    }

    /** What was read last of a lost ensemble may be over, and of oneself only the own standing is true. */
    private ActiveController active() {
        if (standing instanceof Standing.Active active) {
            return new ActiveController(id, active.epoch(), url.toString());
        }
        boolean blind = standing instanceof Standing.Detached detached
                && (detached.reason() == StandingReason.COORDINATION_LOST
                        || detached.reason() == StandingReason.NO_CONTACT_YET);
        ActiveController seen = roster.active();
        return blind || seen == null || seen.id().equals(id) ? null : seen;
    }

    @Override
    public Future<?> stop() {
        return candidacy.close().transform(ended -> forerunner.close());
    }
}
