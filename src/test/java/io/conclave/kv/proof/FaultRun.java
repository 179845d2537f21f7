package io.conclave.kv.proof;

import io.conclave.kv.proof.LastWrites.Final;
import io.conclave.testing.hosts.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients at work while one fault follows another, in acts: each has keys of its own, and ends with all faults undone,
 * the cluster whole again, and what the clients saw held against a register, what a watch told against both, and a scan
 * of all groups against what was read key by key. At the very end the keys of all acts are read once more, and the
 * disks of each group are compared.
 */
final class FaultRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FaultRun.class);

    private static final int FAULTS_IN_AN_ACT = 12;
    private static final int KEYS_IN_AN_ACT = 16;
    private static final int CLIENTS = 8;
    private static final int READER = 99;
    private static final Duration LONGEST_REST = Duration.ofMillis(50);
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(60);
    private static final Duration READ_LIMIT = Duration.ofSeconds(20);
    private static final Duration TOLD_LIMIT = Duration.ofSeconds(20);
    private static final int SCANS = 5;

    private final Cluster cluster;
    private final FaultSchedule schedule;
    private final Injection injection;
    private final Wire wire;
    private final Load load;
    private final History history = new History(System::nanoTime);
    private final LoadClient reader;
    private final ProductClient product;
    private final Promises promises = new Promises(history);
    private final Map<Fault.Kind, Integer> count = new EnumMap<>(Fault.Kind.class);
    private final List<Act> acts = new ArrayList<>();
    private int faults;

    /** The keys of one act and what they were at its end. */
    private record Act(List<String> keys, Map<String, Final> end) {}

    FaultRun(Cluster cluster, FaultSchedule schedule, Wire wire, long seed) {
        this.cluster = cluster;
        this.schedule = schedule;
        this.injection = new Injection(cluster);
        this.wire = wire;
        SplittableRandom random = new SplittableRandom(seed);
        this.load = new Load(
                IntStream.rangeClosed(1, CLIENTS)
                        .mapToObj(number -> client(number, random.split()))
                        .toList(),
                LONGEST_REST);
        this.reader = client(READER, random.split());
        this.product = new ProductClient(
                Stream.concat(cluster.servers().stream(), cluster.dataMembers().stream())
                        .map(Member::address)
                        .toList(),
                System::nanoTime);
    }

    private LoadClient client(int number, SplittableRandom random) {
        return new LoadClient(
                number,
                wire,
                history,
                cluster.dataMembers().stream().map(Member::address).toList(),
                cluster.servers().stream().map(Member::address).toList(),
                random);
    }

    /** Starts the cluster, and runs until so many faults have happened. */
    void run(int wanted) throws InterruptedException, IOException, TimeoutException {
        cluster.restoreAll();
        cluster.awaitWhole(START_LIMIT);
        while (faults < wanted) {
            act(Math.min(FAULTS_IN_AN_ACT, wanted - faults));
        }
        checkAllAtTheEnd();
        compareReplicas();
    }

    private void act(int wanted) throws InterruptedException, TimeoutException {
        int act = acts.size() + 1;
        String prefix = "act%d-".formatted(act);
        List<String> keys =
                IntStream.range(0, KEYS_IN_AN_ACT).mapToObj(i -> prefix + i).toList();
        int before = history.size();
        try (ProductClient.Watching watching = product.watch(prefix, READ_LIMIT)) {
            work(keys, faults + wanted);
            Map<String, Final> last = readAll(keys);
            acts.add(new Act(keys, last));
            promises.requireKept(keys, last);
            requireScanned(prefix, keys);
            promises.requireTold(keys, readAll(keys), watching::watched, TOLD_LIMIT);
        }
        LOG.info(
                "act {}: {} faults so far, {} operations, {} in this act, whole and in order; {}",
                act,
                faults,
                history.size(),
                history.size() - before,
                promises.summary());
    }

    private void work(List<String> keys, int end) throws InterruptedException {
        load.begin(keys);
        try {
            while (faults < end) {
                round(schedule.next());
            }
            if (!cluster.ended().isEmpty()) {
                throw new AssertionError("ended by themselves: " + cluster.ended());
            }
            cluster.restoreAll();
            cluster.awaitWhole(RECOVERY_LIMIT);
        } finally {
            load.end();
        }
    }

    /** Faults that need a whole group begin first and end last, when the others are gone. */
    private void round(FaultSchedule.Round round) throws InterruptedException {
        List<Fault> inOrder = new ArrayList<>(round.faults());
        inOrder.sort(Comparator.comparing(fault -> fault.kind() != Fault.Kind.FLIP_BITS));
        if (round.settled()) {
            cluster.awaitWhole(RECOVERY_LIMIT);
        }
        List<Injection.Ongoing> ongoing = new ArrayList<>();
        try {
            for (Fault fault : inOrder) {
                faults++;
                count.merge(fault.kind(), 1, Integer::sum);
                Injection.Ongoing one = injection.begin(fault);
                ongoing.add(one);
                LOG.info(
                        "fault {}: {}: {}, for {} ms",
                        faults,
                        fault,
                        one.what(),
                        round.hold().toMillis());
            }
            Thread.sleep(round.hold().toMillis());
        } finally {
            Collections.reverse(ongoing);
            ongoing.forEach(one -> one.end().run());
        }
        Thread.sleep(round.gap().toMillis());
    }

    private Map<String, Final> readAll(List<String> keys) throws InterruptedException {
        Map<String, Final> last = new TreeMap<>();
        for (String key : keys) {
            Answer.Done done = (Answer.Done) reader.read(key, READ_LIMIT).answer();
            last.put(key, done.found() ? new Final(done.value(), done.version()) : Final.ABSENT);
        }
        return last;
    }

    /** A write whose outcome nobody knows may come late, but not each time. */
    private void requireScanned(String prefix, List<String> keys) throws InterruptedException, TimeoutException {
        Map<String, Final> read;
        Map<String, Final> scanned;
        Map<String, Final> readAgain = readAll(keys);
        int attempts = 0;
        do {
            read = readAgain;
            scanned = product.scan(prefix, READ_LIMIT);
            readAgain = readAll(keys);
        } while (!readAgain.equals(read) && ++attempts < SCANS);
        read.values().removeIf(Final.ABSENT::equals);
        if (!scanned.equals(read)) {
            throw new AssertionError("scanned: " + scanned + "\nbut read key by key: " + read);
        }
    }

    private void checkAllAtTheEnd() throws InterruptedException {
        for (Act act : acts) {
            promises.requireKept(act.keys(), readAll(act.keys()));
        }
    }

    private void compareReplicas() throws IOException {
        cluster.awaitWhole(RECOVERY_LIMIT);
        cluster.stopInOrder();
        List<String> differences = new ArrayList<>();
        for (String group : cluster.groupNames()) {
            Map<String, Map<String, String>> contents = new TreeMap<>();
            for (Member member : cluster.group(group)) {
                contents.put(member.name(), ReplicaContents.of(cluster.dataFolder(member)));
            }
            differences.addAll(ReplicaContents.differences(contents));
        }
        if (!differences.isEmpty()) {
            throw new AssertionError("replicas of a group differ:\n" + String.join("\n", differences));
        }
    }

    /** What happened, for the one who reads the log. */
    String summary() {
        List<Operation> operations = history.operations();
        long unknown = operations.stream().filter(Operation::unknown).count();
        long done = operations.stream().filter(Operation::done).count();
        return "%d faults %s, %d operations: %d done, %d refused, %d unknown; %s"
                .formatted(
                        faults,
                        count,
                        operations.size(),
                        done,
                        operations.size() - done - unknown,
                        unknown,
                        promises.summary());
    }

    @Override
    public void close() {
        load.close();
        product.close();
        wire.close();
        cluster.close();
    }
}
