package io.conclave.logs.elastic;

/** Texts that others wrote, so that no terminal and no page is misled by them. */
final class Harmless {

    private static final char INSTEAD = '\uFFFD';

    private Harmless() {}

    /** The text with a replacement character for each control but line feed and tab, and for each half of a pair. */
    static String text(String text) {
        StringBuilder made = null;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit) || Character.isISOControl(unit) && unit != '\n' && unit != '\t') {
                made = made == null ? new StringBuilder(text) : made;
                made.setCharAt(i, INSTEAD);
            }
        }
        return made == null ? text : made.toString();
    }

    /** The beginning of a text, without half of a pair at its end. */
    static String start(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }
}
