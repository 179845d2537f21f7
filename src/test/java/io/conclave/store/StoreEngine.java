package io.conclave.store;

import io.conclave.config.DatabaseSettings;
import io.conclave.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/** The engines that the store's tests run on. */
enum StoreEngine {
    SQLITE {
        @Override
        DatabaseSettings fresh(Path folder) {
            return DatabaseSettings.of("jdbc:sqlite:" + folder.resolve("deep/conclave.db"));
        }

        @Override
        Connection connect(DatabaseSettings settings) throws SQLException {
            return DriverManager.getConnection(settings.url());
        }

        @Override
        Engine engine(DatabaseSettings settings) {
            return new SqliteEngine(settings.url());
        }
    },
    POSTGRESQL {
        @Override
        DatabaseSettings fresh(Path folder) {
            PostgresServer server = PostgresServer.shared();
            return new DatabaseSettings(
                    server.freshSchema(), Optional.of(server.user()), Optional.of(server.password()));
        }

        @Override
        Connection connect(DatabaseSettings settings) throws SQLException {
            return PostgresServer.shared().connect(settings.url());
        }

        @Override
        Engine engine(DatabaseSettings settings) {
            return new PostgresEngine(settings);
        }
    };

    /** An empty database; skips or fails the test where the engine is not installed. */
    abstract DatabaseSettings fresh(Path folder);

    /** A connection to it outside of the product. */
    abstract Connection connect(DatabaseSettings settings) throws SQLException;

    /** What the product has of it. */
    abstract Engine engine(DatabaseSettings settings);
}
