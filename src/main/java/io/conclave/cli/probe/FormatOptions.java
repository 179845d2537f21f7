package io.conclave.cli.probe;

import io.conclave.cli.probe.text.MessageFormat;
import io.conclave.cli.probe.text.MessagePrinter;
import java.time.ZoneId;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How messages are printed. */
final class FormatOptions {

    @Option(
            names = "--format",
            paramLabel = "<format>",
            defaultValue = "human",
            description = "human: a line for people, =n for what a snapshot told and #n for the stream; json-lines: an"
                    + " object in a line, the same for every topic; raw: as it came over the wire (${DEFAULT-VALUE})")
    private MessageFormat format = MessageFormat.HUMAN;

    @Mixin
    private ColourOption colour = new ColourOption();

    MessageFormat format() {
        return format;
    }

    boolean colours() {
        return colour.wanted();
    }

    MessagePrinter printer() {
        return new MessagePrinter(format, colours(), ZoneId.systemDefault());
    }
}
