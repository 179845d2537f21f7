package io.conclave.logs.elastic;

import static io.conclave.testing.Answers.done;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Answers to bulk requests what a test tells it to, and keeps what it then has taken: errors that no real one makes.
 */
final class ScriptedElastic {

    /** What it says of itself. */
    volatile String clusterId = "first";

    /** Whole requests that it refuses first, by their status; 0 stands for a connection that is cut. */
    final Deque<Integer> refusals = new ArrayDeque<>();

    /** What it answers for each document, by its text; an empty one where it takes it. */
    volatile Function<JsonNode, String> faults = document -> "";

    /** Requests of more documents than this are too large. */
    volatile int mostDocuments = Integer.MAX_VALUE;

    /** Whether it answers to no bulk request at all. */
    volatile boolean hangs;

    /** All that it has taken, by id. */
    final Map<String, JsonNode> taken = new TreeMap<>();

    /** How many documents each bulk request had. */
    final List<Integer> sizes = new CopyOnWriteArrayList<>();

    final List<String> authorizations = new CopyOnWriteArrayList<>();

    private final URI url;

    ScriptedElastic(Vertx vertx) {
        int port = done(vertx.createHttpServer()
                        .requestHandler(request -> request.body().onSuccess(body -> answer(request, body.toString())))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        url = URI.create("http://127.0.0.1:" + port);
    }

    URI url() {
        return url;
    }

    private synchronized void answer(HttpServerRequest request, String body) {
        authorizations.add(String.valueOf(request.getHeader("Authorization")));
        if (!request.path().equals("/_bulk")) {
            request.response()
                    .end(request.method().equals(HttpMethod.GET) ? "{\"cluster_uuid\":\"" + clusterId + "\"}" : "{}");
            return;
        }
        List<String> lines = Arrays.asList(body.split("\n"));
        sizes.add(lines.size() / 2);
        if (hangs) {
            return;
        }
        if (!refusals.isEmpty()) {
            int status = refusals.pop();
            if (status == 0) {
                request.connection().close();
            } else {
                request.response().setStatusCode(status).end("{\"error\":{\"reason\":\"not now\"}}");
            }
        } else if (lines.size() / 2 > mostDocuments) {
            request.response().setStatusCode(413).end();
        } else {
            request.response().end(Json.encode(items(lines)));
        }
    }

    private ObjectNode items(List<String> lines) {
        ObjectNode answer = Json.object();
        for (int i = 0; i < lines.size(); i += 2) {
            String id = Json.parse(lines.get(i)).elements().next().get("_id").asText();
            JsonNode document = Json.parse(lines.get(i + 1));
            String fault = faults.apply(document);
            ObjectNode result = answer.withArray("items").addObject().putObject("create");
            if (fault.isEmpty()) {
                result.put("status", taken.put(id, document) == null ? 201 : 409);
            } else {
                String[] parts = fault.split(" ");
                result.put("status", Integer.parseInt(parts[0]));
                result.putObject("error").put("type", parts[1]).put("reason", "because");
            }
        }
        return answer;
    }
}
