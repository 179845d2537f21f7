package io.conclave.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.config.WorkloadSettings;
import io.conclave.store.Database;
import io.conclave.store.Tx;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo traffic's settings. A change at run time outlives a restart, until the settings that the program is started
 * with are themselves other ones: then those hold again.
 */
final class WorkloadSwitch {

    private static final Logger LOG = LoggerFactory.getLogger(WorkloadSwitch.class);
    private static final String NAME = "workload";
    private static final long LONGEST_INTERVAL_SECONDS = 3_600;
    private static final int MOST = 10_000;
    private static final int MOST_CLIENTS = 50;

    /** What is stored: what was changed, and what the program had been started with then. */
    private record Stored(WorkloadSettings startedWith, WorkloadSettings changedTo) {}

    private record Changed(WorkloadSettings settings, Operation operation) {}

    private final WorkloadSettings startedWith;
    private final Database database;
    private final OperationLog log;
    private final Clock clock;
    private WorkloadSettings current;

    WorkloadSwitch(WorkloadSettings startedWith, Database database, OperationLog log, Clock clock) {
        this.startedWith = startedWith;
        this.database = database;
        this.log = log;
        this.clock = clock;
        this.current = startedWith;
    }

    /** The settings that hold now. */
    WorkloadSettings current() {
        return current;
    }

    /** Takes over what was changed before the last restart. */
    Future<WorkloadSettings> load() {
        return database.read(this::stored).onSuccess(settings -> {
            if (!settings.equals(startedWith)) {
                LOG.info("demo traffic goes on with what was changed at run time: {}", describe(settings));
            }
            current = settings;
        });
    }

    /** Changes, stores and records. */
    Future<WorkloadSettings> change(ChangeWorkload change) {
        check("interval", change.interval(), 1, LONGEST_INTERVAL_SECONDS);
        check("maxFiles", change.maxFiles(), 0, MOST);
        check("maxTasks", change.maxTasks(), 0, MOST);
        check("extraClients", change.extraClients(), 0, MOST_CLIENTS);
        Instant began = clock.instant();
        return database.write(tx -> {
                    WorkloadSettings before = stored(tx);
                    WorkloadSettings after = merge(before, change);
                    tx.settings().put(NAME, Json.encode(new Stored(startedWith, after)), clock.instant());
                    JsonNode details = Json.object()
                            .<com.fasterxml.jackson.databind.node.ObjectNode>set("before", describe(before))
                            .set("after", describe(after));
                    return new Changed(
                            after,
                            log.record(tx, Action.WORKLOAD, change.actor(), null, OperationStatus.OK, details, began));
                })
                .map(changed -> {
                    log.announce(changed.operation());
                    current = changed.settings();
                    return current;
                });
    }

    private WorkloadSettings stored(Tx tx) {
        return tx.settings()
                .get(NAME)
                .map(text -> Json.decode(text, Stored.class))
                .filter(stored -> stored.startedWith().equals(startedWith))
                .map(Stored::changedTo)
                .orElse(startedWith);
    }

    private static WorkloadSettings merge(WorkloadSettings now, ChangeWorkload change) {
        return new WorkloadSettings(
                change.enabled() == null ? now.enabled() : change.enabled(),
                change.interval() == null ? now.interval() : Duration.ofSeconds(change.interval()),
                change.maxFiles() == null ? now.maxFiles() : change.maxFiles(),
                change.maxTasks() == null ? now.maxTasks() : change.maxTasks(),
                change.extraClients() == null ? now.extraClients() : change.extraClients());
    }

    private static void check(String field, Number value, long least, long most) {
        if (value != null && (value.longValue() < least || value.longValue() > most)) {
            throw Problem.invalid(field, value, "from " + least + " to " + most).asException();
        }
    }

    private static JsonNode describe(WorkloadSettings settings) {
        return Json.object()
                .put("enabled", settings.enabled())
                .put("interval", settings.interval().toSeconds())
                .put("maxFiles", settings.maxFiles())
                .put("maxTasks", settings.maxTasks())
                .put("extraClients", settings.extraClients());
    }
}
