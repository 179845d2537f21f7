package io.conclave.logs;

import java.util.List;

/**
 * Words that a query looks for one after another.
 *
 * @param words at least one
 * @param prefix whether of the last one only its beginning is given
 */
record Term(List<String> words, boolean prefix) {

    /** Whether it stands in a text that was cut at these places. */
    boolean standsIn(CutText text) {
        return anywhere(text.words()) || words.size() == 1 && anywhere(text.parts());
    }

    private boolean anywhere(List<CutText.Word> in) {
        for (int i = 0; i + words.size() <= in.size(); i++) {
            if (stands(in, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it stands at that place among words of which there are enough behind it. */
    boolean stands(List<CutText.Word> in, int at) {
        int last = words.size() - 1;
        for (int i = 0; i < last; i++) {
            if (!in.get(at + i).text().equals(words.get(i))) {
                return false;
            }
        }
        String text = in.get(at + last).text();
        return prefix ? text.startsWith(words.get(last)) : text.equals(words.get(last));
    }
}
