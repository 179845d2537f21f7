package io.conclave.controllers;

import io.conclave.controllers.ElectionEvent.AskedToStepDown;
import io.conclave.controllers.ElectionEvent.Close;
import io.conclave.controllers.ElectionEvent.Contact;
import io.conclave.controllers.ElectionEvent.ContactLost;
import io.conclave.controllers.ElectionEvent.Fenced;
import io.conclave.controllers.ElectionEvent.LeaseOver;
import io.conclave.controllers.ElectionEvent.LockFree;
import io.conclave.controllers.ElectionEvent.LockTaken;
import io.conclave.controllers.ElectionEvent.NameTaken;
import io.conclave.controllers.ElectionEvent.OfficeMissed;
import io.conclave.controllers.ElectionEvent.OfficeTaken;
import io.conclave.controllers.ElectionEvent.Retry;
import io.conclave.controllers.ElectionEvent.SessionEnded;
import io.conclave.controllers.ElectionEvent.TermEnded;
import io.conclave.controllers.ElectionEvent.TermFailed;
import io.conclave.controllers.Standing.Active;
import io.conclave.controllers.Standing.Candidate;
import io.conclave.controllers.Standing.Closed;
import io.conclave.controllers.Standing.Detached;
import io.conclave.controllers.Standing.Resigning;
import io.conclave.controllers.Standing.Standby;
import java.util.List;

/**
 * The rules by which one controller of several comes to act and ceases to, without anything that happens outside: each
 * event leads from one standing to the next and says what is to be done. They are those of HDFS' ActiveStandbyElector
 * and ZKFailoverController, with two differences. A lost contact does not end a term by itself: the lease does, in time
 * before the lock can be another's. And a forerunner that cannot be asked to step down is fenced by the store, so
 * nobody has to wait for it.
 */
final class Election {

    private Standing standing = new Detached(StandingReason.NO_CONTACT_YET, "");
    private boolean contact;
    private boolean closing;

    /** How the controller stands. */
    Standing standing() {
        return standing;
    }

    /** Takes in what happened; says what is to be done. */
    List<Effect> on(ElectionEvent event) {
        if (event instanceof Contact) {
            contact = true;
        } else if (event instanceof ContactLost || event instanceof SessionEnded) {
            contact = false;
        }
        if (event instanceof Close) {
            closing = true;
        }
        if (standing instanceof Detached detached) {
            return whileDetached(detached, event);
        } else if (standing instanceof Standby) {
            return asStandby(event);
        } else if (standing instanceof Candidate) {
            return asCandidate(event);
        } else if (standing instanceof Active active) {
            return whileActive(active, event);
        } else if (standing instanceof Resigning resigning && event instanceof TermEnded) {
            return termEnded(resigning);
        }
        return List.of();
    }

    private List<Effect> whileDetached(Detached detached, ElectionEvent event) {
        if (event instanceof Close) {
            return to(new Closed(), Effect.LEAVE);
        }
        boolean hurt = detached.reason() != StandingReason.NO_CONTACT_YET
                && detached.reason() != StandingReason.COORDINATION_LOST
                && detached.reason() != StandingReason.OVERTAKEN;
        // What a new contact alone does not heal is tried again after a while, so that its reason can be read.
        if (event instanceof Retry && contact || event instanceof Contact && !hurt) {
            return to(new Standby(), Effect.TRY_LOCK);
        }
        if (event instanceof Retry && hurt) {
            return to(new Detached(StandingReason.COORDINATION_LOST, "no server of it answers"));
        }
        return List.of();
    }

    private List<Effect> asStandby(ElectionEvent event) {
        if (event instanceof LockTaken) {
            return to(new Candidate(), Effect.TAKE_OFFICE);
        } else if (event instanceof LockFree || event instanceof Retry) {
            return List.of(Effect.TRY_LOCK);
        } else if (event instanceof NameTaken taken) {
            return to(new Detached(StandingReason.ID_TAKEN, taken.detail()), Effect.RELEASE, Effect.RETRY_LATER);
        } else if (event instanceof ContactLost || event instanceof SessionEnded) {
            return to(new Detached(StandingReason.COORDINATION_LOST, "no server of it answers"));
        } else if (event instanceof Close) {
            return to(new Closed(), Effect.LEAVE);
        }
        return List.of();
    }

    private List<Effect> asCandidate(ElectionEvent event) {
        if (event instanceof OfficeTaken taken) {
            return to(new Active(taken.epoch()), Effect.BEGIN_TERM);
        } else if (event instanceof OfficeMissed missed) {
            return to(
                    new Detached(missed.reason(), missed.detail()),
                    Effect.ABANDON_OFFICE,
                    Effect.RELEASE,
                    Effect.RETRY_LATER);
        } else if (event instanceof LeaseOver over) {
            return to(
                    new Detached(StandingReason.COORDINATION_LOST, over.detail()),
                    Effect.ABANDON_OFFICE,
                    Effect.RENEW_SESSION);
        } else if (event instanceof SessionEnded) {
            return to(new Detached(StandingReason.COORDINATION_LOST, "its session was ended"), Effect.ABANDON_OFFICE);
        } else if (event instanceof NameTaken taken) {
            return to(
                    new Detached(StandingReason.ID_TAKEN, taken.detail()),
                    Effect.ABANDON_OFFICE,
                    Effect.RELEASE,
                    Effect.RETRY_LATER);
        } else if (event instanceof Close) {
            return to(new Closed(), Effect.ABANDON_OFFICE, Effect.RELEASE, Effect.LEAVE);
        }
        return List.of();
    }

    private List<Effect> whileActive(Active active, ElectionEvent event) {
        if (event instanceof LeaseOver over) {
            return resign(active, StandingReason.COORDINATION_LOST, over.detail());
        } else if (event instanceof SessionEnded) {
            return resign(active, StandingReason.COORDINATION_LOST, "its session was ended");
        } else if (event instanceof Fenced fenced) {
            return resign(active, StandingReason.OVERTAKEN, fenced.detail());
        } else if (event instanceof TermFailed failed) {
            return resign(active, StandingReason.TERM_FAILED, failed.detail());
        } else if (event instanceof AskedToStepDown asked) {
            return resign(active, StandingReason.ASKED, asked.detail());
        } else if (event instanceof Close) {
            return resign(active, StandingReason.CLOSING, "");
        }
        return List.of();
    }

    private List<Effect> resign(Active active, StandingReason reason, String detail) {
        return to(new Resigning(active.epoch(), reason, detail), Effect.END_TERM);
    }

    private List<Effect> termEnded(Resigning resigning) {
        boolean inOrder = resigning.reason() == StandingReason.CLOSING || resigning.reason() == StandingReason.ASKED;
        if (closing) {
            return to(new Closed(), inOrder ? Effect.RELEASE_IN_ORDER : Effect.RELEASE, Effect.LEAVE);
        }
        Detached detached = new Detached(resigning.reason(), resigning.detail());
        return switch (resigning.reason()) {
            // Whoever asked waits for the lock already; coming back at once would take it from them.
            case ASKED -> to(detached, Effect.RELEASE_IN_ORDER, Effect.RETRY_LATER);
            case TERM_FAILED -> to(detached, Effect.RELEASE, Effect.RETRY_LATER);
            default -> to(detached, Effect.RENEW_SESSION);
        };
    }

    private List<Effect> to(Standing next, Effect... effects) {
        standing = next;
        return List.of(effects);
    }
}
