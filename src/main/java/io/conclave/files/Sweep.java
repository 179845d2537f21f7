package io.conclave.files;

import io.conclave.store.Database;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes temporary and doomed names that an earlier run left, {@value #BATCH} at a time. Where the file has a row, its
 * bytes were promised to somebody and only the second name goes; where it has none, the upload was never acknowledged
 * or the deletion was decided, and the bytes go first. Bytes without a second name are never touched.
 */
final class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int BATCH = 1_000;

    private final WorkerExecutor workers;
    private final Database database;

    Sweep(WorkerExecutor workers, Database database) {
        this.workers = workers;
        this.database = database;
    }

    /** Sweeps every folder that is there; gives how many names went. */
    Future<Integer> all(NodeFolders folders) {
        Future<Integer> swept = Future.succeededFuture(0);
        for (NodeFolder folder : folders.all()) {
            swept = swept.compose(before -> sweep(folder).map(now -> before + now));
        }
        return swept;
    }

    private Future<Integer> sweep(NodeFolder folder) {
        return workers.executeBlocking(() -> leftovers(folder), false).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(0);
            }
            return database.read(tx -> {
                        Set<String> ids = new HashSet<>();
                        found.forEach(left -> tx.files().find(left.id()).ifPresent(row -> ids.add(row.id())));
                        return ids;
                    })
                    .compose(kept -> workers.executeBlocking(() -> clear(folder, found, kept), false))
                    .compose(gone ->
                            gone == BATCH ? sweep(folder).map(more -> gone + more) : Future.succeededFuture(gone));
        });
    }

    private static List<Leftover> leftovers(NodeFolder folder) {
        List<Leftover> found = new ArrayList<>();
        if (!folder.isThere()) {
            return found;
        }
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder.path(), ".{tmp,del}.*")) {
            for (Path path : names) {
                Layout.read(path.getFileName().toString())
                        .filter(entry -> entry.kind() != Layout.Kind.BYTES)
                        .ifPresent(
                                entry -> found.add(new Leftover(path, entry.id().toString())));
                if (found.size() == BATCH) {
                    break;
                }
            }
        } catch (IOException e) {
            LOG.error("the folder of {} cannot be listed: {}", folder.node(), e.toString());
        }
        return found;
    }

    private static int clear(NodeFolder folder, List<Leftover> found, Set<String> kept) {
        try {
            for (Leftover left : found) {
                if (!kept.contains(left.id())) {
                    folder.disk().delete(folder.bytes(left.id()));
                }
            }
            folder.syncNames();
            for (Leftover left : found) {
                folder.disk().delete(left.path());
            }
            return found.size();
        } catch (IOException | RuntimeException e) {
            LOG.error("leftovers in the folder of {} stay until the next start: {}", folder.node(), e.toString());
            return 0;
        }
    }

    /** A second name, and the id that it is of. */
    private record Leftover(Path path, String id) {}
}
