package io.conclave.logs;

import java.util.List;

/**
 * What a query asks for. Words are as {@link Words} makes them: lower case, letters and digits only, a Chinese
 * character a word of its own. Positions are in characters of the query's text, for messages about it.
 */
public sealed interface QueryTree {

    /** Where in the query's text this part begins. */
    int start();

    /** Where it ends, exclusive. */
    int end();

    /** Whether a text is what is asked for, by the same rules by which the indices find it. */
    default boolean fits(String text) {
        return fits(CutText.of(text));
    }

    private boolean fits(CutText text) {
        if (this instanceof Phrase phrase) {
            return new Term(phrase.words, false).standsIn(text);
        }
        if (this instanceof Prefix prefix) {
            return new Term(prefix.words, true).standsIn(text);
        }
        if (this instanceof And and) {
            return and.parts.stream().allMatch(part -> part.fits(text));
        }
        if (this instanceof Or or) {
            return or.parts.stream().anyMatch(part -> part.fits(text));
        }
        return !((Not) this).part.fits(text);
    }

    /**
     * These words, one after another with nothing but signs between them. A single word is also found as a part of a
     * name such as {@code NullPointerException}.
     *
     * @param words at least one
     */
    record Phrase(List<String> words, int start, int end) implements QueryTree {
        public Phrase {
            words = List.copyOf(words);
        }
    }

    /**
     * As a phrase, but of the last word only its beginning is given.
     *
     * @param words at least one
     */
    record Prefix(List<String> words, int start, int end) implements QueryTree {
        public Prefix {
            words = List.copyOf(words);
        }
    }

    /**
     * All of these.
     *
     * @param parts at least two
     */
    record And(List<QueryTree> parts, int start, int end) implements QueryTree {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /**
     * At least one of these.
     *
     * @param parts at least two
     */
    record Or(List<QueryTree> parts, int start, int end) implements QueryTree {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** Whatever is not this. */
    record Not(QueryTree part, int start, int end) implements QueryTree {}
}
