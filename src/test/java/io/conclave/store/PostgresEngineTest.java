package io.conclave.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.config.DatabaseSettings;
import io.conclave.store.Engine.Fault;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresEngineTest {

    private final PostgresEngine engine = new PostgresEngine(new DatabaseSettings(
            "jdbc:postgresql://db.example:5433,[::1]:2/conclave?sslmode=require",
            Optional.of("somebody"),
            Optional.of("hidden")));

    @ParameterizedTest
    @CsvSource({
        "08001, LOST",
        "08006, LOST",
        "57P01, LOST",
        "57P02, LOST",
        "57P03, LOST",
        "25P03, LOST",
        "40001, PASSING",
        "40P01, PASSING",
        "55P03, PASSING",
        "53300, PASSING",
        "53100, DISK_FULL",
        "57014, TOO_SLOW",
        "23505, DUPLICATE",
        "23503, OTHER",
        "42P01, OTHER",
        "28P01, OTHER",
        "3D000, OTHER",
        "25006, OTHER",
        ", OTHER"
    })
    void errorsMeanWhatTheirStateSays(String state, Fault fault) {
        assertThat(engine.fault(new SQLException("refused", state))).isEqualTo(fault);
    }

    @Test
    void placeNamesServersAndDatabaseAndNobodysSecret() {
        assertThat(engine.place()).isEqualTo("db.example:5433,[::1]:2/conclave");
    }
}
