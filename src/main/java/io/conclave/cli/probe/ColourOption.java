package io.conclave.cli.probe;

import io.conclave.cli.probe.top.TerminalCheck;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Whether there are colours. */
final class ColourOption {

    /** When there are. */
    enum When {
        AUTO,
        ALWAYS,
        NEVER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--color",
            paramLabel = "<when>",
            defaultValue = "auto",
            description = "auto: on a terminal, unless NO_COLOR is set; always; never (${DEFAULT-VALUE})")
    private When when = When.AUTO;

    boolean wanted() {
        return switch (when) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> {
                String off = System.getenv("NO_COLOR");
                yield (off == null || off.isEmpty()) && TerminalCheck.outputIsTerminal();
            }
        };
    }
}
