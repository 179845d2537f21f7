package io.conclave.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds in a message what a query looked for: the same words by the same rules, whichever index found the message. One
 * pass over the message's words for each phrase of the query; what is behind {@code NOT} is not marked.
 */
public final class Highlighter {

    private static final int MOST_RANGES = 500;

    private final List<Term> terms = new ArrayList<>();

    /** @param tree what was asked for, or null for everything, in which nothing is marked */
    public Highlighter(QueryTree tree) {
        if (tree != null) {
            collect(tree);
        }
    }

    private void collect(QueryTree tree) {
        if (tree instanceof QueryTree.Phrase phrase) {
            terms.add(new Term(phrase.words(), false));
        } else if (tree instanceof QueryTree.Prefix prefix) {
            terms.add(new Term(prefix.words(), true));
        } else if (tree instanceof QueryTree.And and) {
            and.parts().forEach(this::collect);
        } else if (tree instanceof QueryTree.Or or) {
            or.parts().forEach(this::collect);
        }
    }

    /** The parts of a message that were looked for, in order and without overlaps; at most {@value #MOST_RANGES}. */
    public List<TextRange> ranges(String message) {
        if (terms.isEmpty()) {
            return List.of();
        }
        CutText cut = CutText.of(message);
        List<TextRange> found = new ArrayList<>();
        for (Term term : terms) {
            mark(term, cut.words(), found);
            if (term.words().size() == 1) {
                mark(term, cut.parts(), found);
            }
        }
        return merged(found);
    }

    private static void mark(Term term, List<CutText.Word> words, List<TextRange> found) {
        int length = term.words().size();
        for (int i = 0; i + length <= words.size() && found.size() < MOST_RANGES; i++) {
            if (term.stands(words, i)) {
                found.add(new TextRange(
                        words.get(i).start(), words.get(i + length - 1).end()));
            }
        }
    }

    private static List<TextRange> merged(List<TextRange> found) {
        found.sort(Comparator.comparingInt(TextRange::start));
        List<TextRange> merged = new ArrayList<>();
        for (TextRange range : found) {
            TextRange last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && range.start() < last.end()) {
                merged.set(merged.size() - 1, new TextRange(last.start(), Math.max(last.end(), range.end())));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }
}
