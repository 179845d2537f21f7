package io.conclave.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a text into the words by which it is found. A word is a run of letters and digits, in lower case; each Chinese
 * or Japanese character is a word of its own, so that any run of them is found as a phrase. All else separates words. A
 * word longer than {@value #LONGEST} characters counts by its beginning.
 *
 * <p>A name such as {@code NullPointerException} is one word, and has the parts {@code null}, {@code pointer} and
 * {@code exception} besides.
 */
public final class Words {

    /** The most characters of a word that count. */
    public static final int LONGEST = 64;

    private Words() {}

    /** Takes words as they are come upon. */
    @FunctionalInterface
    public interface Taker {
        /** A word from {@code start} to {@code end} of the text, as it is written there. */
        void take(int start, int end);
    }

    /** Hands over each word of a text, in order. */
    public static void each(String text, Taker taker) {
        int length = text.length();
        int start = -1;
        for (int i = 0; i < length; ) {
            char unit = text.charAt(i);
            int size = 1;
            boolean belongs;
            boolean alone = false;
            if (unit < 0x80) {
                belongs = unit >= 'a' && unit <= 'z' || unit >= 'A' && unit <= 'Z' || unit >= '0' && unit <= '9';
            } else {
                int character = text.codePointAt(i);
                size = Character.charCount(character);
                belongs = Character.isLetterOrDigit(character);
                alone = belongs && standsAlone(character);
            }
            if (belongs && !alone) {
                start = start < 0 ? i : start;
            } else {
                if (start >= 0) {
                    taker.take(start, i);
                    start = -1;
                }
                if (alone) {
                    taker.take(i, i + size);
                }
            }
            i += size;
        }
        if (start >= 0) {
            taker.take(start, length);
        }
    }

    private static boolean standsAlone(int character) {
        if (character < 0x2E80) {
            return false;
        }
        Character.UnicodeScript script = Character.UnicodeScript.of(character);
        return script == Character.UnicodeScript.HAN
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA;
    }

    /** The words of a text, in order, as they are looked for. */
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        each(text, (start, end) -> words.add(normal(text, start, end)));
        return words;
    }

    /** A word as it is looked for: lower case, and not too long. */
    static String normal(String text, int start, int end) {
        return text.substring(start, Math.min(end, start + LONGEST)).toLowerCase(Locale.ROOT);
    }

    /** Hands over the parts of a word that is a name in humps; none where it is not. */
    public static void eachPart(String text, int start, int end, Taker taker) {
        int from = start;
        for (int i = start + 1; i < end; i++) {
            if (isHump(text, i, end)) {
                taker.take(from, i);
                from = i;
            }
        }
        if (from > start) {
            taker.take(from, end);
        }
    }

    private static boolean isHump(String text, int i, int end) {
        char unit = text.charAt(i);
        if (unit < 'A' || unit > 'Z') {
            return false;
        }
        char before = text.charAt(i - 1);
        boolean afterLower = before >= 'a' && before <= 'z' || before >= '0' && before <= '9';
        boolean afterUpper = before >= 'A' && before <= 'Z';
        return afterLower || afterUpper && i + 1 < end && text.charAt(i + 1) >= 'a' && text.charAt(i + 1) <= 'z';
    }
}
