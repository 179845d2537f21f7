package io.conclave.web.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.control.AskVerdict;
import io.conclave.control.ControlTopics;
import io.conclave.control.TailLog;
import io.conclave.ensemble.AskEnsemble;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.ensemble.NodeStatus;
import io.conclave.figures.AskFigures;
import io.conclave.figures.FigureTopics;
import io.conclave.web.command.Command;
import io.conclave.web.command.Commands;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.stream.Collectors;

/** The servers of the ensemble: how they are, and what can be done to them. */
final class NodeRoutes {

    private static final String NODE = "/api/nodes/:node";
    private static final Map<String, Command<?, ?>> ACTIONS = Map.of(
            "drain", Commands.DRAIN,
            "undrain", Commands.UNDRAIN,
            "start", Commands.START_NODE,
            "stop", Commands.STOP_NODE,
            "restart", Commands.RESTART_NODE,
            "kill", Commands.KILL_NODE,
            "pause", Commands.PAUSE_NODE,
            "resume", Commands.RESUME_NODE);
    private static final int USUAL_LINES = 200;
    private static final int MOST_LINES = 5_000;

    private final Bus bus;
    private final Questions questions;
    private final JsonBody body;

    NodeRoutes(Bus bus, Questions questions, JsonBody body) {
        this.bus = bus;
        this.questions = questions;
        this.body = body;
    }

    void mount(Router router) {
        router.get("/api/nodes").handler(ctx -> {
            new Query(ctx).refuseOthers();
            questions.answer(ctx, 200, ensemble().map(EnsembleState::nodes));
        });
        router.get("/api/figures")
                .handler(questions.query(
                        FigureTopics.HISTORY,
                        query -> new AskFigures(
                                query.number("minutes", AskFigures.MOST_MINUTES, AskFigures.MOST_MINUTES),
                                query.text("node"))));
        router.get(NODE).handler(ctx -> {
            new Query(ctx).refuseOthers();
            questions.answer(ctx, 200, ensemble().map(state -> node(state, ctx.pathParam("node"))));
        });
        router.get(NODE + "/logs").handler(this::tail);
        router.get(NODE + "/verdict").handler(this::verdict);
        ACTIONS.forEach((action, command) -> router.post(NODE + "/" + action)
                .handler(body::handle)
                .handler(questions.command(command, 200, NodeRoutes::path)));
    }

    private void verdict(RoutingContext ctx) {
        Query query = new Query(ctx);
        String action = query.text("action");
        query.refuseOthers();
        questions.answer(ctx, 200, bus.request(ControlTopics.VERDICT, new AskVerdict(ctx.pathParam("node"), action)));
    }

    /** Whoever forces an action names the node twice, so that no slip of a path hits another one. */
    private static ObjectNode path(RoutingContext ctx) {
        String node = ctx.pathParam("node");
        JsonNode body = JsonBody.of(ctx);
        if (body.path("force").asBoolean() && !body.has("node")) {
            throw Problem.invalid("node", null, node + " in the body too, where an action is forced")
                    .asException();
        }
        return Json.object().put("node", node);
    }

    private Future<EnsembleState> ensemble() {
        return bus.request(EnsembleTopics.CURRENT, new AskEnsemble());
    }

    private static NodeStatus node(EnsembleState state, String id) {
        return state.nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound(
                                "node",
                                id,
                                state.nodes().stream().map(NodeStatus::id).collect(Collectors.joining(", ")))
                        .asException());
    }

    private void tail(RoutingContext ctx) {
        Query query = new Query(ctx);
        int lines = query.number("tail", USUAL_LINES, MOST_LINES);
        query.refuseOthers();
        questions.answer(ctx, 200, bus.request(ControlTopics.LOG, new TailLog(ctx.pathParam("node"), lines)));
    }
}
