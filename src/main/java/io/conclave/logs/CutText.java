package io.conclave.logs;

import java.util.ArrayList;
import java.util.List;

/**
 * A text cut into the words by which it is found, see {@link Words}.
 *
 * @param words all of them, in order
 * @param parts the parts of those that are names in humps, in order
 */
record CutText(List<Word> words, List<Word> parts) {

    /** A word as it is looked for, and where it stands. */
    record Word(String text, int start, int end) {}

    static CutText of(String text) {
        List<Word> words = new ArrayList<>();
        List<Word> parts = new ArrayList<>();
        Words.each(text, (start, end) -> {
            words.add(new Word(Words.normal(text, start, end), start, end));
            Words.eachPart(text, start, end, (from, to) -> parts.add(new Word(Words.normal(text, from, to), from, to)));
        });
        return new CutText(words, parts);
    }
}
