package io.conclave.storage;

import java.util.Optional;
import java.util.UUID;

/**
 * How things are called on disk. A node's folder lies below the storage root under the node's name; in it
 *
 * <ul>
 *   <li>{@code <id>} holds the bytes of the file with this id,
 *   <li>{@code .tmp.<id>} is a file that is not complete, or complete and not yet recorded: an upload keeps it as a
 *       second link beside {@code <id>} until its row is committed,
 *   <li>{@code .del.<id>} is a second link of a file whose row is about to be deleted.
 * </ul>
 *
 * So after a crash the folder itself tells which bytes nobody was promised. No name from outside is ever part of a
 * path.
 */
public final class Layout {

    private static final String TEMPORARY = ".tmp.";
    private static final String DOOMED = ".del.";
    private static final int ID_LENGTH = 36;

    private Layout() {}

    /** What an entry of a node's folder is. */
    public enum Kind {
        BYTES,
        TEMPORARY,
        DOOMED
    }

    /** An entry of a node's folder that is ours. */
    record Entry(Kind kind, UUID id) {}

    /** Where a file lies below the storage root, as its row has it. */
    public static String relativePath(String node, String id) {
        return node + "/" + id;
    }

    static String temporary(String id) {
        return TEMPORARY + id;
    }

    static String doomed(String id) {
        return DOOMED + id;
    }

    /** What this name stands for; empty where it is none of ours. */
    static Optional<Entry> read(String name) {
        if (name.startsWith(TEMPORARY)) {
            return entry(Kind.TEMPORARY, name.substring(TEMPORARY.length()));
        }
        if (name.startsWith(DOOMED)) {
            return entry(Kind.DOOMED, name.substring(DOOMED.length()));
        }
        return entry(Kind.BYTES, name);
    }

    /** Whether a text has the form of a file's id. */
    public static boolean isId(String text) {
        return text != null && entry(Kind.BYTES, text).isPresent();
    }

    private static Optional<Entry> entry(Kind kind, String id) {
        if (id.length() != ID_LENGTH) {
            return Optional.empty();
        }
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.toString().equals(id) ? Optional.of(new Entry(kind, uuid)) : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
