package io.conclave.controllers;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ElectionTest {

    private static final StandingReason LOST = StandingReason.COORDINATION_LOST;

    private final Election election = new Election();

    private List<Effect> on(ElectionEvent... events) {
        List<Effect> effects = new ArrayList<>();
        for (ElectionEvent event : events) {
            effects.addAll(election.on(event));
        }
        return effects;
    }

    private void active() {
        on(new Contact(), new LockTaken(), new OfficeTaken(7));
        assertThat(election.standing()).isEqualTo(new Standing.Active(7));
    }

    @Test
    void theLockLeadsToTheOfficeAndOnlyTheOfficeToActing() {
        assertThat(on(new Contact())).containsExactly(Effect.TRY_LOCK);
        assertThat(on(new LockTaken())).containsExactly(Effect.TAKE_OFFICE);
        assertThat(election.standing()).isEqualTo(new Standing.Candidate());
        assertThat(on(new OfficeTaken(7))).containsExactly(Effect.BEGIN_TERM);
        assertThat(election.standing()).isEqualTo(new Standing.Active(7));
    }

    @Test
    void lostContactAloneEndsNoTermSinceTheLeaseDoesInTime() {
        active();

        assertThat(on(new ContactLost())).isEmpty();
        assertThat(election.standing()).isEqualTo(new Standing.Active(7));
        assertThat(on(new LeaseOver("late"))).containsExactly(Effect.END_TERM);
        assertThat(election.standing()).isEqualTo(new Standing.Resigning(7, LOST, "late"));
    }

    @Test
    void whoLostTheLockComesBackWithANewSessionAndNeverInTheOldTerm() {
        active();
        on(new SessionEnded());

        assertThat(on(new TermEnded())).containsExactly(Effect.RENEW_SESSION);
        assertThat(election.standing()).isEqualTo(new Standing.Detached(LOST, "its session was ended"));
        assertThat(on(new SessionEnded(), new Contact())).containsExactly(Effect.TRY_LOCK);
    }

    @Test
    void nothingIsTriedWhileTheTermIsStillBeingEnded() {
        active();
        on(new Fenced("epoch 8"));

        assertThat(on(new Contact(), new LockFree(), new Retry(), new OfficeTaken(9)))
                .isEmpty();
        assertThat(election.standing()).isEqualTo(new Standing.Resigning(7, StandingReason.OVERTAKEN, "epoch 8"));
    }

    @Test
    void whoIsAskedToStepDownTakesItsBreadcrumbAwayAndStandsBack() {
        active();

        assertThat(on(new AskedToStepDown("by rest"))).containsExactly(Effect.END_TERM);
        assertThat(on(new TermEnded())).containsExactly(Effect.RELEASE_IN_ORDER, Effect.RETRY_LATER);
        assertThat(on(new LockFree())).isEmpty();
        assertThat(on(new Retry())).containsExactly(Effect.TRY_LOCK);
    }

    @Test
    void termThatCannotBeginLeavesItsBreadcrumbAndTheLockToOthers() {
        active();

        assertThat(on(new TermFailed("no room"))).containsExactly(Effect.END_TERM);
        assertThat(on(new TermEnded())).containsExactly(Effect.RELEASE, Effect.RETRY_LATER);
    }

    @Test
    void officeThatWasMissedIsToldWithItsReasonAndTriedAgain() {
        on(new Contact(), new LockTaken());

        assertThat(on(new OfficeMissed(StandingReason.BREADCRUMB_DAMAGED, "nonsense")))
                .containsExactly(Effect.ABANDON_OFFICE, Effect.RELEASE, Effect.RETRY_LATER);
        assertThat(on(new Contact())).as("a new contact heals nothing here").isEmpty();
        assertThat(on(new Retry())).containsExactly(Effect.TRY_LOCK);
    }

    @Test
    void retryWithoutContactWaitsForTheContact() {
        on(new Contact(), new LockTaken(), new OfficeMissed(StandingReason.DATABASE_AWAY, "down"), new ContactLost());

        assertThat(on(new Retry())).isEmpty();
        assertThat(on(new Contact())).containsExactly(Effect.TRY_LOCK);
    }

    @Test
    void twoOfOneNameDoNotBothTakePart() {
        on(new Contact());

        assertThat(on(new NameTaken("0x1"))).containsExactly(Effect.RELEASE, Effect.RETRY_LATER);
        assertThat(election.standing()).isEqualTo(new Standing.Detached(StandingReason.ID_TAKEN, "0x1"));
    }

    @Test
    void closingEndsTheTermBeforeTheLockIsGivenBack() {
        active();

        assertThat(on(new Close())).containsExactly(Effect.END_TERM);
        assertThat(on(new TermEnded())).containsExactly(Effect.RELEASE_IN_ORDER, Effect.LEAVE);
        assertThat(election.standing()).isEqualTo(new Standing.Closed());
    }

    @Test
    void closingWhileATermEndsForAnotherReasonKeepsTheBreadcrumb() {
        active();
        on(new LeaseOver("late"), new Close());

        assertThat(on(new TermEnded())).containsExactly(Effect.RELEASE, Effect.LEAVE);
    }

    /** Whatever comes in whatever order: terms begin and end in turn, and none begins without lock and office. */
    @Property(tries = 5_000)
    void termsBeginAndEndInTurn(@ForAll @Size(max = 60) List<@IntRange(max = 13) Integer> script) {
        Election any = new Election();
        boolean running = false;
        long epoch = 0;
        for (int step : script) {
            ElectionEvent event = event(step, ++epoch);
            Standing before = any.standing();
            for (Effect effect : any.on(event)) {
                if (effect == Effect.BEGIN_TERM) {
                    assertThat(running).isFalse();
                    assertThat(before).isEqualTo(new Standing.Candidate());
                    running = true;
                } else if (effect == Effect.END_TERM) {
                    assertThat(running).isTrue();
                } else if (effect == Effect.TAKE_OFFICE || effect == Effect.TRY_LOCK) {
                    assertThat(running).isFalse();
                }
            }
            if (event instanceof TermEnded && before instanceof Standing.Resigning) {
                running = false;
            }
            assertThat(any.standing() instanceof Standing.Active || any.standing() instanceof Standing.Resigning)
                    .isEqualTo(running);
        }
    }

    private static ElectionEvent event(int number, long epoch) {
        return switch (number) {
            case 0, 1 -> new Contact();
            case 2 -> new ContactLost();
            case 3 -> new SessionEnded();
            case 4 -> new LockFree();
            case 5 -> new LockTaken();
            case 6 -> new OfficeTaken(epoch);
            case 7 -> new OfficeMissed(StandingReason.DATABASE_AWAY, "");
            case 8 -> new LeaseOver("");
            case 9 -> new Fenced("");
            case 10 -> new TermFailed("");
            case 11 -> new AskedToStepDown("");
            case 12 -> new TermEnded();
            default -> new Retry();
        };
    }
}
