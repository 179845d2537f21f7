package io.conclave.cli;

/**
 * Text from outside made harmless for terminals. What a terminal would act on, or what would change how the rest of a
 * line reads, is written as {@code \}{@code u} and four hexadecimal digits: control characters with escape among them,
 * bidirectional overrides, invisible marks, line separators and halves of surrogate pairs.
 */
public final class SafeText {

    private static final int LONGEST = 300;

    private SafeText() {}

    /** A name or sentence for people, shortened to 300 characters. */
    public static String shown(String text) {
        String shortened = text.length() > LONGEST ? text.substring(0, text.offsetByCodePoints(0, 150)) + "…" : text;
        return escaped(shortened, false);
    }

    /** JSON text in one line: such characters are written as JSON's own escapes, which changes no value. */
    public static String json(String json) {
        return escaped(json, true);
    }

    private static String escaped(String text, boolean json) {
        int first = 0;
        while (first < text.length() && isPlain(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 32).append(text, 0, first);
        for (int i = first; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (json && (c == '\n' || c == '\r' || c == '\t')) {
                // Between values: within them JSON has these escaped already.
                safe.append(' ');
            } else if (isHarmless(c)) {
                safe.appendCodePoint(c);
            } else {
                for (char half : Character.toChars(c)) {
                    safe.append("\\u%04x".formatted((int) half));
                }
            }
            i += Character.charCount(c);
        }
        return safe.toString();
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7f;
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
