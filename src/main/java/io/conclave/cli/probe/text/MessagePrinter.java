package io.conclave.cli.probe.text;

import io.conclave.bus.Json;
import io.conclave.cli.SafeText;
import io.conclave.cli.probe.stream.RecordedLine;
import io.conclave.cli.probe.stream.Told;
import java.time.ZoneId;
import org.jline.utils.AttributedString;

/** Messages as lines in one of the formats. */
public final class MessagePrinter {

    private final MessageFormat format;
    private final boolean colours;
    private final HumanLine human;

    /** @param zone in which people are told times */
    public MessagePrinter(MessageFormat format, boolean colours, ZoneId zone) {
        this.format = format;
        this.colours = colours;
        this.human = new HumanLine(zone);
    }

    /** The line, without its end. */
    public String line(Told told) {
        return switch (format) {
            case HUMAN -> coloured(human.of(told));
            case JSON_LINES -> RecordedLine.encode(told);
            case RAW -> SafeText.json(frame(told));
        };
    }

    private String coloured(AttributedString line) {
        return colours ? line.toAnsi() : line.toString();
    }

    /** The message in the frame in which it came, or would have come if no snapshot had told it. */
    private static String frame(Told told) {
        return Json.object()
                .put("type", "rec")
                .put("address", told.topic())
                .set("body", told.wholeBody())
                .toString();
    }
}
