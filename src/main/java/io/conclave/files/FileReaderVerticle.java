package io.conclave.files;

import io.conclave.bus.Bus;
import io.conclave.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/** Answers questions about the files out of the database where nobody keeps them; their bytes cannot be had here. */
public final class FileReaderVerticle extends VerticleBase {

    private final Bus bus;
    private final Database database;
    private final FileList files;

    /** @param nodes the names of all nodes */
    public FileReaderVerticle(Bus bus, Database database, List<String> nodes) {
        this.bus = bus;
        this.database = database;
        this.files = new FileList(database, nodes);
    }

    @Override
    public Future<?> start() {
        bus.serve(FileTopics.LIST, files::page);
        bus.serve(FileTopics.GET, question -> FileLedger.get(database, question.fileId()));
        return Future.succeededFuture();
    }
}
