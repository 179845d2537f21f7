package io.conclave.web.forward;

import io.conclave.bus.Problem;
import io.conclave.controllers.ActiveController;
import io.conclave.controllers.ControllerRole;
import io.conclave.controllers.ControllersState;
import io.conclave.controllers.StandingReason;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a call is answered. */
sealed interface Place {

    /** The code of the problem with a call that only an active controller can answer. */
    String NO_ACTIVE = "no_active_controller";

    /** By this controller. */
    record Here() implements Place {}

    /**
     * By the active one.
     *
     * @param active which
     */
    record There(ActiveController active) implements Place {}

    /**
     * By nobody.
     *
     * @param problem why; nothing was done
     */
    record Nowhere(Problem problem) implements Place {}

    /** Each controller's own. */
    Pattern OWN = Pattern.compile("/api/(openapi\\.yaml|session|controllers(/.*)?)");

    /** What needs the database alone, whoever is active. */
    Pattern READS = Pattern.compile("/api/(operations(/.*)?|tasks|files(/[^/]+)?|scheduler/decisions(/.*)?)");

    /** What a controller can see for itself while nobody is active. */
    Pattern SEEN = Pattern.compile("/api/(overview|nodes|nodes/[^/]+|figures)");

    Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /**
     * Where a call by REST is answered.
     *
     * @param mayAct whether this controller's lock is its own at this moment
     * @param handedOn whether another controller handed the call on, which is done once only
     */
    static Place of(ControllersState state, boolean mayAct, boolean handedOn, HttpMethod method, String path) {
        boolean safe = SAFE.contains(method);
        if (!state.several()
                || OWN.matcher(path).matches()
                || safe && READS.matcher(path).matches()) {
            return new Here();
        }
        return of(state, mayAct, handedOn, safe, safe && SEEN.matcher(path).matches());
    }

    /** Where a command of the stream is answered. */
    static Place of(ControllersState state, boolean mayAct, boolean changes, boolean needsOnlyDatabase) {
        return !state.several() || needsOnlyDatabase ? new Here() : of(state, mayAct, false, !changes, false);
    }

    private static Place of(ControllersState state, boolean mayAct, boolean handedOn, boolean safe, boolean seenHere) {
        if (state.role() == ControllerRole.ACTIVE) {
            return safe || mayAct ? new Here() : new Nowhere(unsure(state));
        }
        if (!handedOn && state.otherActive().isPresent()) {
            return new There(state.active());
        }
        return seenHere ? new Here() : new Nowhere(nobody(state));
    }

    private static Problem unsure(ControllersState state) {
        return Problem.unavailable(
                StandingReason.COORDINATION_LOST.code(),
                state.id() + " cannot be sure at this moment that no other controller acts; nothing was done");
    }

    private static Problem nobody(ControllersState state) {
        return state.reason() != null
                ? Problem.unavailable(state.reason().code(), state.message() + " Nothing was done.")
                : Problem.unavailable(
                        NO_ACTIVE,
                        "no controller is active at this moment and nothing was done; ask again in a second");
    }
}
