package io.conclave.logs.elastic;

import io.conclave.logs.parse.HarmlessText;
import java.util.stream.Collectors;

/** Texts that others wrote, as harmless as those that Conclave writes itself. */
final class Harmless {

    private Harmless() {}

    /** A text of any number of lines. */
    static String text(String text) {
        return text.indexOf('\n') < 0
                ? HarmlessText.of(text)
                : text.lines().map(HarmlessText::of).collect(Collectors.joining("\n"));
    }

    /** The beginning of a text, without half of a pair at its end. */
    static String start(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }
}
