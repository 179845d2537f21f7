package io.conclave.cli.probe.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthCheckTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final CheckLimits LIMITS = limits(1, 10, 60, 120, 600);

    private static CheckLimits limits(int tolerated, int ageW, int ageC, int planW, int planC) {
        return new CheckLimits(
                tolerated,
                Duration.ofSeconds(ageW),
                Duration.ofSeconds(ageC),
                Duration.ofSeconds(planW),
                Duration.ofSeconds(planC));
    }

    private static String ago(long seconds) {
        return NOW.minusSeconds(seconds).toString();
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    private static JsonNode ensemble(String leader, int voters, int up, int tolerates, boolean held, long age) {
        return json(("{'leader':%s,'quorum':{'voters':%d,'needed':%d,'up':%d,'tolerates':%d,'held':%s},"
                        + "'nodes':[{'respondedAt':null},{'respondedAt':'%s'}],'splitViews':[],'at':'%s'}")
                .formatted(
                        leader == null ? "null" : "'" + leader + "'",
                        voters,
                        voters / 2 + 1,
                        up,
                        tolerates,
                        held,
                        ago(age),
                        ago(age)));
    }

    private static JsonNode fine() {
        return ensemble("zk1", 3, 3, 1, true, 0);
    }

    private static JsonNode plan(boolean moves, boolean enabled, long age) {
        return json("{'shouldMigrate':%s,'enabled':%s,'reason':'migrate','createdAt':'%s'}"
                .formatted(moves, enabled, ago(age)));
    }

    private static JsonNode step(int id, String step, long age) {
        return json("{'id':%d,'step':'%s','at':'%s'}".formatted(id, step, ago(age)));
    }

    private static Finding found(String check, JsonNode ensemble, JsonNode plan, JsonNode... migrations) {
        return new HealthCheck(LIMITS)
                .findings(ensemble, plan, Arrays.asList(migrations), NOW).stream()
                        .filter(finding -> finding.check().equals(check))
                        .findFirst()
                        .orElseThrow();
    }

    private static Report report(JsonNode ensemble, JsonNode plan) {
        return new Report(
                new HealthCheck(LIMITS).findings(ensemble, plan, List.of(), NOW), Report.Figures.of(ensemble));
    }

    @Test
    void allIsWell() {
        assertThat(report(fine(), plan(false, true, 3_000)).lines())
                .containsExactly(
                        "CONCLAVE OK - zk1 leads; 3 of 3 voters serve, 1 more may fail; the plan moves nothing"
                                + " (migrate); a server answered 0.0 s ago | up=3;;;0;3 tolerates=1;;;0;3",
                        "OK       leader: zk1 leads",
                        "OK       quorum: 3 of 3 voters serve, 1 more may fail",
                        "OK       plan: the plan moves nothing (migrate)",
                        "OK       fresh: a server answered 0.0 s ago");
    }

    @Test
    void aLostQuorumIsCriticalAndTheLineSaysOnlyWhatIsWrong() {
        Report report = report(ensemble(null, 3, 1, 0, false, 0), plan(false, true, 0));
        assertThat(report.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(report.lines().get(0))
                .isEqualTo("CONCLAVE CRITICAL - nobody leads; the quorum is lost: 1 of 3 voters serve, it takes 2"
                        + " | up=1;;;0;3 tolerates=0;;;0;3");
    }

    @Test
    void anEnsembleThatBearsNoFurtherLossIsAWarningButNotASingleServer() {
        assertThat(found("quorum", ensemble("zk1", 3, 2, 0, true, 0), null).severity())
                .isEqualTo(Severity.WARNING);
        assertThat(found("quorum", ensemble("zk1", 1, 1, 0, true, 0), null).severity())
                .isEqualTo(Severity.OK);
        assertThat(new HealthCheck(limits(0, 10, 60, 120, 600))
                        .findings(ensemble("zk1", 3, 2, 0, true, 0), null, List.of(), NOW)
                        .get(1)
                        .severity())
                .isEqualTo(Severity.OK);
    }

    @Test
    void twoThatClaimToLeadAreCriticalOtherContradictionsAWarning() {
        JsonNode two =
                json("{'leader':null,'splitViews':[{'kind':'two_leaders','message':'zk1, zk2 all claim to lead'}]}");
        assertThat(found("leader", two, null))
                .isEqualTo(new Finding("leader", Severity.CRITICAL, "zk1, zk2 all claim to lead"));
        JsonNode other = json("{'leader':'zk1','splitViews':[{'kind':'epoch_differs','message':'zk2 is in epoch 1'}]}");
        assertThat(found("leader", other, null))
                .isEqualTo(new Finding("leader", Severity.WARNING, "zk1 leads, but zk2 is in epoch 1"));
    }

    @ParameterizedTest
    @CsvSource({"9, OK", "10, WARNING", "59, WARNING", "60, CRITICAL"})
    void newsGetsOld(long age, Severity severity) {
        assertThat(found("fresh", ensemble("zk1", 3, 3, 1, true, age), null).severity())
                .isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, 119, OK",
        "true, true, 120, WARNING",
        "true, true, 600, CRITICAL",
        "false, true, 9000, OK",
        "true, false, 9000, OK",
    })
    void aPlanThatNothingComesOfIsStuck(boolean moves, boolean enabled, long age, Severity severity) {
        assertThat(found("plan", fine(), plan(moves, enabled, age)).severity()).isEqualTo(severity);
    }

    @Test
    void aPlanIsNotStuckWhileFilesMove() {
        assertThat(found("plan", fine(), plan(true, true, 900), step(1, "planned", 60), step(1, "done", 5))
                        .severity())
                .isEqualTo(Severity.OK);
    }

    @Test
    void aMigrationThatDoesNotGoOnIsStuckWhateverThePlanSays() {
        assertThat(found("plan", fine(), plan(false, true, 1), step(1, "done", 900), step(2, "copied", 700)))
                .isEqualTo(
                        new Finding("plan", Severity.CRITICAL, "migration 2 is copied, its last step was 11 min ago"));
    }

    @Test
    void whatIsNotToldIsUnknownAndNeverFine() {
        Report report = report(null, null);
        assertThat(report.severity()).isEqualTo(Severity.UNKNOWN);
        assertThat(report.findings()).allMatch(finding -> finding.severity() == Severity.UNKNOWN);
        assertThat(found("quorum", json("{'quorum':'x'}"), null).severity()).isEqualTo(Severity.UNKNOWN);
        assertThat(found("plan", fine(), json("{'shouldMigrate':true,'enabled':true,'createdAt':7}"))
                        .severity())
                .isEqualTo(Severity.UNKNOWN);
        assertThat(found("fresh", json("{'at':'yesterday'}"), null).severity()).isEqualTo(Severity.UNKNOWN);
    }

    @Test
    void serversThatNeverAnsweredAreCritical() {
        assertThat(found("fresh", json("{'nodes':[{'respondedAt':null}],'at':'" + NOW + "'}"), null)
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void whatIsKnownToBeCriticalOutweighsWhatIsNotKnown() {
        assertThat(Severity.CRITICAL.or(Severity.UNKNOWN)).isEqualTo(Severity.CRITICAL);
        assertThat(Severity.UNKNOWN.or(Severity.WARNING)).isEqualTo(Severity.UNKNOWN);
        assertThat(Severity.OK.or(Severity.WARNING)).isEqualTo(Severity.WARNING);
    }

    @Test
    void aSentenceFromOutsideBreaksNeitherTheLineNorItsFigures() {
        Report report = Report.impossible("a | b\n\u001b[2J");
        assertThat(report.lines()).containsExactly("CONCLAVE UNKNOWN - a / b\\u000a\\u001b[2J");
        assertThat(Json.parse(report.json()).path("exitCode").asInt()).isEqualTo(3);
    }

    @Test
    void limitsThatContradictEachOtherAreRefusedByName() {
        assertThatThrownBy(() -> limits(1, 61, 60, 120, 600))
                .hasMessage("--age-warning (61 s) is at most --age-critical (60 s)");
        assertThatThrownBy(() -> limits(1, 0, 60, 120, 600)).hasMessageContaining("--age-warning is above 0 s");
        assertThatThrownBy(() -> limits(1, 1, 60, 700, 600)).hasMessageContaining("--plan-warning");
        assertThatThrownBy(() -> limits(-1, 1, 60, 1, 600)).hasMessageContaining("--min-tolerated");
    }
}
