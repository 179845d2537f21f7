package io.conclave.files;

import io.conclave.bus.Problem;
import io.conclave.store.MigrationRow;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The bytes of a migration that its controller did not live to finish. A copy is deleted only when the other is there
 * at its full length; else both are left and somebody has to look. All methods block.
 */
final class MigrationBytes {

    private final MigrationRow row;
    private final NodeFolder source;
    private final NodeFolder target;

    MigrationBytes(MigrationRow row, NodeFolder source, NodeFolder target) {
        this.row = row;
        this.source = source;
        this.target = target;
    }

    /** Before the commit: the source has the file, so what the target has of it goes. */
    void rollBack() {
        target.requireAvailable();
        requireWhole(source, "nothing is deleted on " + target.node());
        delete(target, target.bytes(row.fileId()));
        delete(target, target.temporary(row.fileId()));
        target.syncNames();
    }

    /** After the commit: the target has the file, so what is left at the source goes. */
    void rollForward() {
        source.requireAvailable();
        requireWhole(target, "nothing is deleted on " + source.node());
        delete(source, source.bytes(row.fileId()));
        source.syncNames();
    }

    private void requireWhole(NodeFolder holder, String so) {
        try (FileChannel bytes = holder.disk().open(holder.bytes(row.fileId()))) {
            if (bytes.size() != row.sizeBytes()) {
                throw notWhole("has " + bytes.size() + " of " + row.sizeBytes() + " bytes", holder, so);
            }
        } catch (NoSuchFileException e) {
            throw notWhole("is not there", holder, so);
        } catch (IOException e) {
            throw holder.problem(e).asException();
        }
    }

    private RuntimeException notWhole(String how, NodeFolder holder, String so) {
        return Problem.unavailable(
                        "bytes_missing",
                        "file " + row.fileId() + " should be with " + holder.node() + " and " + how + "; " + so)
                .asException();
    }

    private static void delete(NodeFolder folder, Path path) {
        try {
            folder.disk().delete(path);
        } catch (IOException e) {
            throw folder.problem(e).asException();
        }
    }
}
