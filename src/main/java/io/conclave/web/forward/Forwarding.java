package io.conclave.web.forward;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Bus;
import io.conclave.web.command.Command;
import io.conclave.web.command.CommandDesk;
import io.conclave.web.command.Commands;
import io.conclave.web.state.Leadership;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/** Has each call and each command answered where it can be: here, by the active controller, or by nobody. */
public final class Forwarding implements CommandDesk {

    private static final Set<Command<?, ?>> NEED_ONLY_DATABASE =
            Set.of(Commands.LIST_OPERATIONS, Commands.GET_OPERATION, Commands.LIST_TASKS);

    private final Bus bus;
    private final Leadership leadership;
    private final Forwarder forwarder;

    /** @param token what the controllers let each other in by, where there is one */
    public Forwarding(Vertx vertx, Bus bus, Leadership leadership, Optional<String> token) {
        this.bus = bus;
        this.leadership = leadership;
        this.forwarder = new Forwarder(vertx, bus.self().id(), token);
    }

    /** Looks at every call of REST, behind those who look at who asks and before those who answer. */
    public void mount(Router router) {
        router.route("/api/*").handler(this::handle);
    }

    private void handle(RoutingContext ctx) {
        Place place = Place.of(
                leadership.state(),
                leadership.mayAct(),
                Forwarder.isHandedOn(ctx.request()),
                ctx.request().method(),
                ctx.normalizedPath());
        if (place instanceof Place.There there) {
            forwarder.forward(ctx, there.active());
        } else if (place instanceof Place.Nowhere nowhere) {
            ctx.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            ctx.fail(nowhere.problem().asException());
        } else {
            ctx.next();
        }
    }

    @Override
    public Future<?> run(Command<?, ?> command, JsonNode body, String actor) {
        Place place = Place.of(
                leadership.state(), leadership.mayAct(), command.audited(), NEED_ONLY_DATABASE.contains(command));
        if (place instanceof Place.There there) {
            return forwarder.command(command, body, actor, there.active());
        } else if (place instanceof Place.Nowhere nowhere) {
            return Future.failedFuture(nowhere.problem().asException());
        }
        return command.run(bus, body, actor);
    }

    /** Closes the connections to the other controllers. */
    public Future<Void> close() {
        return forwarder.close();
    }
}
