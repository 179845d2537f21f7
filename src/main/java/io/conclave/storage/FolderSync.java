package io.conclave.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;

/**
 * Syncs one folder for many callers at a time: whoever comes while a sync runs waits for the one after it, which then
 * serves all that came meanwhile. So a hundred renames at once cost two or three syncs.
 *
 * <p>A failed sync is final. The kernel reports a lost page once and then forgets it, so a second attempt could succeed
 * without anything having been written (Rebello et al., "Can Applications Recover from fsync Failures?", ATC 2020).
 */
final class FolderSync {

    private final Disk disk;
    private final Path folder;
    private long asked;
    private long done;
    private boolean running;
    private IOException failure;

    FolderSync(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** Returns when a sync that began after this call has succeeded. */
    void sync() throws IOException {
        long covered = turn();
        if (covered == 0) {
            return;
        }
        IOException failed = null;
        try {
            disk.syncFolder(folder);
        } catch (IOException e) {
            failed = e;
        }
        finish(covered, failed);
    }

    /** Waits until this caller is served, which is 0, or is the one to sync for all up to the number it gives. */
    private synchronized long turn() throws IOException {
        long mine = ++asked;
        while (running && failure == null && done < mine) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for a sync of " + folder);
            }
        }
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        if (done >= mine) {
            return 0;
        }
        running = true;
        return asked;
    }

    private synchronized void finish(long covered, IOException failed) throws IOException {
        running = false;
        failure = failed;
        done = failed == null ? covered : done;
        notifyAll();
        if (failed != null) {
            throw failed;
        }
    }
}
