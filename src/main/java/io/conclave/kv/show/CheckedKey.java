package io.conclave.kv.show;

import java.util.Optional;

/**
 * One key of the checker: only it writes here, ever higher numbers, one at a time. So a read must show the last number
 * that was acknowledged, or a later one whose outcome nobody could tell; a lower one means that an acknowledged write
 * is lost. Pure.
 */
final class CheckedKey {

    private final String name;
    private long acknowledged = -1;
    private long attempted = -1;

    CheckedKey(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** The number to be written next. */
    long next() {
        attempted++;
        return attempted;
    }

    /** Whether nothing has been read or written yet: an earlier controller may have left a number. */
    boolean isNew() {
        return attempted < 0;
    }

    /** Begins after what an earlier controller left; -1 where it left nothing. */
    void begin(long found) {
        acknowledged = found;
        attempted = found;
    }

    /** The newest number was acknowledged. */
    void acknowledged() {
        acknowledged = attempted;
    }

    /**
     * Takes in what a read showed.
     *
     * @param found the number, or -1 where the key was not there
     * @return what is wrong with it, or empty where nothing is
     */
    Optional<String> read(long found) {
        if (found >= acknowledged && found <= attempted) {
            // What a linearizable read has shown once has to stay.
            acknowledged = found;
            return Optional.empty();
        }
        String wrong = name + " shows " + (found < 0 ? "nothing" : String.valueOf(found)) + " where " + acknowledged
                + " was acknowledged and " + attempted + " was the last that was tried";
        acknowledged = found;
        attempted = Math.max(found, attempted);
        return Optional.of(wrong);
    }
}
