package io.conclave.kv.show;

import io.conclave.kv.wire.StatusResponse;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks each member how it is, a few times a second and one question at a time: one that is slow is asked less often,
 * and no answer is waited for longer than a second. Belongs to one context.
 */
final class StatusWatch {

    /** How often members are asked. */
    static final Duration INTERVAL = Duration.ofMillis(250);

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Function<String, Future<StatusResponse>> ask;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, Sighting> sightings = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    StatusWatch(MemberCalls calls, Clock clock, LongSupplier nanoTime) {
        this(address -> calls.status(address, LIMIT), clock, nanoTime);
    }

    StatusWatch(Function<String, Future<StatusResponse>> ask, Clock clock, LongSupplier nanoTime) {
        this.ask = ask;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Asks all of these that owe no answer; what is not among them is forgotten. */
    void look(Collection<String> addresses) {
        sightings.keySet().retainAll(addresses);
        for (String address : addresses) {
            sightings.putIfAbsent(address, Sighting.NOTHING);
            if (asked.add(address)) {
                ask.apply(address).onComplete(answer -> {
                    asked.remove(address);
                    sightings.computeIfPresent(
                            address,
                            (same, before) -> answer.succeeded()
                                    ? before.answered(answer.result(), clock.instant(), nanoTime.getAsLong())
                                    : before.unanswered());
                });
            }
        }
    }

    /** What each address said last. */
    Map<String, Sighting> sightings() {
        return Collections.unmodifiableMap(sightings);
    }
}
