package io.conclave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

    @ParameterizedTest
    @CsvSource({
        "1b, a red and bold name",
        "07, a bell",
        "0a, a second line",
        "0d, a line that is written over",
        "7f, a delete",
        "9b, a control sequence in one character",
        "202e, letters from right to left",
        "2066, an isolate",
        "200b, a blank of no width",
        "2028, a line of its own",
        "feff, a byte order mark",
        "d800, half of a pair",
    })
    void whatATerminalWouldActOnIsShownInDigits(String digits, String what) {
        String name = "a" + (char) Integer.parseInt(digits, 16) + "[31mb";
        assertThat(SafeText.shown(name))
                .as(what)
                .isEqualTo("a\\u%4s[31mb".formatted(digits).replace(' ', '0'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.pdf", "报告 2026.pdf", "naïve", "🐘", "a\\b", "-rf", ".."})
    void whatIsHarmlessStaysAsItIs(String name) {
        assertThat(SafeText.shown(name)).isEqualTo(name);
    }

    @Test
    void aNameOfAMillionCharactersIsShortened() {
        assertThat(SafeText.shown("x".repeat(1_000_000))).hasSize(151).endsWith("…");
        assertThat(SafeText.shown("🐘".repeat(1_000))).isEqualTo("🐘".repeat(150) + "…");
    }

    @Test
    void jsonKeepsItsValueInOneLineThatATerminalDoesNotActOn() {
        String nasty = "{\"name\":\"\u202e\u009b31m报告\uD83D\uDC18\u2028\",\n\t\"n\":1}";
        String safe = SafeText.json(nasty);
        assertThat(safe)
                .doesNotContain("\n", "\t", "\u202e", "\u009b", "\u2028")
                .contains("报告🐘");
        assertThat(Json.parse(safe)).isEqualTo(Json.parse(nasty));
    }
}
