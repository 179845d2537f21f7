package io.conclave.kv.znodes;

import io.conclave.kv.ring.RingState;
import io.conclave.kv.ring.Transfer;
import io.conclave.znodes.Listening;
import io.conclave.znodes.ZnodeException;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/** The ring's znode, as the members of groups read it, and write it when a hand-over is done. */
public final class RingZnode {

    private static final int TRIES = 10;

    private final KvCoordination coordination;
    private final ZnodePaths paths;

    /** The ring of the store. */
    public RingZnode(KvCoordination coordination) {
        this.coordination = coordination;
        this.paths = coordination.paths();
    }

    /** Is told each state of the ring from now on, first the one that is known where one is. */
    public Listening watch(Consumer<VersionedRing> listener) {
        VersionedRing[] last = new VersionedRing[1];
        return coordination.cluster().listen(cluster -> cluster.ring().ifPresent(ring -> {
            if (!ring.equals(last[0])) {
                last[0] = ring;
                listener.accept(ring);
            }
        }));
    }

    /** Reads what every change that was acknowledged before this call has left: for decisions. */
    public Future<VersionedRing> readInSync() {
        return coordination.ask(client -> {
            Future<Void> synced = client.sync(paths.ring());
            Future<VersionedRing> read = client.get(paths.ring())
                    .map(node -> parsed(node.content(), node.stat().getVersion()));
            return synced.compose(done -> read);
        });
    }

    /**
     * Makes the arcs of a hand-over the other group's: for the primary that hands them over, once all is on disk there.
     * Done only while both groups are in the epochs in which they agreed; other hand-overs that are done at the same
     * time do not matter.
     *
     * @param fromEpoch the epoch of the primary that hands over
     * @param toEpoch the epoch of the primary that has got everything
     */
    public Future<Written<VersionedRing>> commitHandover(Transfer transfer, long fromEpoch, long toEpoch) {
        return commit(transfer, fromEpoch, toEpoch, TRIES);
    }

    private Future<Written<VersionedRing>> commit(Transfer transfer, long fromEpoch, long toEpoch, int tries) {
        return read(transfer).compose(read -> {
            RingState ring = read.ring().ring();
            if (read.fromEpoch() != fromEpoch || read.toEpoch() != toEpoch) {
                return outdated("the epochs are " + read.fromEpoch() + " and " + read.toEpoch());
            }
            if (!ring.remaining().contains(transfer)) {
                return outdated("the hand-over " + transfer + " is not to be done on " + ring);
            }
            RingState next = ring.withDone(transfer);
            List<Op> ops = List.of(
                    Op.check(paths.epoch(transfer.from()), read.fromVersion()),
                    Op.check(paths.epoch(transfer.to()), read.toVersion()),
                    Op.setData(paths.ring(), ZnodeText.ring(next), read.ring().znodeVersion()));
            return coordination
                    .ask(client -> client.multi(ops))
                    .<Written<VersionedRing>>map(done -> new Written.Done<>(
                            new VersionedRing(next, read.ring().znodeVersion() + 1)))
                    .recover(e -> recovered(e, transfer, fromEpoch, toEpoch, tries));
        });
    }

    private Future<Written<VersionedRing>> recovered(
            Throwable failure, Transfer transfer, long fromEpoch, long toEpoch, int tries) {
        boolean raced = failure instanceof ZnodeException e && e.is(Code.BADVERSION);
        if (raced && tries > 1) {
            return commit(transfer, fromEpoch, toEpoch, tries - 1);
        }
        // Only this epoch's primary can have done it, so where it is done it was this call.
        return Writes.outcome(failure, () -> readInSync()
                .map(now -> now.ring().done().contains(transfer)
                        ? new Written.Done<>(now)
                        : new Written.Outdated<>("the ring is " + now.ring())));
    }

    private static Future<Written<VersionedRing>> outdated(String detail) {
        return Future.succeededFuture(new Written.Outdated<>(detail));
    }

    /** The ring and both epochs at one moment. */
    private Future<Handing> read(Transfer transfer) {
        String from = paths.epoch(transfer.from());
        String to = paths.epoch(transfer.to());
        return coordination.ask(client -> {
            Future<Void> synced = client.sync(paths.ring());
            Future<Handing> read = client.read(List.of(Op.getData(paths.ring()), Op.getData(from), Op.getData(to)))
                    .map(results -> {
                        OpResult.GetDataResult ring = GroupReading.data(results.get(0), paths.ring());
                        OpResult.GetDataResult fromEpoch = GroupReading.data(results.get(1), from);
                        OpResult.GetDataResult toEpoch = GroupReading.data(results.get(2), to);
                        return new Handing(
                                parsed(ring.getData(), ring.getStat().getVersion()),
                                epoch(fromEpoch, from),
                                fromEpoch.getStat().getVersion(),
                                epoch(toEpoch, to),
                                toEpoch.getStat().getVersion());
                    });
            return synced.compose(done -> read);
        });
    }

    private static long epoch(OpResult.GetDataResult found, String path) {
        try {
            return ZnodeText.number(found.getData());
        } catch (IllegalArgumentException nonsense) {
            throw ZnodeException.damaged(path, nonsense.getMessage());
        }
    }

    private VersionedRing parsed(byte[] content, int version) {
        try {
            return new VersionedRing(ZnodeText.ring(content), version);
        } catch (IllegalArgumentException nonsense) {
            throw ZnodeException.damaged(paths.ring(), nonsense.getMessage());
        }
    }

    private record Handing(VersionedRing ring, long fromEpoch, int fromVersion, long toEpoch, int toVersion) {}
}
