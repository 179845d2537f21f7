package io.conclave.web.rest;

import io.conclave.bus.Bus;
import io.conclave.kv.show.AskFailovers;
import io.conclave.kv.show.AskProspect;
import io.conclave.kv.show.AskRing;
import io.conclave.kv.show.AskStore;
import io.conclave.kv.show.GetKey;
import io.conclave.kv.show.StoreTopics;
import io.conclave.web.command.Command;
import io.conclave.web.command.Commands;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** The key-value store: how it is, what can be done to its processes and its ring, and single keys by hand. */
final class StoreRoutes {

    private static final String PATH = "/api/kv";
    private static final String KEY = PATH + "/keys/:key";
    private static final Map<String, Command<?, ?>> ACTIONS = Map.of(
            "start", Commands.START_KV,
            "stop", Commands.STOP_KV,
            "restart", Commands.RESTART_KV,
            "kill", Commands.KILL_KV,
            "pause", Commands.PAUSE_KV,
            "resume", Commands.RESUME_KV);

    private final Bus bus;
    private final Questions questions;
    private final JsonBody body;

    StoreRoutes(Bus bus, Questions questions, JsonBody body) {
        this.bus = bus;
        this.questions = questions;
        this.body = body;
    }

    void mount(Router router) {
        router.get(PATH).handler(questions.query(StoreTopics.CURRENT, query -> new AskStore()));
        router.get(PATH + "/ring").handler(questions.query(StoreTopics.CURRENT_RING, query -> new AskRing()));
        router.get(PATH + "/failovers")
                .handler(questions.query(StoreTopics.LIST_FAILOVERS, query -> new AskFailovers()));
        router.get(PATH + "/prospect")
                .handler(questions.query(
                        StoreTopics.PROSPECT, query -> new AskProspect(query.text("process"), query.text("action"))));
        router.get(KEY).handler(this::get);
        ACTIONS.forEach((action, command) -> router.post(PATH + "/processes/" + action)
                .handler(body::handle)
                .handler(questions.command(command, 200)));
        router.post(PATH + "/groups").handler(body::handle).handler(questions.command(Commands.ADD_KV_GROUP, 202));
        router.delete(PATH + "/groups/:group")
                .handler(body::handle)
                .handler(questions.command(Commands.REMOVE_KV_GROUP, 202, "group"));
        router.put(PATH + "/ring").handler(body::handle).handler(questions.command(Commands.CHANGE_KV_RING, 202));
        router.put(PATH + "/checker").handler(body::handle).handler(questions.command(Commands.SWITCH_KV_CHECKER, 200));
        router.put(KEY).handler(body::handle).handler(questions.command(Commands.KV_PUT, 200, "key"));
        router.delete(KEY).handler(body::handle).handler(questions.command(Commands.KV_DELETE, 200, "key"));
    }

    private void get(RoutingContext ctx) {
        new Query(ctx).refuseOthers();
        questions.answer(ctx, 200, bus.request(StoreTopics.GET, new GetKey(ctx.pathParam("key"))));
    }
}
