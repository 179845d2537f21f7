package io.conclave.cli.probe.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void waitsGrowUpToTenSecondsAndDifferBetweenClients() {
        Set<Duration> firsts = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            Backoff backoff = new Backoff(new SplittableRandom(seed));
            firsts.add(backoff.next());
            for (int failure = 0; failure < 100; failure++) {
                assertThat(backoff.next()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(10));
            }
        }
        assertThat(firsts).hasSizeGreaterThan(50).allMatch(wait -> wait.toMillis() <= 250);
    }

    @Test
    void anAttemptThatWentWellBeginsAnew() {
        Backoff backoff = new Backoff(new SplittableRandom(1));
        for (int failure = 0; failure < 10; failure++) {
            backoff.next();
        }
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(250));
    }
}
