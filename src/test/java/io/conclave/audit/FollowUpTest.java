package io.conclave.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The state machine on a clock that only the test moves. */
class FollowUpTest {

    private static final Instant ENDED = Instant.parse("2026-01-02T03:04:05Z");
    private static final long NANOS = 77_000_000_000L;

    private final FollowUp followUp = new FollowUp(
            new Operation(
                    1,
                    ENDED,
                    "rest",
                    Action.NODE_START,
                    "zk2",
                    OperationStatus.OK,
                    Json.object(),
                    ThreeNodes.healthy(ENDED).down("zk2").json(),
                    null,
                    ENDED,
                    900L,
                    Measured.PENDING,
                    Measured.PENDING),
            FollowUpTiming.USUAL,
            NANOS);

    private Map<String, Outcome> look(long afterMs, ThreeNodes now) {
        return lookAt(afterMs, now.json());
    }

    private Map<String, Outcome> lookAt(long afterMs, JsonNode metrics) {
        return followUp.look(
                metrics,
                ENDED.plusMillis(afterMs),
                NANOS + Duration.ofMillis(afterMs).toNanos());
    }

    private static ThreeNodes up(long afterMs) {
        return ThreeNodes.healthy(ENDED.plusMillis(afterMs));
    }

    @Test
    void timeToRecoverRunsToWhereAllBeganToHold() {
        assertThat(look(200, up(200).down("zk2"))).isEmpty();
        assertThat(look(700, up(700))).isEmpty();
        assertThat(look(1_600, up(1_600))).isEmpty();

        Outcome settled = look(1_700, up(1_700)).get("settled");

        assertThat(settled.state()).isEqualTo(MeasureState.MEASURED);
        assertThat(settled.recoverMs()).isEqualTo(700);
        assertThat(settled.at()).isEqualTo(ENDED.plusMillis(700));
        assertThat(settled.metrics()).isEqualTo(up(700).json());
    }

    @Test
    void nodeThatFallsOverAgainHasNotRecovered() {
        look(300, up(300));
        look(900, up(900).down("zk2"));
        look(2_000, up(2_000));

        assertThat(look(3_000, up(3_000)).get("settled").recoverMs()).isEqualTo(2_000);
    }

    @Test
    void whatDoesNotSettleInTimeSaysWhatWasMissingAndIsMeasuredAllTheSame() {
        look(59_900, up(59_900).down("zk2"));
        Map<String, Outcome> over = look(60_000, up(60_000).down("zk2"));

        assertThat(over).containsOnlyKeys("settled", "later");
        assertThat(over.get("settled").state()).isEqualTo(MeasureState.NOT_SETTLED);
        assertThat(over.get("settled").recoverMs()).isNull();
        assertThat(over.get("settled").shortfall().reason()).isEqualTo(MeasureReason.NOT_SERVING);
        assertThat(over.get("settled").metrics()).isNotNull();
        assertThat(over.get("later").state()).isEqualTo(MeasureState.MEASURED);
        assertThat(followUp.isOver()).isTrue();
    }

    @Test
    void whatBeganToHoldJustInTimeIsGivenTheTimeToHold() {
        look(59_800, up(59_800));
        assertThat(look(60_100, up(60_100))).containsOnlyKeys("later");

        assertThat(look(60_800, up(60_800)).get("settled").recoverMs()).isEqualTo(59_800);
        assertThat(followUp.isOver()).isTrue();
    }

    @Test
    void eachKindComesOnceAndBetweenThemThereIsNothingToLookFor() {
        look(100, up(100));
        assertThat(look(1_100, up(1_100))).containsOnlyKeys("settled");
        assertThat(followUp.isDue(NANOS + Duration.ofSeconds(30).toNanos())).isFalse();
        assertThat(followUp.isDue(NANOS + Duration.ofSeconds(60).toNanos())).isTrue();
        assertThat(look(60_000, up(60_000))).containsOnlyKeys("later");
        assertThat(look(61_000, up(61_000))).isEmpty();

        assertThat(followUp.operation().settled().recoverMs()).isEqualTo(100);
        assertThat(followUp.operation().later().metrics()).isEqualTo(up(60_000).json());
    }

    @Test
    void unknownEnsembleIsNeverTakenForASettledOne() {
        look(100, up(100));
        assertThat(lookAt(600, null)).isEmpty();
        assertThat(look(1_200, up(1_200))).isEmpty();

        assertThat(lookAt(60_000, null))
                .hasEntrySatisfying(
                        "settled",
                        outcome -> assertThat(outcome.shortfall().reason()).isEqualTo(MeasureReason.NOTHING_KNOWN))
                .hasEntrySatisfying(
                        "later", outcome -> assertThat(outcome.state()).isEqualTo(MeasureState.UNMEASURED));
    }

    @Test
    void givingUpClosesOnlyWhatIsOpen() {
        look(100, up(100));
        look(1_100, up(1_100));

        Map<String, Outcome> over = followUp.giveUp(ENDED, Shortfall.of(MeasureReason.TOO_MANY, "limit", "64"));

        assertThat(over).containsOnlyKeys("later");
        assertThat(over.get("later").shortfall().facts()).contains(entry("limit", "64"));
        assertThat(followUp.operation().settled().state()).isEqualTo(MeasureState.MEASURED);
    }
}
