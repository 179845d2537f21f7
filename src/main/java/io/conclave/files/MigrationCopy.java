package io.conclave.files;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes' part of one migration, S2 to S6: copied, synced, read back, compared, linked under the final name, and
 * that name synced. What is read back comes from the page cache as a rule: the hash guards against a source that is not
 * what the database says and against a faulty copy, not against the disk's own surface.
 *
 * <p>All methods block.
 */
final class MigrationCopy {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationCopy.class);
    private static final int ATTEMPTS = 2;

    private final Move move;
    private final NodeFolder source;
    private final NodeFolder target;
    private final FailPoints failPoints;
    private final LongPredicate stop;
    private Draft draft;

    /** @param stop asked while bytes are copied, with how many there are; true ends it with a problem */
    MigrationCopy(Move move, NodeFolder source, NodeFolder target, FailPoints failPoints, LongPredicate stop) {
        this.move = move;
        this.source = source;
        this.target = target;
        this.failPoints = failPoints;
        this.stop = stop;
    }

    /**
     * Makes it.
     *
     * @throws ProblemException 409 {@code content_mismatch} where the source is not what the database says, twice; 409
     *     {@code name_taken} where the target has other bytes under this id; or what the disk said
     */
    Void make() {
        for (int attempt = 1; !written(); attempt++) {
            if (attempt == ATTEMPTS) {
                throw Problem.conflict(
                                "content_mismatch",
                                "the bytes of file " + move.file().id() + " on " + source.node()
                                        + " are not those that were stored: read twice, the hash differs")
                        .asException();
            }
            LOG.warn("migration {}: the copy's hash differs, it is made once more", move.id());
            draft.discard();
        }
        failPoints.reached(FailPoint.VERIFIED);
        publish();
        failPoints.reached(FailPoint.LINKED);
        draft.settle();
        failPoints.reached(FailPoint.RENAMED);
        target.syncNames();
        failPoints.reached(FailPoint.FOLDER_SYNCED);
        return null;
    }

    /** S2 to S4; false where what is read back is not what the database says. */
    private boolean written() {
        long size = move.file().sizeBytes();
        target.requireRoom(size);
        try (FileChannel bytes = open()) {
            draft = new Draft(target, move.file().id());
            draft.copy(bytes, size, stop);
        } catch (IOException closing) {
            throw source.problem(closing).asException();
        }
        failPoints.reached(FailPoint.COPIED);
        draft.seal();
        failPoints.reached(FailPoint.SYNCED);
        return draft.readsAs(size, move.file().sha256());
    }

    private FileChannel open() {
        try {
            return source.disk().open(source.bytes(move.file().id()));
        } catch (NoSuchFileException e) {
            throw Reading.missing(move.file()).asException();
        } catch (IOException e) {
            throw source.problem(e).asException();
        }
    }

    /** S5. The same bytes under the final name already are what was wanted, whoever put them there. */
    private void publish() {
        StoredFile file = move.file();
        if (!draft.publish() && !target.adopts(file.id(), file.sizeBytes(), file.sha256())) {
            throw Problem.conflict(
                            "name_taken",
                            target.node() + " has other bytes under the id "
                                    + move.file().id() + "; they are left alone")
                    .asException();
        }
    }

    /** Takes away what was made; false where something stays. */
    boolean takeBack() {
        return draft == null || draft.discard();
    }
}
