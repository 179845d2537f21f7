package io.conclave.storage;

import io.vertx.core.Future;

/** A deposit into a folder of this process: every call in its turn on one lane of workers. */
final class DraftDeposit implements Deposit {

    private final Workbench bench;
    private final NodeFolder folder;
    private final Draft draft;
    private final SerialLane lane;

    /** @param lane on which the draft was begun */
    DraftDeposit(Workbench bench, NodeFolder folder, Draft draft, SerialLane lane) {
        this.bench = bench;
        this.folder = folder;
        this.draft = draft;
        this.lane = lane;
    }

    @Override
    public Future<Void> write(byte[] bytes, int length) {
        return lane.run(() -> {
            draft.write(bytes, length);
            return null;
        });
    }

    @Override
    public Future<Written> complete() {
        return lane.run(() -> {
            try {
                return publish(bench, folder, draft);
            } catch (RuntimeException e) {
                draft.discard();
                throw e;
            }
        });
    }

    /** Makes a draft with all its bytes last under its final name. */
    static Written publish(Workbench bench, NodeFolder folder, Draft draft) {
        draft.seal();
        draft.publishNew();
        bench.failPoints().reached(FailPoint.UPLOAD_LINKED);
        folder.syncNames();
        bench.failPoints().reached(FailPoint.UPLOAD_SYNCED);
        return draft.written();
    }

    @Override
    public Future<Void> abandon() {
        return lane.run(() -> {
            draft.discard();
            return null;
        });
    }
}
