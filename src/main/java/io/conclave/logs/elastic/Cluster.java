package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Which cluster answers, and that it knows how our indices are made. Asked at the first use and after each failure,
 * since it may be another then: one that was set up anew at the same address knows nothing of ours.
 */
final class Cluster {

    private static final Map<String, String> TEMPLATES = Map.of(
            "conclave-logs", "logs-template.json",
            "conclave-operations", "operations-template.json");

    private final ElasticClient client;
    private final Duration limit;
    private Future<String> known;

    /** @param limit of each call */
    Cluster(ElasticClient client, Duration limit) {
        this.client = client;
        this.limit = limit;
    }

    /** The cluster's id, once it has our templates. */
    synchronized Future<String> id() {
        if (known == null || known.failed()) {
            known = ask();
        }
        return known;
    }

    /** Done where it is this one; a failure where it is another or does not answer. */
    Future<Void> still(String expected) {
        return id().compose(now -> now.equals(expected)
                ? Future.succeededFuture()
                : Future.failedFuture(
                        ElasticProblems.obstacle("it is another cluster than before, so all is written again")));
    }

    /** To be asked anew. */
    synchronized void forget() {
        if (known != null && known.isComplete()) {
            known = null;
        }
    }

    private Future<String> ask() {
        Future<String> id = client.send(HttpMethod.GET, "/", null, limit).map(answer -> {
            JsonNode uuid = answer.body().path("cluster_uuid");
            if (!answer.isOk() || !uuid.isTextual()) {
                throw answer.isOk()
                        ? ElasticProblems.obstacle("what answers is no Elasticsearch")
                        : ElasticProblems.refused(answer);
            }
            // Until it has one, a cluster that starts says so.
            if (uuid.asText().equals("_na_")) {
                throw ElasticProblems.away("its cluster has not formed yet");
            }
            return uuid.asText();
        });
        for (Map.Entry<String, String> template : TEMPLATES.entrySet()) {
            id = id.compose(known -> client.send(
                            HttpMethod.PUT,
                            "/_index_template/" + template.getKey(),
                            resource(template.getValue()),
                            limit)
                    .map(answer -> {
                        if (!answer.isOk()) {
                            throw ElasticProblems.refused(answer);
                        }
                        return known;
                    }));
        }
        return id;
    }

    private static JsonNode resource(String name) {
        try (InputStream in = Cluster.class.getResourceAsStream(name)) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
