package io.conclave.agent;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.Problem;
import io.conclave.config.AgentSettings;
import io.conclave.storage.Authority;
import io.conclave.storage.CopyOrder;
import io.conclave.storage.Inflow;
import io.conclave.storage.Inventory;
import io.conclave.storage.Layout;
import io.conclave.storage.LocalStorage;
import io.conclave.storage.NodeStorage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Serves one folder over HTTP. Reads are for whoever is let in; whatever changes something names the controller that
 * wants it and its epoch, and is refused where that is over, at its beginning and at each single change.
 *
 * <p>A browser's page can do nothing here: commands need a header that no page may send to another site (which would
 * first be asked for, and is not granted), and on a loopback address only this machine's own names are answered.
 */
final class AgentServer {

    private static final int IDLE_SECONDS = 300;
    private static final long PACE_MS = 60_000;

    private final Vertx vertx;
    private final AgentSettings settings;
    private final LocalStorage storage;
    private final EpochFence fence;
    private final Supplier<Wire.Condition> condition;
    private final AgentGate gate;
    private final AgentClient others;
    private HttpServer server;

    /**
     * @param condition how the agent is now
     * @param others with which other agents are asked for bytes
     */
    AgentServer(
            Vertx vertx,
            AgentSettings settings,
            LocalStorage storage,
            EpochFence fence,
            Supplier<Wire.Condition> condition,
            AgentClient others) {
        this.vertx = vertx;
        this.settings = settings;
        this.storage = storage;
        this.fence = fence;
        this.condition = condition;
        this.gate = new AgentGate(settings);
        this.others = others;
    }

    /** Begins to listen; gives the port. */
    Future<Integer> listen() {
        server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
        return server.requestHandler(this::serve).listen().map(HttpServer::actualPort);
    }

    /** Ends all connections. */
    Future<Void> close() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    private void serve(HttpServerRequest request) {
        AgentCall call = new AgentCall(vertx, request);
        try {
            gate.requireWelcome(request);
            dispatch(call, path(request));
        } catch (RuntimeException e) {
            call.fail(e);
        }
    }

    /** The parts of the path behind the node's. */
    private List<String> path(HttpServerRequest request) {
        String[] parts = request.path().split("/", -1);
        if (parts.length < 4 || !parts[1].equals("v1")) {
            throw Problem.notFound("path", request.path(), "/v1/" + storage.node() + "/…")
                    .asException();
        }
        if (!parts[2].equals(storage.node())) {
            throw new Problem(
                            421,
                            "other_node",
                            "this is the agent of " + storage.node(),
                            "node",
                            parts[2],
                            storage.node())
                    .asException();
        }
        return List.of(parts).subList(3, parts.length);
    }

    private void dispatch(AgentCall call, List<String> path) {
        String what = call.method() + " " + path.get(0) + (path.size() > 2 ? " " + path.get(2) : "");
        if (path.size() > 3 || path.size() == (path.get(0).equals("files") ? 1 : 2)) {
            throw call.unknown();
        }
        switch (what) {
            case "GET room" -> call.answer(storage.measure().map(room -> condition.get()));
            case "POST claim" -> command(call, NodeStorage::claim);
            case "POST lengths" ->
                call.body(Wire.Ids.class)
                        .compose(asked -> storage.lengths(checked(asked.ids())))
                        .map(Wire.Lengths::new)
                        .onComplete(call::answer);
            case "GET leftovers" -> call.answer(storage.leftovers().map(Wire.Leftovers::new));
            case "GET inventory" -> call.stream(storage.inventory());
            case "POST clear" ->
                command(call, Wire.Clear.class, (mine, order) -> {
                    order.leftovers().forEach(left -> id(left.id()));
                    return mine.clear(order.leftovers(), order.promised());
                });
            case "GET files" -> call.send(storage, id(path.get(1)));
            case "PUT files" -> receive(call, id(path.get(1)));
            case "POST files generate" ->
                command(call, Wire.Generate.class, (mine, order) -> {
                    requireAllowed(order.sizeBytes());
                    return mine.generate(id(path.get(1)), order.sizeBytes(), order.seed());
                });
            case "POST files copy" -> copy(call, id(path.get(1)));
            case "POST files withdraw" ->
                command(call, CopyOrder.class, (mine, order) -> mine.withdraw(sameId(order, path.get(1))));
            case "POST files keep" -> command(call, mine -> mine.keep(id(path.get(1))));
            case "POST files discard" -> command(call, mine -> mine.discard(id(path.get(1))));
            case "POST files release" -> command(call, mine -> mine.release(id(path.get(1))));
            case "POST files doom" -> command(call, mine -> mine.doom(id(path.get(1))));
            case "POST files spare" -> command(call, mine -> mine.spare(id(path.get(1))));
            case "POST files erase" -> command(call, mine -> mine.erase(id(path.get(1))));
            default -> throw call.unknown();
        }
    }

