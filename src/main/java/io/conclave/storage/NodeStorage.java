package io.conclave.storage;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The bytes of one node, in this process or behind an agent on another host. Nothing here blocks, everything may be
 * called from any thread, and all that changes something may be repeated. It does what it is told and knows nothing of
 * the database: the steps and their order are the caller's.
 *
 * <p>Failures are {@link io.conclave.bus.ProblemException}s: 503 where the storage is away or failed, 507 where the
 * disk is full, 409 {@code fenced} where another controller has taken over. After one that is not the storage's own
 * answer it is not known whether it was done.
 */
public interface NodeStorage {

    /** How many leftovers one call tells of. */
    int MOST_LEFTOVERS = 1_000;

    /** Whose it is. */
    String node();

    /** How it was when it was last looked at. */
    NodeRoom room();

    /**
     * Which of its appearances this is: another number each time it has come, or come back; 0 while it is not there.
     * What was left half done may lie in it whenever the number is new.
     */
    long presence();

    /** Looks how it is. Always succeeds: one that does not answer says so by its room. */
    Future<NodeRoom> measure();

    /** Takes it over: from now on it refuses whoever commanded it before. */
    Future<Void> claim();

    /** Begins to take a file that nobody had before. */
    Future<Deposit> receive(String id, long expectedBytes);

    /**
     * Makes a file with random content, whole as after {@link Deposit#complete}.
     *
     * @param seed what the content comes from: the same seed, the same bytes
     */
    Future<Written> generate(String id, long sizeBytes, long seed);

    /** Copies a file from another storage: S2 to S6 of a migration. */
    Future<Copied> copy(CopyOrder order, CopySource source, CopyWatch watch);

    /** This storage as one to copy from. */
    CopySource asSource();

    /** The file is recorded: takes the temporary name away. */
    Future<Void> keep(String id);

    /** The file is not recorded: takes it away under both names. */
    Future<Void> discard(String id);

    /** Takes away what a copy left: the temporary name, and the final one where these very bytes lie under it. */
    Future<Void> withdraw(CopyOrder order);

    /** The file has moved on: takes it away and makes that last; S9 of a migration. */
    Future<Void> release(String id);

    /** Marks a file as about to be deleted and makes that last. One whose bytes are gone is no failure. */
    Future<Void> doom(String id);

    /** The deletion was not decided: takes the mark away. */
    Future<Void> spare(String id);

    /** The deletion is decided: takes the bytes away, makes that last, then the mark. */
    Future<Void> erase(String id);

    /** Opens a file; a failure with 503 {@code bytes_missing} where it is not here. */
    Future<StoredBytes> open(String id);

    /** The lengths of those of these files that are here; at most {@link Inventory#PAGE} at a time. */
    Future<Map<String, Long>> lengths(List<String> ids);

    /** Second names that an earlier run left, {@link #MOST_LEFTOVERS} at the most. */
    Future<List<Leftover>> leftovers();

    /**
     * Takes leftovers away: of a file that is promised to somebody the second name alone, of every other one the bytes
     * first.
     *
     * @param promised ids of those that have a row with this node
     */
    Future<Void> clear(List<Leftover> leftovers, Set<String> promised);

    /** All that it has. */
    Future<Inventory> inventory();
}
