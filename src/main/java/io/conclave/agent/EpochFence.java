package io.conclave.agent;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.storage.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps controllers whose term is over from changing anything. The highest epoch that ever commanded is on disk before
 * it is obeyed, and each epoch is one controller's. Each single change is made under the shared side of a lock whose
 * exclusive side a higher epoch takes: so once that one is obeyed, no change of a lower one is under way or still to
 * come.
 *
 * @see <a href="https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html">Kleppmann on fencing
 *     tokens, which the storage has to check</a>
 */
final class EpochFence {

    private static final String FILE = ".epoch.json";

    private final Path file;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile ControllerRef highest;

    private EpochFence(Path file, ControllerRef highest) {
        this.file = file;
        this.highest = highest;
    }

    /**
     * The fence of a folder, as it was left.
     *
     * @throws ProblemException 409 {@code epoch_unreadable} where what was left cannot be read: no guess is safe
     */
    static EpochFence in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return new EpochFence(file, new ControllerRef("nobody", 0));
        }
        try {
            return new EpochFence(file, Json.decode(Files.readString(file), ControllerRef.class));
        } catch (ProblemException e) {
            throw Problem.conflict(
                            "epoch_unreadable",
                            file + " cannot be read (" + e.problem().detail()
                                    + "): which controller may command is not known. Where only one controller runs,"
                                    + " delete the file")
                    .asException();
        }
    }

    /** Whether this epoch has to be written down first, which blocks. */
    boolean isNew(ControllerRef controller) {
        return controller.epoch() > highest.epoch();
    }

    /**
     * The right of a controller to command. Blocks where its epoch is the highest yet.
     *
     * @throws ProblemException 409 {@code fenced} where its term is over; 503 where it cannot be written down
     */
    Authority admit(ControllerRef controller) {
        if (isNew(controller)) {
            lock.writeLock().lock();
            try {
                if (isNew(controller)) {
                    StorageIdentity.replace(file, Json.encode(controller));
                    highest = controller;
                }
            } catch (IOException e) {
                throw Problem.unavailable(
                                "storage_unavailable", "the epoch of the controller cannot be written down: " + e)
                        .asException();
            } finally {
                lock.writeLock().unlock();
            }
        }
        Term term = new Term(controller);
        term.require();
        return term;
    }

    /** One controller's term. */
    private final class Term implements Authority {

        private final ControllerRef controller;

        Term(ControllerRef controller) {
            this.controller = controller;
        }

        @Override
        public <T> T change(Change<T> change) throws IOException {
            lock.readLock().lock();
            try {
                require();
                return change.make();
            } finally {
                lock.readLock().unlock();
            }
        }

        @Override
        public void require() {
            ControllerRef now = highest;
            boolean another = !controller.id().equals(now.id());
            if (controller.epoch() < now.epoch() || controller.epoch() == now.epoch() && another) {
                throw Problem.conflict(
                                Wire.FENCED,
                                "epoch " + controller.epoch() + " of " + controller.id() + " is over: " + now.id()
                                        + " has commanded with epoch " + now.epoch()
                                        + ". Where the controller's database was made anew, delete " + file)
                        .asException();
            }
        }
    }
}
