package io.conclave.cli.probe.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.cli.SafeText;
import io.conclave.cli.probe.stream.Told;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** A message as a line for people: when, which topic, which number, and what matters of it. */
public final class HumanLine {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final String PREFIX = "conclave.";

    private final ZoneId zone;

    /** @param zone in which times are told */
    public HumanLine(ZoneId zone) {
        this.zone = zone;
    }

    /** The line. Nothing in it is acted on by a terminal but the colours, and those only where they are asked for. */
    public AttributedString of(Told told) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.styled(Tone.QUIET.style(), TIME.format(told.at().atZone(zone)));
        line.append("  ").styled(Tone.NAME.style(), "%-10s".formatted(SafeText.shown(shortName(told.topic()))));
        line.styled(Tone.QUIET.style(), " %-6s ".formatted((told.fromSnapshot() ? "=" : "#") + told.seq()));
        return line.append(summary(told)).toAttributedString();
    }

    /** What matters of the message alone. */
    public AttributedString summary(Told told) {
        return Summary.of(told.topic(), told.body());
    }

    /** A topic as people call it: without {@code conclave.} before it. */
    public static String shortName(String topic) {
        return topic.startsWith(PREFIX) ? topic.substring(PREFIX.length()) : topic;
    }

    /** A field's text, or nothing where there is none; made harmless. */
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isMissingNode() || value.isNull() ? "" : SafeText.shown(value.asText());
    }
}
