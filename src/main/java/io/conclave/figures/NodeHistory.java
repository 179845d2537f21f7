package io.conclave.figures;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The last minutes of one server's figures, oldest first, each at a later moment than the one before.
 *
 * <p>Bounds: no more than {@link #MOST_ROWS} rows of about 150 bytes, so 75 KB a server and 4 MB for fifty. Readings
 * that come quicker than every two seconds are left out; rates and means are then made over what is kept, so none of
 * the time in between is lost.
 */
final class NodeHistory {

    static final Duration KEPT = Duration.ofMinutes(AskFigures.MOST_MINUTES);
    static final int MOST_ROWS = 512;

    /** Answers overtake each other by less than this. */
    private static final Duration CLOCK_PUT_BACK = Duration.ofMinutes(1);

    /** A timer's readings come a little early as often as a little late. */
    private static final double EARLY = 0.9;

    private final long leastMillis;
    private final ArrayDeque<FigureRow> rows = new ArrayDeque<>();
    private final List<FigureRow> untold = new ArrayList<>();
    private Counters last;

    /** @param apart how far two rows are apart at the least */
    NodeHistory(Duration apart) {
        leastMillis = (long) (apart.toMillis() * EARLY);
    }

    /** Takes in what the server told; nothing where that is too soon after the row before. */
    void read(Instant at, String source, Map<String, Double> values) {
        if (newest() != null && at.isBefore(newest().minus(CLOCK_PUT_BACK))) {
            forget();
        }
        if (last != null && Duration.between(last.at(), at).toMillis() < leastMillis) {
            return;
        }
        Counters counters = new Counters(at, values);
        add(new FigureRow(at, source, counters.rowAfter(last)));
        last = counters;
    }

    /** Takes in that the server tells nothing any more; once is enough until it does again. */
    void unread(Instant at) {
        last = null;
        if (!rows.isEmpty() && !rows.getLast().isUnread()) {
            add(FigureRow.unread(at));
        }
    }

    /** When the newest row is from, whatever it tells; null where there is none. */
    Instant newest() {
        return rows.isEmpty() ? null : rows.getLast().at();
    }

    /** The rows from this moment on. */
    List<FigureRow> since(Instant from) {
        return rows.stream().filter(row -> !row.at().isBefore(from)).toList();
    }

    /** The rows that came since this was asked before. */
    List<FigureRow> untold() {
        List<FigureRow> told = List.copyOf(untold);
        untold.clear();
        return told;
    }

    private void add(FigureRow row) {
        if (!rows.isEmpty() && !row.at().isAfter(rows.getLast().at())) {
            return;
        }
        rows.addLast(row);
        untold.add(row);
        while (rows.size() > MOST_ROWS || rows.getFirst().at().isBefore(row.at().minus(KEPT))) {
            rows.removeFirst();
        }
        if (untold.size() > MOST_ROWS) {
            untold.remove(0);
        }
    }

    /** The clock was put back: what is there would lie in the future. */
    private void forget() {
        rows.clear();
        untold.clear();
        last = null;
    }
}
