package io.conclave.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.store.Database;
import io.conclave.store.FileMetadata;
import io.conclave.store.FileRow;
import io.conclave.store.OutboxChanged;
import io.conclave.store.OutboxRow;
import io.conclave.store.StoreTopics;
import io.conclave.store.Tx;
import io.conclave.store.Work;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what changes the files and tells it afterwards, in the order of the commits: each goes through the one
 * context of the files' verticle, on which the database answers in its own order. May be called from any thread.
 */
final class FileLedger {

    private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);
    private static final String UNKNOWN_OUTCOME = "outcome_unknown";

    private final Context context;
    private final Bus bus;
    private final Database database;
    private final OperationLog log;
    private final Clock clock;

    FileLedger(Context context, Bus bus, Database database, OperationLog log, Clock clock) {
        this.context = context;
        this.bus = bus;
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /** The time, as exact as the database keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Runs the work in a transaction and after its commit, before anything that was committed later is told, the
     * announcement.
     */
    <T> Future<T> commit(Work<T> work, Consumer<T> announcement) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(
                ignored -> database.write(work).onSuccess(announcement::accept).onComplete(promise));
        return promise.future();
    }

    /** Records a complete upload that began then. */
    Future<StoredFile> uploaded(StoredFile file, String actor, Placement placement, Instant began) {
        ObjectNode details = describe(file).put("placement", placement.reason());
        Future<Operation> committed = this.commit(
                tx -> {
                    insert(tx, file);
                    return log.record(tx, Action.UPLOAD, actor, file.node(), OperationStatus.OK, details, began);
                },
                operation -> {
                    tellAdded(List.of(file));
                    log.announce(operation);
                });
        return certain(committed, file.id(), Optional::isPresent, () -> tellAdded(List.of(file)))
                .map(file);
    }

    /** Records complete files in one transaction: all of them or none. */
    Future<Void> generated(List<StoredFile> files) {
        Future<Void> committed = commit(
                tx -> {
                    files.forEach(file -> insert(tx, file));
                    return null;
                },
                ignored -> tellAdded(files));
        return certain(committed, files.get(0).id(), Optional::isPresent, () -> tellAdded(files));
    }

    private void insert(Tx tx, StoredFile file) {
        FileRow row = FileRows.toRow(file);
        tx.files().insert(row);
        tx.outbox().add(OutboxRow.Kind.PUT, file.id(), FileMetadata.of(row), file.createdAt());
    }

    private void tellAdded(List<StoredFile> files) {
        for (StoredFile file : files) {
            bus.publish(FileTopics.CHANGES, new FileChange.Added(file));
            bus.publish(FileTopics.EVENTS, FileEvent.of(FileEventKind.ADDED, file, null));
        }
        bus.publish(StoreTopics.OUTBOX_CHANGED, new OutboxChanged());
    }

    /** Takes a row away, where the file still is as it was seen and is not on its way elsewhere. */
    Future<StoredFile> removed(StoredFile seen, String actor, Instant began) {
        Future<Operation> committed = this.commit(
                tx -> {
                    delete(tx, seen);
                    return log.record(tx, Action.DELETE, actor, seen.node(), OperationStatus.OK, describe(seen), began);
                },
                operation -> {
                    tellRemoved(seen);
                    log.announce(operation);
                });
        return certain(committed, seen.id(), Optional::isEmpty, () -> tellRemoved(seen))
                .map(seen);
    }

    private void delete(Tx tx, StoredFile seen) {
        FileRow row =
                tx.files().find(seen.id()).orElseThrow(() -> unknown(seen.id()).asException());
        if (tx.migrations().isOpen(seen.id()) || !row.path().equals(seen.path())) {
            throw Problem.conflict(
                            "migration_in_progress",
                            "file " + seen.id() + " is being moved; delete it when it has arrived")
                    .asException();
        }
        tx.files().delete(seen.id());
        tx.outbox().add(OutboxRow.Kind.DELETE, seen.id(), null, now());
    }

    private void tellRemoved(StoredFile file) {
        bus.publish(FileTopics.CHANGES, new FileChange.Removed(file));
        bus.publish(FileTopics.EVENTS, FileEvent.of(FileEventKind.REMOVED, file, null));
        bus.publish(StoreTopics.OUTBOX_CHANGED, new OutboxChanged());
    }

    /**
     * Makes the outcome of a commit certain. One that failed may have been made all the same, as where the connection
     * broke on the way back; then only the database can say.
     *
     * @param commit what was tried
     * @param fileId whose row tells
     * @param made what the row is like where it was made
     * @param tell tells of it then
     * @return success where it was made; the commit's own failure where it was not; {@link #unknownOutcome} where the
     *     database does not answer
     */
    Future<Void> certain(Future<?> commit, String fileId, Predicate<Optional<StoredFile>> made, Runnable tell) {
        return commit.<Void>mapEmpty()
                .recover(cause -> cause instanceof ProblemException
                        ? Future.failedFuture(cause)
                        : find(fileId).transform(found -> {
                            if (found.failed()) {
                                LOG.error("whether the commit for file {} was made is not known", fileId, cause);
                                return Future.failedFuture(unknownOutcome().asException());
                            }
                            if (!made.test(found.result())) {
                                return Future.failedFuture(cause);
                            }
                            tell.run();
                            return Future.succeededFuture();
                        }));
    }

    /** The row of a file. */
    Future<Optional<StoredFile>> find(String fileId) {
        return find(database, fileId);
    }

    private static Future<Optional<StoredFile>> find(Database database, String fileId) {
        return database.read(tx -> tx.files().find(fileId).map(FileRows::toFile));
    }

    /**
     * The row of a file that must be there.
     *
     * @return a failure with a {@link ProblemException} 404 where there is none
     */
    Future<StoredFile> get(String fileId) {
        return get(database, fileId);
    }

    /** The same, out of a database that is only read. */
    static Future<StoredFile> get(Database database, String fileId) {
        return find(database, fileId)
                .map(found -> found.orElseThrow(() -> unknown(fileId).asException()));
    }

    /** Whether a failure is {@link #unknownOutcome}: then nothing must be taken back. */
    static boolean isUnknown(Throwable failure) {
        return ProblemException.of(failure).code().equals(UNKNOWN_OUTCOME);
    }

    /** 503: the database neither confirmed nor denied. */
    private static Problem unknownOutcome() {
        return Problem.unavailable(
                UNKNOWN_OUTCOME,
                "the database does not answer: whether it was done is decided at the next start, so look before you"
                        + " repeat it");
    }

    static Problem unknown(String fileId) {
        return Problem.notFound("file", fileId, null);
    }

    /** What the audit says of a file. */
    static ObjectNode describe(StoredFile file) {
        return Json.object()
                .put("fileId", file.id())
                .put("name", file.name())
                .put("sizeBytes", file.sizeBytes())
                .put("sha256", file.sha256());
    }
}
