package io.conclave.bus;

import java.util.Map;
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
        return new Sentence(fill(reason.english(), values, Sentence::en), fill(reason.chinese(), values, Sentence::zh));
    }

    /** The sentence of a reason that has no placeholders. */
    public static Sentence of(Reason reason) {
        return new Sentence(reason.english(), reason.chinese());
    }

    private static String fill(String template, Map<String, ?> values, Function<Sentence, String> language) {
        StringBuilder filled = new StringBuilder(template.length() + 32);
        int from = 0;
        while (from < template.length()) {
            int open = template.indexOf('{', from);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                break;
            }
            Object value = values.get(template.substring(open + 1, close));
            filled.append(template, from, open);
            if (value instanceof Sentence part) {
                filled.append(language.apply(part));
            } else {
                filled.append(value == null ? template.substring(open, close + 1) : value);
            }
            from = close + 1;
        }
        return filled.append(template, from, template.length()).toString();
    }
}
