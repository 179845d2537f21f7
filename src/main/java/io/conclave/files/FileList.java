package io.conclave.files;

import io.conclave.bus.Problem;
import io.conclave.store.Database;
import io.conclave.store.FileQuery;
import io.conclave.store.FileSlice;
import io.vertx.core.Future;
import java.util.Collection;

/** Answers with pages of files; see {@link FileCursor} for why a page costs the same at any depth. */
final class FileList {

    private static final int LARGEST_PAGE = 500;
    private static final int LONGEST_QUERY = 255;

    private final Database database;
    private final Collection<String> nodes;

    /** @param nodes the names of all nodes */
    FileList(Database database, Collection<String> nodes) {
        this.database = database;
        this.nodes = nodes;
    }

    Future<FilePage> page(ListFiles question) {
        if (question.limit() < 1 || question.limit() > LARGEST_PAGE) {
            throw Problem.invalid("limit", question.limit(), "from 1 to " + LARGEST_PAGE)
                    .asException();
        }
        if (question.query() != null && question.query().length() > LONGEST_QUERY) {
            throw Problem.invalid("query", question.query(), "at most " + LONGEST_QUERY + " characters")
                    .asException();
        }
        if (question.node() != null && !nodes.contains(question.node())) {
            throw Problem.notFound("node", question.node(), String.join(", ", nodes))
                    .asException();
        }
        FileQuery query = new FileQuery(
                question.sort(),
                question.order(),
                FileCursor.read(question.cursor(), question.sort(), question.order()),
                question.node(),
                question.query());
        return database.read(tx -> {
            FileSlice slice = tx.files().page(query, question.limit());
            return new FilePage(
                    slice.rows().stream().map(FileRows::toFile).toList(),
                    FileCursor.write(slice.next(), question.sort(), question.order()),
                    query.after() == null ? tx.files().count(query) : null);
        });
    }
}
