package io.conclave.config;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * One thing that can be set: the single definition from which flag, environment variable, key in the settings file,
 * help text and validation come.
 *
 * @param name the environment variable and the key in the settings file, such as {@code HTTP_PORT}
 * @param label what the help shows in place of the value, such as {@code <port>}
 * @param description for the help, one sentence
 * @param defaultText what applies where nothing is set, or a description of it where it depends on other settings
 * @param allowed what the value may be, completing the phrase "must be …"
 * @param parser from text to value
 * @param shown the value as messages may show it: secrets hidden
 * @param <T> what the value is
 */
public record Setting<T>(
        String name,
        String label,
        String description,
        String defaultText,
        String allowed,
        Parser<T> parser,
        UnaryOperator<String> shown) {

    private static final int LONGEST_SHOWN = 200;

    /** From a setting's text to its value. */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * Reads the text.
         *
         * @throws IllegalArgumentException where the text is not allowed; its message, where it has one, says what
         *     about it
         */
        T parse(String text);
    }

    /** A setting without secrets. */
    static <T> Setting<T> of(
            String name, String label, String description, String defaultText, String allowed, Parser<T> parser) {
        return new Setting<>(name, label, description, defaultText, allowed, parser, UnaryOperator.identity());
    }

    /** Either {@code true} or {@code false}, in any case. */
    static Setting<Boolean> truth(String name, String description, boolean byDefault) {
        return of(
                name,
                "<true|false>",
                description,
                String.valueOf(byDefault),
                "true or false",
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException();
                });
    }

    /** A whole number within bounds, both included. */
    static Setting<Long> number(
            String name, String label, String description, long byDefault, long lowest, long highest) {
        return of(
                name,
                label,
                description,
                String.valueOf(byDefault),
                "a whole number from " + lowest + " to " + highest,
                text -> within(text, lowest, highest));
    }

    /** One of several words. */
    static Setting<String> choice(String name, String description, String byDefault, List<String> words) {
        return of(
                name,
                "<" + String.join("|", words) + ">",
                description,
                byDefault,
                "one of " + String.join(", ", words),
                text -> {
                    if (!words.contains(text)) {
                        throw new IllegalArgumentException();
                    }
                    return text;
                });
    }

    /** Reads a whole number; signs other than a minus, blanks and digits of other scripts are refused. */
    static long within(String text, long lowest, long highest) {
        if (!text.matches("-?[0-9]{1,18}")) {
            throw new IllegalArgumentException();
        }
        long value = Long.parseLong(text);
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    /** The flag on the command line, such as {@code --http-port}. */
    public String flag() {
        return "--" + name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a value.
     *
     * @param origin where the text comes from, for the message: a flag, the environment, a file
     * @throws BadSettingException where the text is not allowed
     */
    T parse(String text, String origin) {
        try {
            return parser.parse(text);
        } catch (IllegalArgumentException e) {
            String reason = e.getMessage() == null ? "" : ": " + e.getMessage() + ";";
            throw refused(text, origin, reason + " must be " + allowed);
        }
    }

    /** The error for a value of this setting. */
    BadSettingException refused(String text, String origin, String wrong) {
        String value = shown.apply(text);
        String shortened = value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "…" : value;
        return new BadSettingException(name, name + "=" + shortened + " (" + origin + ")" + wrong);
    }
}
