package io.conclave.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts as people read them. */
class UnitTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1 kB",
        "1001, 1.1 kB",
        "1200000000, 1.2 GB",
        "1200000001, 1.3 GB",
        "9223372036854775807, 9.3 EB"
    })
    void bytesAreRoundedUpSoThatThatMuchMoreIsEnough(long bytes, String text) {
        assertThat(Unit.bytes(bytes).en()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1, 1 file", "0, 0 files", "2.5, 2.5 files", "3.14159, 3.14 files", "2.05, 2.05 files"})
    void filesAreCountedInSingularAndPlural(double amount, String text) {
        assertThat(Unit.FILES.text(amount).en()).isEqualTo(text);
    }
}
