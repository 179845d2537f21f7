package io.conclave.kv.replica;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.conclave.kv.log.Batch;
import io.conclave.kv.wire.StandbyProgress;
import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.Lease;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A term's standbys: the stream to each of them, how far each has come, and who is let into the in-sync set or taken
 * out of it. For the log thread.
 */
final class Standbys {

    private static final long JOIN_BYTES = 1 << 20;
    private static final long STOOD_STILL_NANOS = 500_000_000;

    private final Parts parts;
    private final StandbyLink.Term term;
    private final InSyncSet inSync;
    private final CommitTracker tracker;
    private final Lease lease;
    private final int self;
    private final Map<Integer, StandbyLink> links = new TreeMap<>();
    private GroupState group;
    private long tickNanos = System.nanoTime();
    private boolean serves;

    Standbys(
            Parts parts,
            StandbyLink.Term term,
            GroupState group,
            InSyncSet inSync,
            CommitTracker tracker,
            Lease lease) {
        this.parts = parts;
        this.term = term;
        this.group = group;
        this.inSync = inSync;
        this.tracker = tracker;
        this.lease = lease;
        this.self = parts.options().number();
    }

    /** The group's registrations have changed. */
    void registered(GroupState state) {
        group = state;
        long now = System.nanoTime();
        state.members().forEach((number, found) -> {
            if (number == self) {
                return;
            }
            StandbyLink link = links.get(number);
            if (link == null) {
                links.put(number, new StandbyLink(parts, term, number, found.address(), now));
            } else {
                link.movedTo(found.address());
            }
        });
        links.values().forEach(link -> link.tick(now));
    }

    /** From now on standbys may join: what is committed is known. */
    void serve() {
        serves = true;
    }

    /** Sends a batch that was just written. */
    void ship(Batch batch) {
        ByteString bytes = null;
        for (StandbyLink link : links.values()) {
            if (link.isLive()) {
                if (bytes == null) {
                    byte[] copy = new byte[batch.length()];
                    batch.bytes().get(copy);
                    bytes = UnsafeByteOperations.unsafeWrap(copy);
                }
                link.ship(bytes, batch.lastPosition());
            }
        }
    }

    /** All up to a position is on a standby's disk. */
    void durableAt(StandbyLink link, long position) {
        tracker.durable(link.number(), position);
        consider(link, System.nanoTime());
    }

    /** Whether a standby may fall back to the whole state; it is taken out of the set for that. */
    boolean mayFallBack(StandbyLink link) {
        tracker.restart(link.number(), 0);
        inSync.leave(link.number());
        settle();
        return mayFallBack(link.number());
    }

    /** Whether a member may ask for the whole state: nothing may rest on what it has. */
    boolean mayFallBack(int number) {
        return serves && !tracker.needs(number);
    }

    private void consider(StandbyLink link, long now) {
        if (inSync.has(link.number()) && !inSync.isLeaving(link.number())) {
            return;
        }
        boolean ready = serves
                && link.isLive()
                && link.underWayBytes() <= JOIN_BYTES
                && group.members().containsKey(link.number())
                && now - link.heardNanos() < parts.options().inSyncTimeout().toNanos();
        if (ready) {
            inSync.join(link.number());
            settle();
        }
    }

    /** Takes out who does not keep up, and lets in who does. */
    void tick(long now) {
        if (now - tickNanos > STOOD_STILL_NANOS) {
            links.values().forEach(link -> link.forgive(now));
        }
        tickNanos = now;
        long limit = parts.options().inSyncTimeout().toNanos();
        for (StandbyLink link : links.values()) {
            boolean gone = !group.members().containsKey(link.number());
            if (!gone || link.isOpen()) {
                link.tick(now);
            }
            boolean silent = now - link.heardNanos() > limit || link.owingNanos(now) > limit;
            if (silent || (gone && !link.isOpen())) {
                inSync.leave(link.number());
            } else {
                consider(link, now);
            }
        }
        inSync.members().stream()
                .filter(number -> number != self && !links.containsKey(number))
                .toList()
                .forEach(inSync::leave);
        settle();
    }

    private void settle() {
        if (lease.isGood()) {
            inSync.settle();
        }
    }

    /** What is known of them. */
    List<StandbyProgress> progress() throws IOException {
        long last = parts.log().lastPosition();
        long now = System.nanoTime();
        return links.values().stream()
                .filter(link -> group.members().containsKey(link.number()) || inSync.has(link.number()))
                .map(link -> StandbyProgress.newBuilder()
                        .setNumber(link.number())
                        .setInSync(inSync.has(link.number()))
                        .setPosition(link.durable())
                        .setLag(Math.max(0, last - link.durable()))
                        .setLagMs(link.lackingMs(now, last))
                        .build())
                .toList();
    }

    /** Ends all streams. */
    void close() {
        links.values().forEach(StandbyLink::close);
    }
}
