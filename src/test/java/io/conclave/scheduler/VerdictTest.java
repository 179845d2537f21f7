package io.conclave.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan says of each node, and what would have to be otherwise. */
class VerdictTest {

    @Test
    void belowTheThresholdTheSourceSaysWhichThresholdWouldMoveIt() {
        Cluster cluster = Cluster.holding(4, 0, 2);

        assertThat(cluster.verdict("zk1").counterfactual()).isEqualTo("would move if the threshold were 4 or less");
        assertThat(cluster.verdict("zk1").counterfactualZh()).isEqualTo("若阈值不高于 4，就会迁移");
        assertThat(cluster.threshold(4).plan().shouldMigrate()).isTrue();
    }

    @Test
    void whereNoThresholdWouldDoTheSourceSaysHowManyFilesAreMissing() {
        assertThat(Cluster.holding(1, 0).verdict("zk1").counterfactual())
                .isEqualTo("would move if it had 4 files more");
    }

    @Test
    void sourceThatMovesSaysFromWhichThresholdItWouldStay() {
        Cluster cluster = Cluster.holding(9, 0, 2);

        assertThat(cluster.verdict("zk1").counterfactual())
                .isEqualTo("would not move if the threshold were 10 or more");
        assertThat(cluster.threshold(10).plan().shouldMigrate()).isFalse();
    }

    @Test
    void drainedSourceWouldStayIfItWereNotDrained() {
        assertThat(Cluster.holding(1, 0).drained("zk1").verdict("zk1")).satisfies(verdict -> {
            assertThat(verdict.code()).isEqualTo(VerdictCode.SOURCE_DRAINED);
            assertThat(verdict.measured()).isEqualTo(1);
            assertThat(verdict.counterfactual()).isEqualTo("would not move if it were not drained");
        });
    }

    @Test
    void targetSaysHowMuchMoreItWouldHaveToHoldAndTheOthersHowMuchLess() {
        Cluster cluster = Cluster.holding(9, 0, 2);

        assertThat(cluster.verdict("zk2").part()).isEqualTo("target");
        assertThat(cluster.verdict("zk2").counterfactual()).isEqualTo("would not be the target if it had 3 files more");
        assertThat(cluster.verdict("zk3")).satisfies(verdict -> {
            assertThat(verdict.code()).isEqualTo(VerdictCode.NOT_LEAST_LOADED);
            assertThat(verdict.measured()).isEqualTo(2);
            assertThat(verdict.limit()).isZero();
            assertThat(verdict.unit()).isEqualTo("files");
            assertThat(verdict.counterfactual()).isNull();
        });
        assertThat(Cluster.holding(9, 1, 3).verdict("zk3").counterfactual())
                .isEqualTo("would be the target if it had 3 files less");
    }

    @Test
    void nodeThatIsOutSaysEverythingThatWouldHaveToBeOtherwise() {
        Cluster cluster = Cluster.holding(9, 0, 2).drained("zk2").standing("zk2", Standing.DOWN);

        assertThat(cluster.verdict("zk2").code()).isEqualTo(VerdictCode.DRAINED_EMPTY);
        assertThat(cluster.verdict("zk2").counterfactual())
                .isEqualTo("would be the target if it were not drained and it were up");
        assertThat(cluster.verdict("zk2").counterfactualZh()).isEqualTo("若该节点未被摘除且该节点在线，就会成为目标");
    }

    @Test
    void nodeThatIsDownSaysSoInBothLanguages() {
        NodeVerdict verdict =
                Cluster.holding(9, 0, 2).standing("zk2", Standing.HUNG).verdict("zk2");

        assertThat(verdict.sentence()).isEqualTo("zk2 is hung, so nothing goes there.");
        assertThat(verdict.sentenceZh()).isEqualTo("zk2 无应答，不接收文件。");
    }

    @Test
    void fullestNodeWaitsForTheDrainOfAnother() {
        NodeVerdict verdict = Cluster.holding(20, 1, 0).drained("zk2").verdict("zk1");

        assertThat(verdict.code()).isEqualTo(VerdictCode.AFTER_THE_DRAIN);
        assertThat(verdict.counterfactual()).isEqualTo("would be the source if no drained node had files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file-count", "bytes", "weighted", "latency", "consistent-hash"})
    void noSentenceHasAnUnfilledPlaceholder(String strategy) {
        for (int zk1 = 0; zk1 < 8; zk1 += 7) {
            for (int state = 0; state < 64; state++) {
                Cluster cluster = Cluster.holding(zk1, 1, 2).strategy(strategy).threshold(1 + state % 2 * 4);
                if ((state & 2) > 0) {
                    cluster.drained("zk1");
                }
                if ((state & 4) > 0) {
                    cluster.drained("zk3");
                }
                if ((state & 8) > 0) {
                    cluster.standing("zk2", Standing.DOWN);
                }
                if ((state & 16) > 0) {
                    cluster.room("zk2", 10).room("zk3", 10);
                }
                if ((state & 32) > 0) {
                    cluster.withoutStorage("zk3");
                }
                Plan plan = cluster.plan();
                assertThat(plan.message() + plan.messageZh() + plan.verdicts() + plan.candidate())
                        .doesNotContain("{");
                assertThat(plan.verdicts()).hasSize(3);
            }
        }
    }
}
