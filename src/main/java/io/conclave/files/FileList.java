package io.conclave.files;

import io.conclave.bus.Problem;
import io.conclave.store.Database;
import io.conclave.store.FileRow;
import io.vertx.core.Future;
import java.util.List;

/** Answers with pages of files. The cursor is the id of the page's last file, so a page costs the same at any depth. */
final class FileList {

    private static final int LARGEST_PAGE = 500;
    private static final int LONGEST_QUERY = 255;

    private final Database database;
    private final NodeFolders folders;

    FileList(Database database, NodeFolders folders) {
        this.database = database;
        this.folders = folders;
    }

    Future<FilePage> page(ListFiles question) {
        if (question.limit() < 1 || question.limit() > LARGEST_PAGE) {
            throw Problem.invalid("limit", question.limit(), "from 1 to " + LARGEST_PAGE)
                    .asException();
        }
        if (question.cursor() != null && !Layout.isId(question.cursor())) {
            throw Problem.invalid("cursor", question.cursor(), "a nextCursor of an earlier page")
                    .asException();
        }
        if (question.query() != null && question.query().length() > LONGEST_QUERY) {
            throw Problem.invalid("query", question.query(), "at most " + LONGEST_QUERY + " characters")
                    .asException();
        }
        if (question.node() != null) {
            folders.of(question.node());
        }
        return database.read(
                        tx -> tx.files().page(question.limit(), question.cursor(), question.node(), question.query()))
                .map(rows -> page(rows, question.limit()));
    }

    private static FilePage page(List<FileRow> rows, int limit) {
        return new FilePage(
                rows.stream().map(FileRows::toFile).toList(),
                rows.size() < limit ? null : rows.get(rows.size() - 1).id());
    }
}
