package io.conclave.cli.probe.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answer to {@code conclave.snapshot}. */
public final class SnapshotReply {

    /**
     * One topic in it.
     *
     * @param seq the number that it stands at
     * @param rows its rows, oldest first; of a state topic its state, or none before the first
     */
    public record TopicState(long seq, List<Told> rows) {}

    private static final String ADDRESS = "conclave.snapshot";

    private SnapshotReply() {}

    /** Asks for what topics stand at. */
    public static Future<JsonNode> ask(MessageSource asked, Collection<String> topics, Duration limit) {
        var question = Json.object();
        var list = question.putArray("topics");
        topics.forEach(list::add);
        return asked.ask(ADDRESS, question, limit);
    }

    /**
     * Takes the answer apart; it is used up.
     *
     * @param topics those that were asked for, all of which must be in it
     * @throws io.conclave.bus.ProblemException where it is no such answer
     */
    public static Map<String, TopicState> read(JsonNode reply, Collection<String> topics, Instant receivedAt) {
        Map<String, TopicState> states = new LinkedHashMap<>();
        for (String topic : topics) {
            JsonNode told = reply.path("topics").path(topic);
            JsonNode seq = told.path("seq");
            JsonNode state = told.get("state");
            if (!seq.isIntegralNumber() || !seq.canConvertToLong() || state == null) {
                throw Problem.invalid(topic, told, "a number and a state in the snapshot")
                        .asException();
            }
            states.put(topic, new TopicState(seq.longValue(), rows(topic, state, receivedAt)));
        }
        return states;
    }

    private static List<Told> rows(String topic, JsonNode state, Instant receivedAt) {
        List<Told> rows = new ArrayList<>();
        JsonNode recent = state.get("recent");
        if (recent != null && recent.isArray()) {
            recent.forEach(row -> rows.add(Told.of(topic, row, receivedAt, true)));
        } else if (!state.isNull()) {
            rows.add(Told.of(topic, state, receivedAt, true));
        }
        return rows;
    }

    /** The controller with the highest epoch that any of them names, or null. */
    static ControllerRef speaker(Collection<TopicState> states) {
        return states.stream()
                .filter(state -> !state.rows().isEmpty())
                .map(state -> state.rows().get(state.rows().size() - 1))
                .max(Comparator.comparingLong((Told told) -> told.controller().epoch())
                        .thenComparing(Told::at))
                .map(Told::controller)
                .orElse(null);
    }
}
