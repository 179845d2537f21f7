package io.conclave.kv.znodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.kv.ring.RingState;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZnodeTextTest {

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(ZnodeText.inSync(ZnodeText.inSync(List.of(3, 1, 2)))).containsExactly(1, 2, 3);
        assertThat(ZnodeText.text(ZnodeText.inSync(List.of(2, 1)))).isEqualTo("[1,2]");
        assertThat(ZnodeText.master(ZnodeText.master("[::1]:7000", 4), 9))
                .isEqualTo(new MasterState(4, "[::1]:7000", 9));
        RingState settled = RingState.settled(3, 2, List.of("g1", "g2"));
        assertThat(ZnodeText.ring(ZnodeText.ring(settled))).isEqualTo(settled);
        RingState changing = settled.changeTo(5, List.of("g1"));
        assertThat(ZnodeText.ring(ZnodeText.ring(changing))).isEqualTo(changing);
        RingState done = changing.withDone(changing.remaining().first());
        assertThat(ZnodeText.ring(ZnodeText.ring(done))).isEqualTo(done);
    }

    @Test
    void anEmptyPrimaryIsNone() {
        assertThat(ZnodeText.primary(new byte[0])).isEqualTo(OptionalInt.empty());
        assertThat(ZnodeText.primary(null)).isEqualTo(OptionalInt.empty());
        assertThat(ZnodeText.primary(ZnodeText.bytes("7"))).isEqualTo(OptionalInt.of(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "1 ", "01", "-1", "1e3", "٣", "9999999999999999999", "x\u001b[2Jy", "\n"})
    void whatIsNoNumberIsRefused(String text) {
        assertThatThrownBy(() -> ZnodeText.number(ZnodeText.bytes(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("where a decimal number belongs")
                .message()
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1,", "{}", "[0]", "[-1]", "[1.5]", "[\"1\"]", "[null]", "[3000000000]", "1"})
    void whatIsNoInSyncSetIsRefused(String text) {
        assertThatThrownBy(() -> ZnodeText.inSync(ZnodeText.bytes(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", ":1", "a b:1", "host:123456", "h:1\n"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> ZnodeText.address(ZnodeText.bytes(text)))
                .hasMessageContaining("where host:port belongs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"version\":1}",
                "{\"version\":1,\"virtualNodes\":0,\"groups\":[\"g1\"]}",
                "{\"version\":1,\"virtualNodes\":2,\"groups\":[\"../g1\"]}",
                "{\"version\":1,\"virtualNodes\":2,\"groups\":[\"a\"],\"nextGroups\":[\"a\",\"b\"],"
                        + "\"nextVirtualNodes\":2,\"done\":[{\"from\":\"b\",\"to\":\"a\"}]}"
            })
    void whatIsNoRingIsRefused(String text) {
        assertThatThrownBy(() -> ZnodeText.ring(ZnodeText.bytes(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLongTextIsShownCutShort() {
        assertThatThrownBy(() -> ZnodeText.number(ZnodeText.bytes("x".repeat(10_000))))
                .message()
                .hasSizeLessThan(150);
    }
}
