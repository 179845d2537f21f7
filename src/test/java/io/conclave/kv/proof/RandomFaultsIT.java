package io.conclave.kv.proof;

import io.conclave.testing.Alone;
import io.conclave.testing.RealParts;
import io.conclave.testing.hosts.Hosts;
import io.conclave.testing.hosts.LoopbackHosts;
import io.conclave.testing.hosts.NamespaceHosts;
import io.conclave.testing.hosts.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's promises under random faults to real processes. The seed is printed and can be given, with the number of
 * faults: {@code mvn verify -Dit.test=RandomFaultsIT -Dkv.faults.seed=7 -Dkv.faults.count=1000 -Dit.seconds=0}. What
 * the processes printed stays in {@code target/kv-faults}.
 */
@Alone
class RandomFaultsIT {

    private static final Logger LOG = LoggerFactory.getLogger(RandomFaultsIT.class);
    private static final int COUNT = 100;

    /** Always the same in the build, so that it fails for what was changed in it and not for a new seed. */
    private static final long SEED = 11;

    /** Each wait of a run has a limit of its own, and how many there are is for the flag to say. */
    @Test
    @Timeout(value = 7, unit = TimeUnit.DAYS)
    void noAcknowledgedWriteIsLostAndEachKeyIsLinearizable() throws Exception {
        long seed = Long.getLong("kv.faults.seed", SEED);
        int count = Integer.getInteger("kv.faults.count", COUNT);
        String replay = "mvn verify -Dit.test=RandomFaultsIT -Dkv.faults.seed=" + seed + " -Dkv.faults.count=" + count;
        LOG.info("random faults with seed {}; again with: {}", seed, replay);
        Path folder = emptyFolder(seed);
        Set<Fault.Kind> kinds = EnumSet.allOf(Fault.Kind.class);
        String only = System.getProperty("kv.faults.only", "");
        if (!only.isEmpty()) {
            kinds.retainAll(Stream.of(only.split(",")).map(Fault.Kind::valueOf).toList());
        }
        Optional<String> noDisks = Disk.obstacle(folder);
        noDisks.ifPresent(reason -> leaveOut(reason, kinds, Fault.Kind::needsDisks));
        Optional<String> noCuts = NamespaceHosts.obstacle();
        noCuts.ifPresent(reason -> leaveOut(reason, kinds, Fault.Kind::needsCuts));

        List<String> names = Cluster.hostNames();
        Hosts hosts = noCuts.isEmpty() ? NamespaceHosts.of(names) : new LoopbackHosts();
        Wire wire = new Wire();
        Cluster cluster = Cluster.make(folder, hosts, noDisks.isEmpty(), wire);
        FaultSchedule schedule =
                new FaultSchedule(seed, kinds, cluster.groupNames().size(), Cluster.SESSION_TIMEOUT);
        try (FaultRun run = new FaultRun(cluster, schedule, wire, seed)) {
            run.run(count);
            LOG.info("seed {}: {}", seed, run.summary());
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed + ", again with: " + replay + "\n" + e.getMessage(), e);
        }
    }

    /** Some faults need what not each machine has; the others are tried all the same. */
    private static void leaveOut(
            String reason, Set<Fault.Kind> kinds, java.util.function.Predicate<Fault.Kind> needing) {
        if (System.getProperty("real.parts", "optional").equals("required")) {
            throw RealParts.missing(reason);
        }
        LOG.warn("left out: {}: {}", kinds.stream().filter(needing).toList(), reason);
        kinds.removeIf(needing);
    }

    private static Path emptyFolder(long seed) throws IOException {
        Path all = Path.of("target", "kv-faults").toAbsolutePath();
        Path folder = all.resolve(Long.toString(seed));
        // The disks of a run that was killed.
        Shell.attempt("awk -v below='" + all + "/' 'index($2, below) == 1 { print $2 }' /proc/self/mounts"
                + " | xargs -r -n 1 umount --lazy");
        if (Files.exists(folder)) {
            Shell.run("rm -rf --one-file-system " + folder);
        }
        return Files.createDirectories(folder);
    }
}
