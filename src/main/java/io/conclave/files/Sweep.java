package io.conclave.files;

import io.conclave.storage.Leftover;
import io.conclave.storage.NodeStorage;
import io.conclave.store.Database;
import io.conclave.store.FileRow;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes temporary and doomed names that something left that died. Where the file has a row, its bytes were promised
 * to somebody and only the second name goes; where it has none, the upload was never acknowledged or the deletion was
 * decided, and the bytes go first. Bytes without a second name are never touched, and nothing of a file with which this
 * controller is doing something now.
 */
final class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Database database;
    private final UnderWay underWay;

    Sweep(Database database, UnderWay underWay) {
        this.database = database;
        this.underWay = underWay;
    }

    /** Sweeps one storage; gives how many names went. What cannot be done now is left to the next time. */
    Future<Integer> sweep(NodeStorage storage) {
        return batch(storage, 0).recover(cause -> {
            LOG.error("leftovers in the storage of {} stay until it comes again: {}", storage.node(), cause.toString());
            return Future.succeededFuture(0);
        });
    }

    private Future<Integer> batch(NodeStorage storage, int before) {
        return storage.leftovers().compose(found -> {
            // Who was at one when it was found and is not any more has ended it, and its row is as it will be: so this
            // is looked at before the rows are.
            List<Leftover> idle =
                    found.stream().filter(left -> !underWay.has(left.id())).toList();
            if (idle.isEmpty()) {
                return Future.succeededFuture(before);
            }
            return promised(idle)
                    .compose(promised -> storage.clear(idle, promised))
                    .compose(cleared -> found.size() == NodeStorage.MOST_LEFTOVERS
                            ? batch(storage, before + idle.size())
                            : Future.succeededFuture(before + idle.size()));
        });
    }

    private Future<Set<String>> promised(List<Leftover> leftovers) {
        return database.read(tx -> {
            Set<String> ids = new HashSet<>();
            for (Leftover left : leftovers) {
                tx.files().find(left.id()).map(FileRow::id).ifPresent(ids::add);
            }
            return ids;
        });
    }
}
