package io.conclave.logs.centre;

import io.conclave.audit.AuditTopics;
import io.conclave.audit.ListOperations;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationPage;
import io.conclave.bus.Bus;
import io.conclave.bus.Subscription;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogPosition;
import io.conclave.logs.LogService;
import io.conclave.logs.follow.Sources;
import io.conclave.logs.parse.HarmlessText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The audit trail as a log: each operation once it has ended, by the order of the ends. What ended while nobody
 * listened, or came too fast to be held, is read out of the trail, up to its newest {@value #CAUGHT_UP} rows.
 */
public final class OperationsLog implements Sources.Other {

    private static final String NAME = "operations";
    private static final int CAUGHT_UP = ListOperations.LARGEST_PAGE;
    private static final int MOST_WAITING = 2_000;
    private static final int REMEMBERED = 4_000;

    private final Bus bus;
    private final String self;

    /** @param self which controller entries are said to be of that concern no node */
    public OperationsLog(Bus bus, String self) {
        this.bus = bus;
        this.self = self;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Sources.Reading begin(LogPosition kept, Consumer<LogEntry> out) {
        return new Reading(kept == null ? 0 : kept.offset(), out);
    }

    private final class Reading implements Sources.Reading {
        private final BlockingQueue<Operation> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        private final AtomicBoolean missed = new AtomicBoolean(true);
        private final Map<Long, Boolean> seen = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        };
        private final Consumer<LogEntry> out;
        private final Subscription subscription;
        private final long since;
        private long until;

        private Reading(long since, Consumer<LogEntry> out) {
            this.since = since;
            this.until = since;
            this.out = out;
            this.subscription = bus.subscribe(AuditTopics.ENDED, ended -> take(ended.body()));
        }

        private void take(Operation ended) {
            if (!waiting.offer(ended)) {
                missed.set(true);
            }
        }

        @Override
        public boolean read() {
            if (missed.getAndSet(false)) {
                bus.request(AuditTopics.LIST, ListOperations.newest(CAUGHT_UP))
                        .onSuccess(this::caughtUp)
                        .onFailure(failure -> missed.set(true));
            }
            List<Operation> ended = new ArrayList<>();
            waiting.drainTo(ended);
            ended.sort(Comparator.comparing(Reading::end));
            boolean any = false;
            for (Operation operation : ended) {
                if (seen.put(operation.id(), true) == null) {
                    out.accept(entry(operation));
                    until = Math.max(until, end(operation).toEpochMilli());
                    any = true;
                }
            }
            return any;
        }

        private void caughtUp(OperationPage page) {
            page.operations().stream()
                    .filter(operation ->
                            operation.endedAt() != null && operation.endedAt().toEpochMilli() > since)
                    .sorted(Comparator.comparing(Operation::endedAt))
                    .forEach(this::take);
        }

        private static Instant end(Operation operation) {
            return operation.endedAt() == null ? operation.timestamp() : operation.endedAt();
        }

        @Override
        public LogPosition position() {
            return until == 0 ? null : new LogPosition(NAME, "", until, 0, 0);
        }

        @Override
        public void close() {
            subscription.cancel();
        }
    }

    private LogEntry entry(Operation operation) {
        String action = operation.action().code();
        String first = action
                + (operation.node() == null ? "" : " " + operation.node())
                + ": " + operation.status().code()
                + (operation.durationMs() == null ? "" : " after " + operation.durationMs() + " ms")
                + ", asked for by " + operation.actor() + " (operation " + operation.id() + ")";
        String details = operation.details() == null || operation.details().isEmpty()
                ? ""
                : "\n" + HarmlessText.of(operation.details().toString());
        String harmless = HarmlessText.of(first) + details;
        int kept = Math.min(harmless.length(), LogEntry.LONGEST_MESSAGE);
        return new LogEntry(
                NAME,
                operation.id(),
                Reading.end(operation),
                true,
                LogService.OPERATIONS,
                operation.node() == null ? self : operation.node(),
                level(operation),
                HarmlessText.of(operation.actor()),
                action,
                harmless.substring(0, kept),
                harmless.length() - kept);
    }

    private static LogLevel level(Operation operation) {
        return switch (operation.status()) {
            case RUNNING, OK -> LogLevel.INFO;
            case REFUSED, CANCELLED -> LogLevel.WARN;
            case FAILED, INTERRUPTED -> LogLevel.ERROR;
        };
    }
}
