package io.conclave.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettlingTest {

    private static final Instant BEGUN = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant ENDED = BEGUN.plusSeconds(2);
    private static final Instant SINCE = ENDED.plusMillis(250);

    private static Operation ended(Action action, OperationStatus status, JsonNode before) {
        return new Operation(
                1,
                BEGUN,
                "rest",
                action,
                action == Action.ROLLING_RESTART ? null : "zk2",
                status,
                Json.object(),
                before,
                null,
                ENDED,
                2_000L,
                Measured.PENDING,
                Measured.PENDING);
    }

    private static Settling after(Action action) {
        return new Settling(
                ended(action, OperationStatus.OK, ThreeNodes.healthy(BEGUN).json()));
    }

    private static Optional<MeasureReason> missing(Settling settling, ThreeNodes now) {
        return settling.missing(Moment.of(now.json())).map(Shortfall::reason);
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"NODE_STOP", "NODE_KILL", "NODE_PAUSE"})
    void stoppedNodeMustBeGoneAndTheOthersMustServe(Action action) {
        Settling settling = after(action);

        assertThat(missing(settling, ThreeNodes.healthy(SINCE))).contains(MeasureReason.STILL_SERVING);
        assertThat(missing(settling, ThreeNodes.healthy(SINCE).down("zk2"))).isEmpty();
        assertThat(missing(settling, ThreeNodes.healthy(SINCE).down("zk2").with("zk3", "role", "looking")))
                .contains(MeasureReason.NOT_SERVING);
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"NODE_START", "NODE_RESTART", "NODE_RESUME"})
    void startedNodeMustServeEvenWhereItDidNotBefore(Action action) {
        Settling settling = new Settling(ended(
                action,
                OperationStatus.OK,
                ThreeNodes.healthy(BEGUN).down("zk2").json()));

        assertThat(missing(settling, ThreeNodes.healthy(SINCE).down("zk2"))).contains(MeasureReason.NOT_SERVING);
        assertThat(missing(settling, ThreeNodes.healthy(SINCE).with("zk2", "health", "hung")))
                .contains(MeasureReason.NOT_SERVING);
        assertThat(missing(settling, ThreeNodes.healthy(SINCE))).isEmpty();
    }

    @Test
    void nodeThatWasDownBeforeIsNotWaitedFor() {
        Settling settling = new Settling(ended(
                Action.NODE_RESTART,
                OperationStatus.OK,
                ThreeNodes.healthy(BEGUN).down("zk3").json()));

        assertThat(missing(settling, ThreeNodes.healthy(SINCE).down("zk3"))).isEmpty();
    }

    @Test
    void failedActionWantsNothingOfItsNodeButAllOfTheOthers() {
        Settling settling = new Settling(ended(
                Action.NODE_STOP,
                OperationStatus.FAILED,
                ThreeNodes.healthy(BEGUN).json()));

        assertThat(missing(settling, ThreeNodes.healthy(SINCE))).isEmpty();
        assertThat(missing(settling, ThreeNodes.healthy(SINCE).down("zk2"))).isEmpty();
        assertThat(missing(settling, ThreeNodes.healthy(SINCE).down("zk3"))).contains(MeasureReason.NOT_SERVING);
    }

    @Test
    void quorumAndLeaderMustBeThere() {
        Settling settling = after(Action.NODE_STOP);

        assertThat(missing(
                        settling,
                        ThreeNodes.healthy(SINCE).down("zk2").down("zk3").ledBy(null, false)))
                .contains(MeasureReason.NO_QUORUM);
        assertThat(missing(settling, ThreeNodes.healthy(SINCE).down("zk2").ledBy(null, false)))
                .contains(MeasureReason.NO_LEADER);
    }

    @Test
    void answerFromBeforeTheEndDoesNotCount() {
        Settling settling = after(Action.ROLLING_RESTART);

        assertThat(missing(
                        settling,
                        ThreeNodes.healthy(SINCE)
                                .with("zk3", "respondedAt", ENDED.minusMillis(1).toString())))
                .contains(MeasureReason.NOT_ANSWERED);
        assertThat(missing(settling, ThreeNodes.healthy(ENDED))).isEmpty();
    }

    @Test
    void followerMustHaveSeenWhatTheLeaderHasButForWhatFlowsMeanwhile() {
        Settling settling = after(Action.NODE_RESTART);
        long leader = 0x5_0000_2000L;

        assertThat(missing(settling, at(leader, leader - Settling.REACH))).isEmpty();
        assertThat(missing(settling, at(leader, leader - Settling.REACH - 1))).contains(MeasureReason.BEHIND);
        assertThat(missing(settling, at(leader, leader + 50))).isEmpty();
    }

    @Test
    void followerOfAnEarlierTermIsBehindUnlessTheLeaderHasProposedNothingYet() {
        Settling settling = after(Action.NODE_RESTART);

        assertThat(missing(settling, at(0x6_0000_0001L, 0x5_0000_0010L))).contains(MeasureReason.OLD_TERM);
        assertThat(missing(settling, at(0x6_0000_0000L, 0x5_0000_0010L))).isEmpty();
    }

    private static ThreeNodes at(long leader, long follower) {
        ThreeNodes three = ThreeNodes.healthy(SINCE);
        return three.with("zk1", "zxid", "0x" + Long.toHexString(leader))
                .with("zk2", "zxid", "0x" + Long.toHexString(follower))
                .with("zk3", "zxid", "0x" + Long.toHexString(leader));
    }

    @Test
    void requestsMayPileUpALittleAboveWhatTheyWere() {
        Settling settling = new Settling(ended(
                Action.NODE_RESTART,
                OperationStatus.OK,
                ThreeNodes.healthy(BEGUN).with("zk3", "outstanding", 7).json()));

        assertThat(missing(settling, ThreeNodes.healthy(SINCE).with("zk3", "outstanding", 7 + Settling.SLACK)))
                .isEmpty();
        assertThat(missing(settling, ThreeNodes.healthy(SINCE).with("zk3", "outstanding", 8 + Settling.SLACK)))
                .contains(MeasureReason.OUTSTANDING);
        assertThat(missing(settling, ThreeNodes.healthy(SINCE).with("zk3", "outstanding", (String) null)))
                .isEmpty();
    }

    @Test
    void drainHasSettledWhenTheNodeIsEmpty() {
        Settling settling = after(Action.DRAIN);

        assertThat(missing(settling, ThreeNodes.healthy(SINCE))).contains(MeasureReason.FILES_LEFT);
        assertThat(missing(settling, ThreeNodes.healthy(SINCE).with("zk2", "files", 0)))
                .isEmpty();
        assertThat(missing(after(Action.UNDRAIN), ThreeNodes.healthy(SINCE))).isEmpty();
    }

    @Test
    void ensembleOfWhichNothingIsKnownHasNotSettled() {
        assertThat(after(Action.NODE_STOP).missing(Moment.of(null)).map(Shortfall::reason))
                .contains(MeasureReason.NOTHING_KNOWN);
    }

    @Test
    void metricsOfAnyShapeAreReadWithoutFailing() {
        for (String text : new String[] {
            "[]",
            "{\"nodes\":[1]}",
            "{\"nodes\":{\"zk1\":7}}",
            "{\"leader\":5,\"quorum\":7,\"nodes\":{\"zk1\":{\"zxid\":\"0xzz\",\"respondedAt\":\"soon\",\"files\":\"4\"}}}"
        }) {
            assertThat(after(Action.NODE_STOP).missing(Moment.of(Json.parse(text))))
                    .isPresent();
        }
    }

    @Test
    void everyShortfallFillsItsSentence() {
        Settling settling = after(Action.NODE_RESTART);
        for (ThreeNodes now : new ThreeNodes[] {
            ThreeNodes.healthy(SINCE).down("zk2"),
            ThreeNodes.healthy(SINCE).down("zk2").down("zk3").ledBy(null, false),
            ThreeNodes.healthy(BEGUN),
            ThreeNodes.healthy(SINCE).with("zk2", "outstanding", 99),
            at(0x6_0000_0001L, 0x5_0000_0010L),
            at(0x5_0000_2000L, 0x5_0000_0010L)
        }) {
            Shortfall shortfall = settling.missing(Moment.of(now.json())).orElseThrow();
            assertThat(shortfall.sentence().en()).doesNotContain("{").doesNotContain("null");
            assertThat(shortfall.sentence().zh()).doesNotContain("{").doesNotContain("null");
        }
    }
}