    /** What a controller may do, if it may do anything. */
    private Future<LocalStorage> admitted(AgentCall call) {
        ControllerRef controller = call.controller();
        Future<Authority> right = fence.isNew(controller)
                ? vertx.executeBlocking(() -> fence.admit(controller), false)
                : Future.succeededFuture(controller).map(fence::admit);
        return right.map(storage::under);
    }

    private void command(AgentCall call, Function<NodeStorage, Future<?>> order) {
        call.answer(admitted(call).compose(mine -> order.apply(mine).mapEmpty()));
    }

    private <Q> void command(AgentCall call, Class<Q> type, BiFunction<NodeStorage, Q, Future<?>> order) {
        // The body is read first: a request that nobody reads meanwhile would lose it.
        Future<Q> body = call.body(type);
        body.compose(asked -> admitted(call)
                        .<Object>compose(mine -> order.apply(mine, asked).map(done -> done)))
                .onComplete(call::answer);
    }

    private void receive(AgentCall call, String id) {
        requireAllowed(call.declaredLength());
        Inflow inflow = call.inflow(settings.maxUploadBytes(), PACE_MS);
        admitted(call)
                .compose(mine -> mine.receive(id, call.declaredLength()))
                .compose(deposit -> call.flow(inflow, deposit)
                        .transform(flowed -> flowed.succeeded()
                                ? deposit.complete()
                                : deposit.abandon().transform(gone -> Future.failedFuture(flowed.cause()))))
                .onComplete(call::answer);
    }

    private void copy(AgentCall call, String id) {
        Future<Wire.Copy> body = call.body(Wire.Copy.class);
        CopyAnswer answer = new CopyAnswer(vertx, call);
        body.compose(order -> admitted(call)
                        .compose(mine -> answer.follow(mine.copy(
                                sameId(order.order(), id), others.source(order.from(), order.url()), answer))))
                .onFailure(call::fail);
    }

    private void requireAllowed(long sizeBytes) {
        if (sizeBytes > settings.maxUploadBytes()) {
            throw Problem.tooLarge("file", settings.maxUploadBytes() + " bytes").asException();
        }
    }

    private static CopyOrder sameId(CopyOrder order, String id) {
        if (!id(id).equals(order.id())) {
            throw Problem.invalid("id", order.id(), "the one in the path").asException();
        }
        return order;
    }

    private static List<String> checked(List<String> ids) {
        if (ids.size() > Inventory.PAGE) {
            throw Problem.invalid("ids", ids.size(), "at most " + Inventory.PAGE)
                    .asException();
        }
        ids.forEach(AgentServer::id);
        return ids;
    }

    /** Names from outside are never paths: what is no id ends here. */
    private static String id(String text) {
        if (!Layout.isId(text)) {
            throw Problem.invalid("id", text, "a UUID in lower case").asException();
        }
        return text;
    }
}
