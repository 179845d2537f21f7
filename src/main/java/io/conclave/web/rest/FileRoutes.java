package io.conclave.web.rest;

import io.conclave.bus.Bus;
import io.conclave.files.FileTopics;
import io.conclave.files.GetFile;
import io.conclave.files.ListFiles;
import io.conclave.store.FileSort;
import io.conclave.store.SortOrder;
import io.conclave.web.command.Commands;
import io.vertx.ext.web.Router;

/** The files' rows; their bytes go by {@link UploadRoute} and {@link DownloadRoute}. */
final class FileRoutes {

    static final String PATH = "/api/files";
    private static final int USUAL_ROWS = 50;
    private static final int MOST_ROWS = 500;

    private final Bus bus;
    private final Questions questions;
    private final JsonBody body;

    FileRoutes(Bus bus, Questions questions, JsonBody body) {
        this.bus = bus;
        this.questions = questions;
        this.body = body;
    }

    void mount(Router router) {
        router.get(PATH)
                .handler(questions.query(
                        FileTopics.LIST,
                        query -> new ListFiles(
                                query.number("limit", USUAL_ROWS, MOST_ROWS),
                                query.text("cursor"),
                                query.text("node"),
                                query.text("query"),
                                query.choice("sort", FileSort.class),
                                query.choice("order", SortOrder.class))));
        router.post(PATH + "/bulk-generate")
                .handler(body::handle)
                .handler(questions.command(Commands.BULK_GENERATE, 201));
        router.get(PATH + "/:fileId").handler(ctx -> {
            new Query(ctx).refuseOthers();
            questions.answer(ctx, 200, bus.request(FileTopics.GET, new GetFile(ctx.pathParam("fileId"))));
        });
        router.delete(PATH + "/:fileId")
                .handler(body::handle)
                .handler(questions.command(Commands.DELETE_FILE, 200, "fileId"));
    }
}
