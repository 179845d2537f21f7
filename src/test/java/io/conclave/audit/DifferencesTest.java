package io.conclave.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final JsonNode BEFORE = ThreeNodes.healthy(AT).json();

    private static FigureDifference find(List<FigureDifference> all, String node, String figure) {
        return all.stream()
                .filter(row -> figure.equals(row.figure()) && java.util.Objects.equals(node, row.node()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void numbersDifferByADeltaAndWordsByBeingOthers() {
        JsonNode settled = ThreeNodes.healthy(AT)
                .with("zk2", "connections", 5)
                .with("zk2", "role", "leader")
                .ledBy("zk2", true)
                .json();
        JsonNode later = ThreeNodes.healthy(AT).with("zk2", "connections", 1).json();

        List<FigureDifference> all = Differences.between(BEFORE, settled, later);

        FigureDifference connections = find(all, "zk2", "connections");
        assertThat(connections.settledDelta()).isEqualTo(3);
        assertThat(connections.laterDelta()).isEqualTo(-1);
        assertThat(connections.settledChanged()).isTrue();
        FigureDifference role = find(all, "zk2", "role");
        assertThat(role.settledChanged()).isTrue();
        assertThat(role.laterChanged()).isFalse();
        assertThat(role.settledDelta()).isNull();
        assertThat(find(all, null, "leader").settled().asText()).isEqualTo("zk2");
        assertThat(find(all, "zk1", "connections").settledChanged()).isFalse();
    }

    @Test
    void zxidsDifferByTransactionsWithinATermOnly() {
        JsonNode same =
                ThreeNodes.healthy(AT).with("zk1", "zxid", "0x500000030").json();
        JsonNode next =
                ThreeNodes.healthy(AT).with("zk1", "zxid", "0x600000001").json();

        FigureDifference zxid = find(Differences.between(BEFORE, same, next), "zk1", "zxid");

        assertThat(zxid.settledDelta()).isEqualTo(0x20);
        assertThat(zxid.laterChanged()).isTrue();
        assertThat(zxid.laterDelta()).isNull();
    }

    @Test
    void missingIsNeitherZeroNorUnchanged() {
        JsonNode down = ThreeNodes.healthy(AT).down("zk3").json();

        FigureDifference connections = find(Differences.between(BEFORE, down, null), "zk3", "connections");

        assertThat(connections.settled().isNull()).isTrue();
        assertThat(connections.settledChanged()).isTrue();
        assertThat(connections.settledDelta()).isNull();
        assertThat(connections.later()).isNull();
        assertThat(connections.laterChanged()).isFalse();
    }

    @Test
    void ensembleComesFirstAndWhenAFigureWasReadIsLeftOut() {
        List<FigureDifference> all = Differences.between(BEFORE, BEFORE, BEFORE);

        assertThat(all.subList(0, 5))
                .extracting(FigureDifference::figure)
                .containsExactly("leader", "quorum.voters", "quorum.needed", "quorum.up", "quorum.held");
        assertThat(all).extracting(FigureDifference::figure).doesNotContain("respondedAt", "nodes");
        assertThat(all).noneMatch(row -> row.settledChanged() || row.laterChanged());
        assertThat(all).hasSize(5 + 3 * 7);
    }
}
