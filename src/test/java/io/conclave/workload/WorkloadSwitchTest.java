package io.conclave.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.audit.OperationLog;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.ProblemException;
import io.conclave.config.WorkloadSettings;
import io.conclave.store.OperationFilter;
import io.conclave.store.OperationRow;
import io.conclave.store.SqlDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadSwitchTest {

    private static final WorkloadSettings ON = new WorkloadSettings(true, Duration.ofSeconds(20), 18, 50, 2);
    private static final WorkloadSettings OFF = new WorkloadSettings(false, Duration.ofSeconds(20), 18, 50, 2);

    @TempDir
    Path folder;

    private Vertx vertx;
    private Bus bus;
    private SqlDatabase database;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        ControllerRef self = new ControllerRef("c1", 1);
        bus = new Bus(vertx, self, Clock.systemUTC());
        database = SqlDatabase.open("jdbc:sqlite:" + folder.resolve("c.db"), self);
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    private WorkloadSwitch startedWith(WorkloadSettings settings) throws Exception {
        WorkloadSwitch workload = new WorkloadSwitch(
                settings, database, new OperationLog(bus, database, Clock.systemUTC(), () -> null), Clock.systemUTC());
        workload.load().await(5, TimeUnit.SECONDS);
        return workload;
    }

    private static ChangeWorkload enabled(boolean enabled) {
        return new ChangeWorkload(enabled, null, null, null, null, "page");
    }

    @Test
    void changeKeepsWhatItDoesNotNameAndIsRecorded() throws Exception {
        WorkloadSwitch workload = startedWith(ON);

        workload.change(new ChangeWorkload(false, 30L, null, 7, null, "page")).await(5, TimeUnit.SECONDS);

        assertThat(workload.current()).isEqualTo(new WorkloadSettings(false, Duration.ofSeconds(30), 18, 7, 2));
        List<OperationRow> rows = database.read(tx -> tx.operations().page(10, OperationFilter.ALL))
                .await(5, TimeUnit.SECONDS);
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.action()).isEqualTo("workload");
            assertThat(row.actor()).isEqualTo("page");
            assertThat(row.details()).contains("\"before\":{\"enabled\":true").contains("\"after\":{\"enabled\":false");
        });
    }

    @Test
    void changeOutlivesARestart() throws Exception {
        startedWith(ON).change(enabled(false)).await(5, TimeUnit.SECONDS);

        assertThat(startedWith(ON).current()).isEqualTo(OFF);
    }

    @Test
    void otherStartSettingsWinOverAnOlderChange() throws Exception {
        startedWith(ON).change(enabled(false)).await(5, TimeUnit.SECONDS);
        WorkloadSettings other = new WorkloadSettings(true, Duration.ofSeconds(5), 18, 50, 2);

        assertThat(startedWith(other).current()).isEqualTo(other);
    }

    @Test
    void changesAtTheSameTimeDoNotUndoEachOther() throws Exception {
        WorkloadSwitch workload = startedWith(ON);

        var first = workload.change(enabled(false));
        var second = workload.change(new ChangeWorkload(null, null, 3, null, null, "page"));
        first.await(5, TimeUnit.SECONDS);
        second.await(5, TimeUnit.SECONDS);

        assertThat(workload.current()).isEqualTo(new WorkloadSettings(false, Duration.ofSeconds(20), 3, 50, 2));
    }

    @Test
    void valuesOutOfRangeAreRefusedByName() throws Exception {
        WorkloadSwitch workload = startedWith(ON);

        assertRefused(workload, new ChangeWorkload(null, 0L, null, null, null, "x"), "interval");
        assertRefused(workload, new ChangeWorkload(null, 3_601L, null, null, null, "x"), "interval");
        assertRefused(workload, new ChangeWorkload(null, null, -1, null, null, "x"), "maxFiles");
        assertRefused(workload, new ChangeWorkload(null, null, null, 10_001, null, "x"), "maxTasks");
        assertRefused(workload, new ChangeWorkload(null, null, null, null, 51, "x"), "extraClients");
        assertThat(workload.current()).isEqualTo(ON);
    }

    private static void assertRefused(WorkloadSwitch workload, ChangeWorkload change, String field) {
        assertThatThrownBy(() -> workload.change(change))
                .satisfies(e -> assertThat(ProblemException.of(e).field()).isEqualTo(field));
    }
}
