package io.conclave.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @Test
    void cellsAreQuotedWhereTheyMustBeAndLinesEndAsTheRfcHasIt() {
        assertThat(Csv.line(Arrays.asList("plain", null, "", "a,b", "say \"no\"", "two\r\nlines")))
                .isEqualTo("plain,,,\"a,b\",\"say \"\"no\"\"\",\"two\r\nlines\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"})
    void whatBeginsLikeAFormulaIsText(String value) {
        String line = Csv.line(List.of(value));

        assertThat(line).satisfiesAnyOf(l -> assertThat(l).startsWith("'"), l -> assertThat(l)
                .startsWith("\"'"));
        assertThat(line).contains(value);
    }

    @Test
    void formulaBehindASeparatorStaysInItsCell() {
        assertThat(Csv.line(List.of("a\",=1+1"))).isEqualTo("\"a\"\",=1+1\"\r\n");
    }

    @Test
    void everythingElseStaysAsItIs() {
        for (String value : List.of("zk1", "{\"a\":1}", "狐狸 🦊", "a=b", "1-2", "me@host", "'quoted'")) {
            assertThat(Csv.line(List.of(value)).replace("\"\"", "\""))
                    .contains(value)
                    .doesNotStartWith("''");
        }
    }
}
