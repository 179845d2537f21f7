package io.conclave.cli.probe.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KB", "243029, 237 KB", "9223372036854775807, 8.0 EB"})
    void bytesAreToldInTheirLargestUnit(long bytes, String told) {
        assertThat(Amounts.bytes(bytes)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"-5, 0.0 s", "250, 0.3 s", "14000, 14 s", "180000, 3 min", "7200000, 2 h", "432000000, 5 d"})
    void agesAreToldInTheirLargestUnit(long millis, String told) {
        assertThat(Amounts.age(Duration.ofMillis(millis))).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.42, 0.42", "4.9801, 4.98", "254.06, 254.1", "12, 12"})
    void figuresHaveNoDigitsThatSayNothing(double figure, String told) {
        assertThat(Amounts.figure(figure)).isEqualTo(told);
    }
}
