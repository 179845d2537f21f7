package io.conclave.ensemble;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.ProblemException;
import java.util.List;
import java.util.Optional;

/**
 * Reads what the AdminServer answers to {@code /commands/…}, of 3.5 to 3.9: an object with the command's fields,
 * {@code command} and {@code error}. It throws for no text at all; an answer that is no such object, or that carries an
 * error, is empty.
 */
final class AdminParser {

    private AdminParser() {}

    /** The error that an answer carries, such as that the server is not serving. */
    static Optional<String> error(String text) {
        return object(text)
                .map(answer -> answer.path("error"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    /** {@code monitor}: the figures of {@code mntr}. */
    static Optional<MntrReply> monitor(String text) {
        return answer(text).filter(answer -> answer.has("server_state")).map(answer -> {
            MntrParser.Collector collector = new MntrParser.Collector();
            answer.properties().stream()
                    .filter(field -> field.getValue().isValueNode() && !isFrame(field.getKey()))
                    .forEach(field ->
                            collector.add(field.getKey(), field.getValue().asText()));
            return collector.reply();
        });
    }

    /** {@code server_stats}: the figures of {@code srvr}. */
    static Optional<SrvrReply> serverStats(String text) {
        return answer(text)
                .filter(answer -> answer.path("server_stats").isObject())
                .map(answer -> {
                    JsonNode stats = answer.path("server_stats");
                    Long zxid = whole(stats.path("last_processed_zxid"));
                    return new SrvrReply(
                            ServerVersion.of(answer.path("version").textValue()),
                            stats.path("server_state").textValue(),
                            answer.path("read_only").booleanValue(),
                            latency(stats),
                            whole(stats.path("packets_received")),
                            whole(stats.path("packets_sent")),
                            whole(stats.path("num_alive_client_connections")),
                            whole(stats.path("outstanding_requests")),
                            zxid == null ? null : new Zxid(zxid),
                            whole(answer.path("node_count")),
                            null,
                            List.of());
                });
    }

    /** {@code configuration}: the port that this server serves clients on. */
    static Optional<Integer> clientPort(String text) {
        return answer(text).map(answer -> whole(answer.path("client_port"))).map(Long::intValue);
    }

    private static boolean isFrame(String field) {
        return field.equals("command") || field.equals("error");
    }

    private static Optional<JsonNode> answer(String text) {
        return object(text)
                .filter(answer -> answer.has("command") && answer.path("error").isNull());
    }

    private static Optional<JsonNode> object(String text) {
        try {
            return Optional.of(Json.parse(text)).filter(JsonNode::isObject);
        } catch (ProblemException notJson) {
            return Optional.empty();
        }
    }

    private static Latency latency(JsonNode stats) {
        JsonNode min = stats.path("min_latency");
        JsonNode avg = stats.path("avg_latency");
        JsonNode max = stats.path("max_latency");
        return min.isNumber() && avg.isNumber() && max.isNumber()
                ? new Latency(min.doubleValue(), avg.doubleValue(), max.doubleValue())
                : null;
    }

    private static Long whole(JsonNode number) {
        return number.canConvertToLong() && number.isIntegralNumber() ? number.longValue() : null;
    }
}
