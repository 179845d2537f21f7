package io.conclave.storage;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One copy on its way to a folder of this process, S2 to S6 of a migration: copied, synced, read back, compared, linked
 * under the final name, and that name synced. What is read back comes from the page cache as a rule: the hash guards
 * against a source that is not what the database says and against a faulty copy, not against the disk's own surface.
 *
 * <p>Bytes of the same process are copied by the operating system; those of another one are pulled, and what an earlier
 * pull brought is gone on with.
 */
final class Copying {

    private static final Logger LOG = LoggerFactory.getLogger(Copying.class);
    private static final int ATTEMPTS = 2;

    private final Workbench bench;
    private final CopyOrder order;
    private final CopySource source;
    private final NodeFolder target;
    private final Disk disk;
    private final Authority authority;
    private final CopyWatch watch;
    private final BooleanSupplier replaced;
    private final CopyProgress progress;
    private Draft draft;
    private int attempt;
    private boolean linked;

    /** @param replaced whether another copy of the same file has been ordered, which ends this one */
    Copying(
            Workbench bench,
            CopyOrder order,
            CopySource source,
            NodeFolder target,
            Disk disk,
            Authority authority,
            CopyWatch watch,
            BooleanSupplier replaced) {
        this.bench = bench;
        this.order = order;
        this.source = source;
        this.target = target;
        this.disk = disk;
        this.authority = authority;
        this.watch = watch;
        this.replaced = replaced;
        this.progress = new CopyProgress(copied -> watch.at(CopyState.flowing(copied)), bench.nanoTime());
    }

    /** Makes it; always succeeds, with how it ended. */
    Future<Copied> run() {
        return written()
                .compose(done -> bench.run(this::place))
                .map(done -> (Copied) new Copied.Made(linked))
                .recover(this::failed);
    }

    /** A pull that was stopped can be resumed and so leaves what it has; everything else takes back what it made. */
    private Future<Copied> failed(Throwable cause) {
        if (!(cause instanceof ProblemException)) {
            LOG.error("the copy of file {} to {} failed", order.id(), target.node(), cause);
        }
        Problem problem = ProblemException.of(cause);
        boolean resumable = source instanceof CopySource.Elsewhere && isStopped();
        return bench.run(() -> {
                    if (draft == null) {
                        return !resumable;
                    }
                    if (resumable) {
                        draft.leave();
                        return false;
                    }
                    return draft.discard();
                })
                .<Copied>map(clean -> new Copied.Failed(problem, clean))
                .otherwise(unclean -> new Copied.Failed(problem, false));
    }

    /** S2 to S4, once more where what is read back is not what the database says. */
    private Future<Void> written() {
        attempt++;
        return fill().compose(filled -> bench.run(this::isRight)).compose(right -> {
            if (right) {
                return Future.succeededFuture();
            }
            if (attempt == ATTEMPTS) {
                throw Problem.conflict(
                                "content_mismatch",
                                "the bytes of file " + order.id() + " on " + source.node()
                                        + " are not those that were stored: read twice, the hash differs")
                        .asException();
            }
            LOG.warn("the copy of file {} to {} has another hash, it is made once more", order.id(), target.node());
            return bench.run(draft::discard).compose(discarded -> written());
        });
    }

    private Future<Void> fill() {
        if (source instanceof FolderSource local) {
            return bench.run(() -> copy(local.folder()));
        }
        return bench.run(this::resume).compose(resumed -> new Pull(
                        bench, order, (CopySource.Elsewhere) source, draft, watch, this::requireGoingOn)
                .run());
    }

    private Void copy(NodeFolder from) {
        target.requireRoom(order.sizeBytes());
        try (FileChannel bytes = open(from)) {
            draft = Draft.begin(target, disk, order.id());
            draft.copy(bytes, order.sizeBytes(), copied -> {
                progress.copied(copied);
                return watch.stopped();
            });
            return null;
        } catch (IOException closing) {
            throw from.problem(closing).asException();
        }
    }

    private FileChannel open(NodeFolder from) {
        try {
            return from.disk().open(from.bytes(order.id()));
        } catch (NoSuchFileException e) {
            throw LocalStorage.missing(order.id(), from.node()).asException();
        } catch (IOException e) {
            throw from.problem(e).asException();
        }
    }

    /** What lies there may be longer than the file, as after a fault: that is no beginning of it. */
    private Void resume() {
        draft = Draft.resume(target, disk, order.id());
        if (draft.sizeBytes() > order.sizeBytes()) {
            draft.discard();
            draft = Draft.resume(target, disk, order.id());
        }
        target.requireRoom(order.sizeBytes() - draft.sizeBytes());
        return null;
    }

    private boolean isStopped() {
        return watch.stopped() || replaced.getAsBoolean();
    }

    private void requireGoingOn() {
        authority.require();
        if (isStopped()) {
            throw Problem.unavailable("closing", "the copy was ended by who wanted it")
                    .asException();
        }
    }

    private boolean isRight() {
        bench.failPoints().reached(FailPoint.COPIED);
        draft.seal();
        bench.failPoints().reached(FailPoint.SYNCED);
        return draft.readsAs(order.sizeBytes(), order.sha256());
    }

    private Void place() {
        bench.failPoints().reached(FailPoint.VERIFIED);
        publish();
        bench.failPoints().reached(FailPoint.LINKED);
        draft.settle();
        bench.failPoints().reached(FailPoint.RENAMED);
        target.syncNames();
        bench.failPoints().reached(FailPoint.FOLDER_SYNCED);
        return null;
    }

    /** S5. The same bytes under the final name already are what was wanted, whoever put them there. */
    private void publish() {
        linked = draft.publish();
        if (!linked && !target.adopts(order.id(), order.sizeBytes(), order.sha256())) {
            throw Problem.conflict(
                            "name_taken",
                            target.node() + " has other bytes under the id " + order.id() + "; they are left alone")
                    .asException();
        }
    }
}
