package io.conclave.logs.events;

import io.conclave.ensemble.EnsembleEvent;
import io.conclave.logs.LogBatch;
import io.conclave.logs.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Picks out of the logs what belongs on the ensemble's list of events: what was written a moment ago, and each kind of
 * a server once in a while only, so that a storm is one row with its count. What is read of the past, such as after a
 * restart, is no news.
 */
final class EventWatch {

    private static final Duration NEWS = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int MOST_KEPT = 1_000;

    private final Map<String, Instant> toldAt = new HashMap<>();

    /**
     * What a batch tells.
     *
     * @param now the time of day
     */
    List<EnsembleEvent> in(LogBatch batch, Instant now) {
        Map<String, List<Sighting>> sightings = new HashMap<>();
        for (LogEntry entry : batch.entries()) {
            if (entry.timeKnown() && Duration.between(entry.at(), now).abs().compareTo(NEWS) < 0) {
                Sighting.in(entry).ifPresent(sighting -> sightings
                        .computeIfAbsent(sighting.kind() + " " + sighting.node(), key -> new ArrayList<>())
                        .add(sighting));
            }
        }
        List<EnsembleEvent> events = new ArrayList<>();
        sightings.forEach((key, all) -> {
            Instant before = toldAt.get(key);
            if (before == null || Duration.between(before, now).abs().compareTo(PAUSE) >= 0) {
                toldAt.put(key, now);
                events.add(all.get(all.size() - 1).event(all.size()));
            }
        });
        if (toldAt.size() > MOST_KEPT) {
            toldAt.clear();
        }
        return events;
    }
}
