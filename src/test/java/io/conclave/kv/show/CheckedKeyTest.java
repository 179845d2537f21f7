package io.conclave.kv.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckedKeyTest {

    private final CheckedKey key = new CheckedKey("checker/0");

    private void write(boolean acknowledged) {
        key.next();
        if (acknowledged) {
            key.acknowledged();
        }
    }

    @Test
    void whatWasAcknowledgedHasToBeThere() {
        key.begin(-1);
        write(true);

        assertThat(key.read(0)).isEmpty();
        write(true);
        assertThat(key.read(0))
                .contains("checker/0 shows 0 where 1 was acknowledged and 1 was the last that was tried");
    }

    @Test
    void missingKeyIsALossOnceAWriteWasAcknowledged() {
        key.begin(-1);
        assertThat(key.read(-1)).isEmpty();
        write(true);

        assertThat(key.read(-1)).isPresent();
    }

    @Test
    void writeOfUnknownOutcomeMayBeThereOrNot() {
        key.begin(-1);
        write(true);
        write(false);

        assertThat(key.read(0)).isEmpty();
        assertThat(key.read(1)).isEmpty();
    }

    @Test
    void whatWasReadOnceHasToStay() {
        key.begin(-1);
        write(true);
        write(false);
        assertThat(key.read(1)).isEmpty();

        assertThat(key.read(0)).isPresent();
    }

    @Test
    void numberThatNobodyWroteIsWrong() {
        key.begin(4);

        assertThat(key.read(7)).isPresent();
    }

    @Test
    void goesOnAfterWhatAnEarlierControllerLeft() {
        key.begin(41);

        assertThat(key.next()).isEqualTo(42);
    }

    @Test
    void oneLossIsCountedOnce() {
        key.begin(9);
        assertThat(key.read(8)).isPresent();

        assertThat(key.read(8)).isEmpty();
    }
}
