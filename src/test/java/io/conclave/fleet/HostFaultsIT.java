package io.conclave.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.testing.Alone;
import io.conclave.testing.RealParts;
import io.conclave.testing.hosts.Member;
import io.conclave.testing.hosts.NamespaceHosts;
import io.conclave.testing.hosts.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several controllers, agents, an ensemble and a database, each on a host of its own, under load and random faults. The
 * seed is printed and can be given, with the number of faults: {@code mvn verify -Dit.test=HostFaultsIT
 * -Dhost.faults.seed=7 -Dhost.faults.count=2000 -Dit.seconds=0}. What the processes printed stays in
 * {@code target/host-faults}.
 */
@Alone
class HostFaultsIT {

    private static final Logger LOG = LoggerFactory.getLogger(HostFaultsIT.class);
    private static final int COUNT = 200;

    /** Always the same in the build, so that it fails for what was changed in it and not for a new seed. */
    private static final long SEED = 5;

    private static final int CLIENTS = 3;
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(90);

    @Test
    @Timeout(value = 7, unit = TimeUnit.DAYS)
    void everyAcknowledgedFileIsThereOnceAndWholeAndAllThatIsWrittenOfItAgrees() throws Exception {
        Optional<String> noHosts = NamespaceHosts.obstacle();
        if (noHosts.isPresent()) {
            throw RealParts.missing(noHosts.get());
        }
        long seed = Long.getLong("host.faults.seed", SEED);
        int count = Integer.getInteger("host.faults.count", COUNT);
        String replay =
                "mvn verify -Dit.test=HostFaultsIT -Dhost.faults.seed=" + seed + " -Dhost.faults.count=" + count;
        LOG.info("faults of hosts with seed {}; again with: {}", seed, replay);
        Path folder = Path.of("target", "host-faults", Long.toString(seed)).toAbsolutePath();
        Shell.run("rm -rf " + folder);
        SplittableRandom random = new SplittableRandom(seed);
        Ledger ledger = new Ledger();
        try (Fleet fleet = Fleet.make(Files.createDirectories(folder))) {
            fleet.start();
            Outcome outcome = new Outcome(fleet, ledger);
            Clients clients = new Clients(fleet, ledger);
            Injection injection = new Injection(fleet, clients);
            try (clients;
                    TermWatch watch = TermWatch.of(fleet)) {
                awaitSettled(fleet, clients, outcome);
                clients.start(CLIENTS, random.split());
                injection.run(count, random.split());
                assertThat(watch.looks()).as("looks at the terms").isGreaterThan(count);
                assertThat(watch.violations())
                        .as("commits of terms that were over")
                        .isEmpty();
            }
            fleet.restore();
            awaitSettled(fleet, clients, outcome);
            LOG.info("seed {}: {}; {}; {} moves, {} terms", seed, injection, ledger, outcome.moved(), outcome.terms());
            outcome.check();
            assertThat(ledger.files()).as("uploads in spite of all faults").hasSizeGreaterThan(count / 4);
            assertThat(outcome.moved()).as("moves in spite of all faults").isGreaterThan(count / 20);
            assertThat(outcome.terms()).as("changes of who acts").isGreaterThan(1);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed + ", again with: " + replay + "\n" + e.getMessage(), e);
        }
    }

    /** All controllers name the same active one, no node is drained, and nothing is under way any more. */
    private static void awaitSettled(Fleet fleet, Clients clients, Outcome outcome) {
        await("one active controller that all see")
                .atMost(SETTLE_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    Set<String> seen = new HashSet<>();
                    for (Member controller : fleet.controllers()) {
                        seen.add(clients.get(controller, "/api/controllers")
                                .map(state -> state.path("active").path("id").asText(""))
                                .orElse(""));
                    }
                    return seen.size() == 1 && !seen.contains("");
                });
        for (String node : new String[] {"zk1", "zk2", "zk3"}) {
            await("undrain of " + node)
                    .atMost(SETTLE_LIMIT)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> clients.send(fleet.controllers().get(0), "/api/nodes/" + node + "/undrain", "{}")
                            .isPresent());
        }
        await("an even spread")
                .atMost(SETTLE_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> clients.get(fleet.controllers().get(0), "/api/scheduler/diagnostics")
                        .filter(plan -> isStill(plan))
                        .isPresent());
        await("nothing under way")
                .atMost(SETTLE_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> outcome.unsettled() == 0);
    }

    private static boolean isStill(JsonNode plan) {
        return !plan.path("shouldMigrate").asBoolean(true)
                && !plan.path("reason").asText().equals("storage_unavailable");
    }
}
