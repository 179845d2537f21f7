package io.conclave.web.rest;

import io.conclave.bus.Json;
import io.conclave.web.command.Commands;
import io.conclave.workload.AskWorkload;
import io.conclave.workload.ListTasks;
import io.conclave.workload.TaskStatus;
import io.conclave.workload.WorkloadTopics;
import io.vertx.ext.web.Router;

/** Demo traffic by hand, its switch, and the demo tasks. */
final class DemoRoutes {

    private static final String PATH = "/api/demo";
    private static final String TASKS = "/api/tasks";

    private final Questions questions;
    private final JsonBody body;

    DemoRoutes(Questions questions, JsonBody body) {
        this.questions = questions;
        this.body = body;
    }

    void mount(Router router) {
        router.post(PATH + "/stress").handler(body::handle).handler(questions.command(Commands.STRESS, 201));
        router.post(PATH + "/tick").handler(body::handle).handler(questions.command(Commands.TICK, 200));
        router.get(PATH + "/workload").handler(questions.query(WorkloadTopics.CURRENT, query -> new AskWorkload()));
        router.put(PATH + "/workload").handler(body::handle).handler(questions.command(Commands.CHANGE_WORKLOAD, 200));
        router.get(TASKS)
                .handler(questions.query(
                        WorkloadTopics.LIST_TASKS,
                        query -> new ListTasks(
                                query.number("limit", ListTasks.USUAL_PAGE, ListTasks.LARGEST_PAGE),
                                query.choice("status", TaskStatus.class),
                                query.number("before"))));
        router.post(TASKS).handler(body::handle).handler(questions.command(Commands.CREATE_TASK, 201));
        router.post(TASKS + "/:id/advance")
                .handler(body::handle)
                .handler(questions.command(Commands.ADVANCE_TASK, 200, ctx -> Json.object()
                        .put("id", Query.whole("id", ctx.pathParam("id"), Long.MAX_VALUE))));
    }
}
