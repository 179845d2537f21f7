package io.conclave.bus;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A sentence in both languages of the page.
 *
 * @param en English
 * @param zh Chinese
 */
public record Sentence(String en, String zh) {

    /**
     * Fills the templates of a reason.
     *
     * @param reason whose English and Chinese templates to fill
     * @param values what stands for each {@code {name}}, a sentence in its own language; a placeholder without a value
     *     stays as it is
     */
    public static Sentence of(Reason reason, Map<String, ?> values) {
        return new Sentence(
                fill(reason.english(), values, Sentence::en, (before, next) -> next),
                fill(reason.chinese(), values, Sentence::zh, Sentence::joint));
    }

    /** The sentence of a reason that has no placeholders. */
    public static Sentence of(Reason reason) {
        return new Sentence(reason.english(), reason.chinese());
    }

    /** Chinese put together of parts; see {@link #joint}. */
    public static String chinese(String... parts) {
        StringBuilder whole = new StringBuilder();
        for (String part : parts) {
            whole.append(joint(whole, part));
        }
        return whole.toString();
    }

    private static String fill(
            String template,
            Map<String, ?> values,
            Function<Sentence, String> language,
            BiFunction<StringBuilder, String, String> joint) {
        StringBuilder filled = new StringBuilder(template.length() + 32);
        int from = 0;
        while (from < template.length()) {
            int open = template.indexOf('{', from);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                break;
            }
            Object value = values.get(template.substring(open + 1, close));
            String text = value instanceof Sentence part
                    ? language.apply(part)
                    : value == null ? template.substring(open, close + 1) : value.toString();
            filled.append(joint.apply(filled, template.substring(from, open)));
            filled.append(joint.apply(filled, text));
            from = close + 1;
        }
        return filled.append(joint.apply(filled, template.substring(from))).toString();
    }

    /**
     * What to set behind a text so that the two read as one. Chinese has a blank between its own characters and letters
     * or digits, and none between two of its own; a template cannot know which of them a value begins or ends with.
     */
    private static String joint(StringBuilder before, String next) {
        if (before.length() == 0 || next.isEmpty()) {
            return next;
        }
        int last = before.length() - 1;
        if (before.charAt(last) == ' ' && last > 0 && isHan(before.charAt(last - 1)) && isHan(next.charAt(0))) {
            before.setLength(last);
            return next;
        }
        if (next.length() > 1 && next.charAt(0) == ' ' && isHan(before.charAt(last)) && isHan(next.charAt(1))) {
            return next.substring(1);
        }
        boolean meet = isHan(before.charAt(last)) && isLatin(next.charAt(0))
                || isLatin(before.charAt(last)) && isHan(next.charAt(0));
        return meet ? ' ' + next : next;
    }

    private static boolean isHan(char character) {
        return Character.UnicodeScript.of(character) == Character.UnicodeScript.HAN;
    }

    private static boolean isLatin(char character) {
        return character < 0x80 && Character.isLetterOrDigit(character);
    }
}
