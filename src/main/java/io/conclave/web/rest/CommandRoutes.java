package io.conclave.web.rest;

import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.web.command.Callers;
import io.conclave.web.command.Command;
import io.conclave.web.command.Commands;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.TreeSet;

/**
 * Every command of the stream by its verb: what a controller hands on to the active one, and what a program may use.
 */
public final class CommandRoutes {

    /** Before the verb. */
    public static final String PATH = "/api/commands/";

    /** Says who gave a command, where another controller hands it on. */
    public static final String ACTOR = "Conclave-Actor";

    private final Bus bus;
    private final Questions questions;
    private final JsonBody body;

    CommandRoutes(Bus bus, Questions questions, JsonBody body) {
        this.bus = bus;
        this.questions = questions;
        this.body = body;
    }

    void mount(Router router) {
        router.post(PATH + ":verb").handler(body::handle).handler(this::run);
    }

    private void run(RoutingContext ctx) {
        new Query(ctx).refuseOthers();
        String verb = ctx.pathParam("verb");
        String given = ctx.request().getHeader(ACTOR);
        String actor = given == null ? Callers.REST : given;
        if (!Callers.ALL.contains(actor)) {
            throw Problem.invalid(ACTOR, actor, "one of " + String.join(", ", new TreeSet<>(Callers.ALL)))
                    .asException();
        }
        Command<?, ?> command = Commands.at(Commands.ADDRESS_PREFIX + verb)
                .orElseThrow(() -> Problem.notFound("verb", verb, "the name of a command of the stream")
                        .asException());
        questions.answer(ctx, 200, command.run(bus, JsonBody.of(ctx), actor));
    }
}
