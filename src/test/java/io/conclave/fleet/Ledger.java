package io.conclave.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** What the fleet has acknowledged to its clients, and what it was asked for without a clear answer. */
final class Ledger {

    /** What a client knows of a file that was acknowledged. */
    enum State {
        /** It was not deleted. */
        KEPT,
        /** It may have been deleted. */
        PERHAPS_DELETED,
        /** It was. */
        DELETED
    }

    /** @param sha256 of its bytes */
    record Kept(String id, String name, String sha256, State state) {}

    private final Map<String, Kept> files = new HashMap<>();
    private final Map<String, String> unclear = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private int unanswered;
    private int deletionsRefused;

    /** Says that a file is about to be sent; until it is acknowledged it may be there or not. */
    synchronized void sent(String name, String sha256) {
        unclear.put(name, sha256);
    }

    synchronized void uploaded(String id, String name, String sha256) {
        unclear.remove(name);
        files.put(id, new Kept(id, name, sha256, State.KEPT));
    }

    /** Says that an upload was refused: a file of that name must never be there. */
    synchronized void notUploaded(String name) {
        unclear.remove(name);
        refused.add(name);
    }

    /** Says that a deletion was refused: the file has to stay. */
    synchronized void notDeleted(String id) {
        deletionsRefused++;
        state(id, State.KEPT);
    }

    /** Says that whether something was done is not known. */
    synchronized void unanswered() {
        unanswered++;
    }

    /** Takes a file to be deleted; from now on it may be gone. */
    synchronized Optional<Kept> toDelete(SplittableRandom random) {
        List<Kept> kept = new ArrayList<>(files.values().stream()
                .filter(file -> file.state() == State.KEPT)
                .toList());
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        Kept chosen = kept.get(random.nextInt(kept.size()));
        state(chosen.id(), State.PERHAPS_DELETED);
        return Optional.of(chosen);
    }

    synchronized void state(String id, State state) {
        files.computeIfPresent(id, (key, file) -> new Kept(id, file.name(), file.sha256(), state));
    }

    synchronized Map<String, Kept> files() {
        return Map.copyOf(files);
    }

    /** Names with hashes of those that were sent and not clearly answered. */
    synchronized Map<String, String> unclear() {
        return Map.copyOf(unclear);
    }

    /** Names of files whose upload was refused. */
    synchronized Set<String> refused() {
        return Set.copyOf(refused);
    }

    synchronized int count(State state) {
        return (int)
                files.values().stream().filter(file -> file.state() == state).count();
    }

    @Override
    public synchronized String toString() {
        return files.size() + " files acknowledged, " + count(State.DELETED) + " deleted, "
                + count(State.PERHAPS_DELETED) + " perhaps deleted; refused: " + refused.size() + " uploads, "
                + deletionsRefused + " deletions; " + unanswered + " calls of unknown outcome";
    }
}
