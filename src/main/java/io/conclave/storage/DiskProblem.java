package io.conclave.storage;

import io.conclave.bus.Problem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/**
 * What the operating system said, as a problem that somebody can act on. Java hands on no error number, only the C
 * library's text, which may be in the user's language; so an unknown text on a disk without room is taken as full.
 */
final class DiskProblem {

    private static final long NO_ROOM_BYTES = 1 << 20;

    private DiskProblem() {}

    /**
     * @param node whose folder it was
     * @param failure what was thrown
     * @param usableBytes room on that disk now, or -1 where that is not known
     */
    static Problem of(String node, IOException failure, long usableBytes) {
        String text = text(failure);
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota exceeded")) {
            return full(node, text);
        }
        if (lower.contains("read-only file system")) {
            return Problem.unavailable("read_only", "the disk of " + node + " is read-only");
        }
        if (lower.contains("too many open files")) {
            return Problem.unavailable(
                    "too_many_open_files", "the process has no file handle left; raise its limit (ulimit -n)");
        }
        if (failure instanceof InterruptedIOException) {
            return Problem.unavailable("closing", "the controller is shutting down");
        }
        if (failure instanceof NoSuchFileException || failure instanceof AccessDeniedException) {
            return Problem.unavailable("storage_unavailable", "the folder of " + node + " does not answer: " + text);
        }
        if (usableBytes >= 0 && usableBytes < NO_ROOM_BYTES) {
            return full(node, text);
        }
        return Problem.unavailable("io_error", "the disk of " + node + " failed: " + text);
    }

    /** 507: there is no room. */
    static Problem full(String node, String detail) {
        return new Problem(507, "disk_full", "the disk of " + node + " is full: " + detail, "node", node, null);
    }

    private static String text(IOException failure) {
        String reason = failure instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : failure.getMessage();
        return failure instanceof NoSuchFileException ? "no such file" : String.valueOf(reason);
    }
}
