package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.store.Database;
import io.conclave.store.OperationMeasureRow;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations that are being followed, a bounded number. While there are any, it looks at the ensemble at an even
 * pace; else it does nothing. What is over is written and then told. Belongs to one context.
 */
final class FollowUps {

    private static final Logger LOG = LoggerFactory.getLogger(FollowUps.class);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Bus bus;
    private final Database database;
    private final Supplier<Future<JsonNode>> measure;
    private final FollowUpTiming timing;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<Long, FollowUp> open = new LinkedHashMap<>();
    private long timer = NO_TIMER;
    private boolean asking;

    FollowUps(
            Vertx vertx,
            Bus bus,
            Database database,
            Supplier<Future<JsonNode>> measure,
            FollowUpTiming timing,
            Clock clock,
            LongSupplier nanoTime) {
        this.vertx = vertx;
        this.bus = bus;
        this.database = database;
        this.measure = measure;
        this.timing = timing;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Whether the later measure of what ended then is still to come. */
    boolean isInTime(Instant endedAt) {
        return clock.instant().isBefore(endedAt.plus(timing.laterAfter()));
    }

    /** Begins to follow an operation that has ended; the oldest gives way where there are too many. */
    void follow(Operation ended) {
        if (open.size() == timing.most()) {
            FollowUp oldest = open.values().iterator().next();
            Shortfall why = Shortfall.of(MeasureReason.TOO_MANY, "limit", String.valueOf(timing.most()));
            over(oldest, oldest.giveUp(clock.instant(), why));
        }
        long agoNanos =
                Math.max(0, Duration.between(ended.endedAt(), clock.instant()).toNanos());
        open.put(ended.id(), new FollowUp(ended, timing, nanoTime.getAsLong() - agoNanos));
        if (timer == NO_TIMER) {
            timer = vertx.setPeriodic(timing.interval().toMillis(), ignored -> look());
        }
    }

    private void look() {
        long now = nanoTime.getAsLong();
        if (asking || open.values().stream().noneMatch(followUp -> followUp.isDue(now))) {
            return;
        }
        asking = true;
        measure.get().onComplete(answer -> {
            asking = false;
            // An ensemble of which nothing is known is a finding too.
            look(answer.succeeded() ? answer.result() : null);
        });
    }

    private void look(JsonNode metrics) {
        Instant at = clock.instant();
        long nanos = nanoTime.getAsLong();
        for (FollowUp followUp : List.copyOf(open.values())) {
            over(followUp, followUp.look(metrics, at, nanos));
        }
    }

    private void over(FollowUp followUp, Map<String, Outcome> outcomes) {
        if (followUp.isOver()) {
            open.remove(followUp.operation().id());
            if (open.isEmpty()) {
                vertx.cancelTimer(timer);
                timer = NO_TIMER;
            }
        }
        if (outcomes.isEmpty()) {
            return;
        }
        Operation operation = followUp.operation();
        List<OperationMeasureRow> rows = new ArrayList<>();
        outcomes.forEach((kind, outcome) -> rows.add(OperationRows.toRow(operation.id(), kind, outcome)));
        database.write(tx -> {
                    rows.forEach(tx.operations()::measure);
                    return null;
                })
                .onSuccess(written -> tell(operation, outcomes.get(OperationMeasureRow.SETTLED)))
                .onFailure(failure -> LOG.warn(
                        "what was measured after operation {} is lost: {}",
                        operation.id(),
                        Json.encode(failure.getMessage())));
    }

    private void tell(Operation operation, Outcome settled) {
        bus.publish(AuditTopics.OPERATIONS, operation);
        if (settled != null && settled.recoverMs() != null) {
            bus.publish(AuditTopics.SETTLED, operation);
        }
    }
}
