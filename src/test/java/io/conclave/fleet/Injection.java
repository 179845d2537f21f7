package io.conclave.fleet;

import io.conclave.testing.PostgresServer;
import io.conclave.testing.hosts.Member;
import io.conclave.testing.hosts.NamespaceHosts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the faults, several at a time but one a host, and ends them. */
final class Injection {

    private static final Logger LOG = LoggerFactory.getLogger(Injection.class);
    private static final double LOST = 0.3;
    private static final int THIN_KBIT = 200;

    /** In this time after a drain files are being moved. */
    private static final int MOVING_MS = 300;

    private record Running(Fault fault, long endsAt) {}

    private final Fleet fleet;
    private final NamespaceHosts hosts;
    private final Clients clients;
    private final List<Running> running = new ArrayList<>();
    private final Map<Fault.Kind, Integer> made = new HashMap<>();

    /** @param clients tell who is active, and have it move files */
    Injection(Fleet fleet, Clients clients) {
        this.fleet = fleet;
        this.hosts = fleet.hosts();
        this.clients = clients;
    }

    /** Makes so many, and returns when the last is over. */
    void run(int count, SplittableRandom random) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            Fault drawn = Fault.draw(random);
            String active = clients.active(random);
            Fault fault = drawn.isOfActive() ? drawn.on(active) : drawn;
            while (running.stream().anyMatch(other -> collide(other.fault(), fault))) {
                endNext();
            }
            if (drawn.isOfActive() || drawn.isOfAgent()) {
                clients.haveFilesMoved(active, random);
                Thread.sleep(random.nextInt(MOVING_MS));
            }
            LOG.debug("fault {} of {}: {}", i + 1, count, fault);
            begin(fault);
            made.merge(fault.kind(), 1, Integer::sum);
            running.add(new Running(fault, System.nanoTime() + fault.hold().toNanos()));
            rest(fault.next());
        }
        while (!running.isEmpty()) {
            endNext();
        }
    }

    private static boolean collide(Fault one, Fault other) {
        return one.host().equals(other.host()) || one.isShared() && other.isShared();
    }

    private void rest(Duration wait) throws IOException, InterruptedException {
        long until = System.nanoTime() + wait.toNanos();
        while (!running.isEmpty() && next().endsAt() < until) {
            endNext();
        }
        sleepUntil(until);
    }

    private Running next() {
        return running.stream()
                .min((one, other) -> Long.compare(one.endsAt(), other.endsAt()))
                .orElseThrow();
    }

    private void endNext() throws IOException, InterruptedException {
        Running over = next();
        sleepUntil(over.endsAt());
        end(over.fault());
        running.remove(over);
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - System.nanoTime();
        if (left > 0) {
            Thread.sleep(Duration.ofNanos(left).toMillis());
        }
    }

    private void begin(Fault fault) throws IOException, InterruptedException {
        String host = fault.host();
        switch (fault.kind()) {
            case CUT -> {
                hosts.cut(fault.other(), host);
                hosts.cut(host, fault.other());
            }
            case CUT_ONE_WAY -> hosts.cut(fault.other(), host);
            case CUT_OFF -> {
                for (Member server : fleet.ensemble()) {
                    hosts.cut(server.name(), host);
                    hosts.cut(host, server.name());
                }
            }
            case LOSS -> hosts.lose(host, LOST);
            case DELAY -> hosts.narrow(host, THIN_KBIT);
            case KILL, STOP, PAUSE -> beginAt(fault);
            default -> throw new IllegalStateException("nothing makes " + fault);
        }
    }

    private void beginAt(Fault fault) throws IOException, InterruptedException {
        if (fault.host().equals(Fleet.DATABASE_HOST)) {
            PostgresServer postgres = fleet.postgres();
            if (fault.kind() == Fault.Kind.PAUSE) {
                postgres.pause();
            } else {
                postgres.crash();
            }
            return;
        }
        Member member = member(fault.host());
        switch (fault.kind()) {
            case PAUSE -> member.pause();
            case STOP -> member.stop();
            default -> member.kill();
        }
    }

    private void end(Fault fault) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case CUT -> {
                hosts.join(fault.other(), fault.host());
                hosts.join(fault.host(), fault.other());
            }
            case CUT_ONE_WAY -> hosts.join(fault.other(), fault.host());
            case CUT_OFF -> {
                for (Member server : fleet.ensemble()) {
                    hosts.join(server.name(), fault.host());
                    hosts.join(fault.host(), server.name());
                }
            }
            case LOSS -> hosts.loseNoMore(fault.host(), LOST);
            case DELAY -> hosts.widen(fault.host());
            default -> endAt(fault);
        }
    }

    private void endAt(Fault fault) throws IOException, InterruptedException {
        if (fault.host().equals(Fleet.DATABASE_HOST)) {
            if (fault.kind() == Fault.Kind.PAUSE) {
                fleet.postgres().resume();
            } else {
                fleet.postgres().start();
            }
        } else {
            member(fault.host()).resume();
            member(fault.host()).start();
        }
    }

    private Member member(String host) {
        List<Member> all = new ArrayList<>(fleet.ensemble());
        all.addAll(fleet.controllers());
        all.addAll(fleet.agents());
        return all.stream()
                .filter(member -> member.name().equals(host))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return "faults " + made;
    }
}
