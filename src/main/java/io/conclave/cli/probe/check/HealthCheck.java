package io.conclave.cli.probe.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.cli.probe.text.Amounts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges a snapshot: somebody leads, a majority stands behind it, the scheduler gets on with its plan, and all of it is
 * news. What the snapshot does not tell is unknown, never fine.
 *
 * <p>Ages are taken between moments of the controller's clock, so that a clock here that is wrong changes nothing.
 */
public final class HealthCheck {

    private static final int VOTERS_THAT_BEAR_A_LOSS = 3;

    private final CheckLimits limits;

    public HealthCheck(CheckLimits limits) {
        this.limits = limits;
    }

    /**
     * The findings, in the order in which people want to read them.
     *
     * @param ensemble the state of {@code conclave.ensemble}, or null
     * @param plan the state of {@code conclave.plan}, or null
     * @param migrations the rows of {@code conclave.migrations}, oldest first, with the time of each as {@code at}
     * @param now by the controller's clock
     */
    public List<Finding> findings(JsonNode ensemble, JsonNode plan, List<JsonNode> migrations, Instant now) {
        return List.of(leader(ensemble), quorum(ensemble), plan(plan, migrations, now), fresh(ensemble, now));
    }

    private static Finding leader(JsonNode ensemble) {
        if (ensemble == null) {
            return unknown("leader", "nothing is known of the ensemble yet");
        }
        JsonNode contradiction = ensemble.path("splitViews").path(0);
        if (contradiction.path("kind").asText().equals("two_leaders")) {
            return new Finding(
                    "leader", Severity.CRITICAL, contradiction.path("message").asText());
        }
        if (!ensemble.path("leader").isTextual()) {
            return new Finding("leader", Severity.CRITICAL, "nobody leads");
        }
        String leads = ensemble.path("leader").asText() + " leads";
        return contradiction.isMissingNode()
                ? new Finding("leader", Severity.OK, leads)
                : new Finding(
                        "leader",
                        Severity.WARNING,
                        leads + ", but " + contradiction.path("message").asText());
    }

    private Finding quorum(JsonNode ensemble) {
        JsonNode quorum = ensemble == null ? null : ensemble.get("quorum");
        if (quorum == null || !quorum.path("held").isBoolean()) {
            return unknown("quorum", "the quorum is not known");
        }
        int voters = quorum.path("voters").asInt();
        int tolerates = quorum.path("tolerates").asInt();
        String serve = quorum.path("up").asInt() + " of " + voters + " voters serve";
        if (!quorum.path("held").asBoolean()) {
            return new Finding(
                    "quorum",
                    Severity.CRITICAL,
                    "the quorum is lost: " + serve + ", it takes "
                            + quorum.path("needed").asInt());
        }
        boolean few = voters >= VOTERS_THAT_BEAR_A_LOSS && tolerates < limits.minTolerated();
        String more = tolerates == 0 ? "none may fail any more" : tolerates + " more may fail";
        return new Finding("quorum", few ? Severity.WARNING : Severity.OK, serve + ", " + more);
    }

    /** A plan is new whenever its moves change, so one that is old and wants to move is one that nothing came of. */
    private Finding plan(JsonNode plan, List<JsonNode> migrations, Instant now) {
        if (plan == null) {
            return unknown("plan", "there is no plan yet");
        }
        Instant lastStep = Instant.MIN;
        Map<String, JsonNode> open = new HashMap<>();
        for (JsonNode step : migrations) {
            Instant at = instant(step, "at");
            lastStep = at != null && at.isAfter(lastStep) ? at : lastStep;
            switch (step.path("step").asText()) {
                case "done", "failed" -> open.remove(step.path("id").asText());
                default -> open.put(step.path("id").asText(), step);
            }
        }
        if (!open.isEmpty()) {
            JsonNode oldest = open.values().iterator().next();
            return judged(
                    Duration.between(lastStep, now),
                    "migration " + oldest.path("id").asText() + " is "
                            + oldest.path("step").asText() + ", its last step was ");
        }
        String reason = plan.path("reason").asText();
        if (!plan.path("shouldMigrate").asBoolean()) {
            return new Finding("plan", Severity.OK, "the plan moves nothing (" + reason + ")");
        }
        if (!plan.path("enabled").asBoolean()) {
            return new Finding("plan", Severity.OK, "the plan would move files, but the scheduler is off");
        }
        Instant since = instant(plan, "createdAt");
        if (since == null) {
            return unknown("plan", "the plan does not say when it was made");
        }
        Instant last = lastStep.isAfter(since) ? lastStep : since;
        return judged(
                Duration.between(last, now), "the plan wants to move files (" + reason + "), the last thing happened ");
    }

    private Finding judged(Duration idle, String what) {
        Severity severity = severity(idle, limits.planWarning(), limits.planCritical());
        return new Finding("plan", severity, what + Amounts.age(idle) + " ago");
    }

    private Finding fresh(JsonNode ensemble, Instant now) {
        Instant at = ensemble == null ? null : instant(ensemble, "at");
        if (at == null) {
            return unknown("fresh", "the news of the ensemble has no time");
        }
        Instant heard = Instant.MIN;
        for (JsonNode node : ensemble.path("nodes")) {
            Instant responded = instant(node, "respondedAt");
            heard = responded != null && responded.isAfter(heard) ? responded : heard;
        }
        if (heard.equals(Instant.MIN)) {
            return new Finding("fresh", Severity.CRITICAL, "no server has ever answered");
        }
        Duration age = Duration.between(heard, now);
        return new Finding(
                "fresh",
                severity(age, limits.ageWarning(), limits.ageCritical()),
                "a server answered " + Amounts.age(age) + " ago");
    }

    private static Severity severity(Duration measured, Duration warning, Duration critical) {
        if (measured.compareTo(critical) >= 0) {
            return Severity.CRITICAL;
        }
        return measured.compareTo(warning) >= 0 ? Severity.WARNING : Severity.OK;
    }

    private static Finding unknown(String check, String sentence) {
        return new Finding(check, Severity.UNKNOWN, sentence);
    }

    private static Instant instant(JsonNode object, String field) {
        try {
            return object.path(field).isTextual()
                    ? Instant.parse(object.path(field).asText())
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
