package io.conclave.scheduler;

import io.conclave.bus.Bus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Publishes how the scheduler stands, each time that its settings change and that a round is set, begins or ends. */
final class StatusFeed implements RoundClock.Watcher {

    private final Bus bus;
    private final Supplier<SchedulerState> settings;
    private final List<String> strategies;
    private final Clock clock;
    private boolean running;
    private Instant nextRoundAt;
    private RoundEnd lastRound;
    private Instant lastRoundAt;

    StatusFeed(Bus bus, Supplier<SchedulerState> settings, List<String> strategies, Clock clock) {
        this.bus = bus;
        this.settings = settings;
        this.strategies = List.copyOf(strategies);
        this.clock = clock;
    }

    @Override
    public void armed(Duration wait) {
        running = false;
        nextRoundAt = clock.instant().plus(wait);
        publish();
    }

    @Override
    public void begun() {
        running = true;
        nextRoundAt = null;
        publish();
    }

    /** A round that came by itself has ended; when the next one comes is told right after. */
    void ended(RoundEnd end) {
        lastRound = end;
        lastRoundAt = clock.instant();
    }

    /** Tells how it stands now. */
    void publish() {
        bus.publish(
                SchedulerTopics.STATUS,
                new SchedulerStatus(settings.get(), strategies, running, nextRoundAt, lastRound, lastRoundAt));
    }
}
