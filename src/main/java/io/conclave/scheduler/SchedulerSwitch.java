package io.conclave.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.config.SchedulerSettings;
import io.conclave.store.Database;
import io.conclave.store.Tx;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler's settings. A change at run time outlives a restart, until the settings that the program is started
 * with are themselves other ones: then those hold again.
 */
final class SchedulerSwitch {

    private static final Logger LOG = LoggerFactory.getLogger(SchedulerSwitch.class);
    private static final String NAME = "scheduler";
    private static final long LONGEST_INTERVAL_SECONDS = 3_600;

    /** What is stored: what was changed, and what the program had been started with then. */
    private record Stored(SchedulerState startedWith, SchedulerState changedTo) {}

    private record Changed(SchedulerState state, Operation operation) {}

    private final SchedulerState startedWith;
    private final Strategies strategies;
    private final Database database;
    private final OperationLog log;
    private final Clock clock;
    private SchedulerState current;

    SchedulerSwitch(
            SchedulerSettings settings, Strategies strategies, Database database, OperationLog log, Clock clock) {
        this.startedWith = new SchedulerState(
                settings.interval().toSeconds(),
                settings.threshold(),
                PlanSettings.batchText(settings.batch()),
                settings.strategy(),
                settings.enabled());
        this.strategies = strategies;
        this.database = database;
        this.log = log;
        this.clock = clock;
        this.current = startedWith;
    }

    /** The settings as they are shown. */
    SchedulerState current() {
        return current;
    }

    /** Those of them that a plan depends on. */
    PlanSettings forPlans() {
        return checked(current);
    }

    /** Time between two rounds. */
    Duration interval() {
        return Duration.ofSeconds(current.interval());
    }

    /** Takes over what was changed before the last restart. */
    Future<SchedulerState> load() {
        return database.read(this::stored).onSuccess(state -> {
            if (!state.equals(startedWith)) {
                LOG.info("the scheduler goes on with what was changed at run time: {}", Json.encode(state));
            }
            current = state;
        });
    }

    /** Checks, stores and records a change; fails with a 400 problem that names the field at fault. */
    Future<SchedulerState> change(ChangeScheduler change) {
        if (change.interval() != null && (change.interval() < 1 || change.interval() > LONGEST_INTERVAL_SECONDS)) {
            throw Problem.invalid("interval", change.interval(), "from 1 to " + LONGEST_INTERVAL_SECONDS + " seconds")
                    .asException();
        }
        merge(current, change);
        Instant began = clock.instant();
        return database.write(tx -> changed(tx, change, began)).map(changed -> {
            log.announce(changed.operation());
            current = changed.state();
            return current;
        });
    }

    private Changed changed(Tx tx, ChangeScheduler change, Instant began) {
        SchedulerState before = stored(tx);
        SchedulerState after = merge(before, change);
        tx.settings().put(NAME, Json.encode(new Stored(startedWith, after)), clock.instant());
        ObjectNode details = Json.object();
        details.set("before", Json.tree(before));
        details.set("after", Json.tree(after));
        return new Changed(
                after, log.record(tx, Action.SETTINGS, change.actor(), null, OperationStatus.OK, details, began));
    }

    private SchedulerState stored(Tx tx) {
        return tx.settings()
                .get(NAME)
                .map(text -> Json.decode(text, Stored.class))
                .filter(stored -> stored.startedWith().equals(startedWith))
                .map(Stored::changedTo)
                .orElse(startedWith);
    }

    private SchedulerState merge(SchedulerState now, ChangeScheduler change) {
        PlanSettings settings =
                checked(now).with(strategies, change.strategy(), change.threshold(), change.batch(), change.enabled());
        return new SchedulerState(
                change.interval() == null ? now.interval() : change.interval(),
                settings.threshold(),
                PlanSettings.batchText(settings.batch()),
                settings.strategy(),
                settings.enabled());
    }

    private PlanSettings checked(SchedulerState state) {
        return new PlanSettings(state.strategy(), state.threshold(), 0, state.enabled())
                .with(strategies, null, null, state.batch(), null);
    }
}
