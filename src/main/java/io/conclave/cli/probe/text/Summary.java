package io.conclave.cli.probe.text;

import static io.conclave.cli.probe.text.HumanLine.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.cli.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** What matters of a message, for each topic that is known; of any other its plain fields. */
final class Summary {

    private static final int MOST_FIELDS = 8;

    private static final Map<String, BiConsumer<JsonNode, AttributedStringBuilder>> BY_TOPIC = Map.ofEntries(
            Map.entry("conclave.ensemble", Summary::ensemble),
            Map.entry("conclave.counts", Summary::counts),
            Map.entry("conclave.plan", Summary::plan),
            Map.entry("conclave.scheduler", Summary::scheduler),
            Map.entry("conclave.migrations", Summary::migration),
            Map.entry("conclave.files", Summary::file),
            Map.entry("conclave.operations", Summary::operation),
            Map.entry("conclave.tasks", Summary::task),
            Map.entry("conclave.elections", Summary::election),
            Map.entry("conclave.logs", Summary::log),
            Map.entry("conclave.kv", Summary::store),
            Map.entry("conclave.failovers", Summary::failover));

    private Summary() {}

    static AttributedString of(String topic, JsonNode body) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        BY_TOPIC.getOrDefault(topic, Summary::fields).accept(body, line);
        return line.toAttributedString();
    }

    private static void ensemble(JsonNode body, AttributedStringBuilder line) {
        JsonNode quorum = body.path("quorum");
        if (body.path("leader").isTextual()) {
            line.styled(Tone.GOOD.style(), text(body, "leader")).append(" leads, ");
        } else {
            line.styled(Tone.BAD.style(), "nobody leads").append(", ");
        }
        line.append(text(quorum, "up") + " of " + text(quorum, "voters") + " voters serve, " + text(quorum, "tolerates")
                + " more may fail;");
        if (!quorum.path("held").asBoolean(true)) {
            line.append(' ').styled(Tone.BAD.style(), "the quorum is lost").append(';');
        }
        for (JsonNode node : body.path("nodes")) {
            String health = text(node, "health");
            line.append(' ').append(text(node, "id") + ' ');
            line.styled(Tone.of(health).style(), health.equals("healthy") ? text(node, "role") : health);
            line.styled(Tone.QUIET.style(), node.path("zxid").isTextual() ? ' ' + text(node, "zxid") : "");
        }
    }

    private static void counts(JsonNode body, AttributedStringBuilder line) {
        line.append(text(body, "totalFiles") + " files, "
                + Amounts.bytes(body.path("totalBytes").asLong()) + ";");
        body.path("files")
                .fields()
                .forEachRemaining(node -> line.append(" " + SafeText.shown(node.getKey()) + " "
                        + node.getValue().asLong() + " ("
                        + Amounts.bytes(body.path("bytes").path(node.getKey()).asLong()) + ")"));
    }

    private static void plan(JsonNode body, AttributedStringBuilder line) {
        Tone tone = body.path("shouldMigrate").asBoolean() ? Tone.WARNING : Tone.PLAIN;
        line.styled(tone.style(), text(body, "reason")).append(": " + text(body, "message"));
    }

    private static void scheduler(JsonNode body, AttributedStringBuilder line) {
        JsonNode settings = body.path("settings");
        line.append(settings.path("enabled").asBoolean() ? "on" : "off")
                .append(", each " + text(settings, "interval") + " s, threshold " + text(settings, "threshold") + ", "
                        + text(settings, "strategy"));
        line.append(body.path("running").asBoolean() ? ", a round runs" : ", last round " + text(body, "lastRound"));
    }

    private static void migration(JsonNode body, AttributedStringBuilder line) {
        String step = text(body, "step");
        line.append(text(body, "id") + " " + text(body, "name") + " " + text(body, "from") + " to " + text(body, "to")
                + ", " + Amounts.bytes(body.path("bytes").asLong()) + ": ");
        line.styled(Tone.of(step).style(), step).append(" (" + text(body, "reason") + ")");
    }

    private static void file(JsonNode body, AttributedStringBuilder line) {
        line.append(text(body, "name") + " " + text(body, "change") + ", "
                + Amounts.bytes(body.path("sizeBytes").asLong()) + ", "
                + (body.path("from").isTextual() ? text(body, "from") + " to " : "") + text(body, "node"));
    }

    private static void operation(JsonNode body, AttributedStringBuilder line) {
        String status = text(body, "status");
        line.append(text(body, "id") + " " + text(body, "action")
                + (body.path("node").isTextual() ? " " + text(body, "node") : "") + " by " + text(body, "actor")
                + ": ");
        line.styled(Tone.of(status).style(), status);
        if (body.path("durationMs").isNumber()) {
            line.append(", " + text(body, "durationMs") + " ms");
        }
    }

    private static void task(JsonNode body, AttributedStringBuilder line) {
        String status = text(body, "status");
        line.append(text(body, "id") + " " + text(body.path("payload"), "kind") + ": ")
                .styled(Tone.of(status).style(), status);
    }

    private static void election(JsonNode body, AttributedStringBuilder line) {
        Tone tone =
                switch (text(body, "kind")) {
                    case "quorum_lost", "stopped", "hung" -> Tone.BAD;
                    case "leader_changed", "role_changed" -> Tone.WARNING;
                    default -> Tone.PLAIN;
                };
        line.styled(tone.style(), text(body, "message"));
    }

    private static void log(JsonNode body, AttributedStringBuilder line) {
        line.styled(Tone.NAME.style(), text(body, "node")).append(" " + text(body, "line"));
        if (body.path("leftOut").asLong() > 0) {
            line.styled(Tone.WARNING.style(), " (" + text(body, "leftOut") + " lines before it left out)");
        }
    }

    private static void store(JsonNode body, AttributedStringBuilder line) {
        line.append(text(body, "mode"));
        for (JsonNode group : body.path("groups")) {
            String condition = text(group, "condition");
            line.append("; " + text(group, "name") + " ")
                    .styled(Tone.of(condition).style(), condition);
            line.append(" " + (group.path("primary").isTextual() ? text(group, "primary") : "without a primary")
                    + ", epoch " + text(group, "epoch") + ", "
                    + group.path("inSync").size() + " in sync, "
                    + text(group, "keys") + " keys");
        }
    }

    private static void failover(JsonNode body, AttributedStringBuilder line) {
        line.append(text(body, "group") + " " + text(body, "cause") + ": " + text(body, "from") + " to "
                + text(body, "to") + ", " + text(body, "state"));
    }

    /** Fields that hold one value; of others how many they hold. */
    private static void fields(JsonNode body, AttributedStringBuilder line) {
        List<String> told = new ArrayList<>();
        body.fields().forEachRemaining(field -> {
            JsonNode value = field.getValue();
            String shown = value.isContainerNode()
                    ? (value.isArray() ? "[" + value.size() + "]" : "{" + value.size() + "}")
                    : SafeText.shown(value.asText());
            told.add(SafeText.shown(field.getKey()) + "=" + shown);
        });
        line.append(told.stream().limit(MOST_FIELDS).collect(Collectors.joining(" ")));
        line.append(told.size() > MOST_FIELDS ? " …" : "");
    }
}
