package io.conclave.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks at names one after another for those that contain a text, until it has enough or may look at no more. */
final class NameSearch {

    private final String wanted;
    private final int enough;
    private final int most;
    private final List<String> found = new ArrayList<>();
    private int looked;
    private String last;

    /**
     * @param wanted what names are to contain, case ignored
     * @param enough how many to find
     * @param most how many to look at
     */
    NameSearch(String wanted, int enough, int most) {
        this.wanted = wanted.toLowerCase(Locale.ROOT);
        this.enough = enough;
        this.most = most;
    }

    /** Looks at one; false where that was the last. */
    boolean look(String id, String name) {
        looked++;
        last = id;
        if (name.toLowerCase(Locale.ROOT).contains(wanted)) {
            found.add(id);
        }
        return !isOver();
    }

    /** Whether it ended before the names did, as far as it knows. */
    boolean isOver() {
        return found.size() >= enough || looked >= most;
    }

    /** The ids of those that contain it, in the order in which they were looked at. */
    List<String> found() {
        return found;
    }

    /** The id that was looked at last, or null. */
    String last() {
        return last;
    }
}
