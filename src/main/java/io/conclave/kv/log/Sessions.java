package io.conclave.kv.log;

import io.conclave.kv.log.SessionRow.KeyResult;
import io.conclave.kv.log.SessionRow.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What is known of the clients' calls that are applied, so that a repeated one is answered and not done again: RIFL
 * (Lee et al., SOSP 2015), with the row's floor carried by each call. All members of a group come to the same rows,
 * since they see the same records with the same times. For the log thread alone.
 */
public final class Sessions {

    /** Clients beyond this number: the one that was not heard for the longest time is forgotten. */
    public static final int MAX_CLIENTS = 100_000;

    /** A client that was not heard for so long is forgotten: far longer than any call waits for its answer. */
    public static final long FORGOTTEN_AFTER_MS = 30 * 60_000;

    /** Answers kept for one client; beyond, the oldest are taken for received. */
    public static final int MAX_RESULTS = 16_384;

    /** The client that was not heard for the longest time first. */
    private final LinkedHashMap<Long, Row> rows = new LinkedHashMap<>();

    Sessions() {}

    /** What is known of a call. */
    public sealed interface Known {}

    /** Nothing: it is to be done. */
    public record Unheard() implements Known {}

    /**
     * It is applied already.
     *
     * @param keys what each of its records came to
     */
    public record Answered(List<KeyResult> keys) implements Known {}

    /** The client said that it has the answer, or was forgotten with it. */
    public record Stale() implements Known {}

    /** What is known of this call; does not count as hearing of the client. */
    public Known find(RequestIdentity request) {
        Row row = rows.get(request.client());
        if (row == null) {
            return new Unheard();
        }
        if (request.number() < row.firstIncomplete) {
            return new Stale();
        }
        long[] result = row.find(request.number());
        return result == null ? new Unheard() : new Answered(keys(result));
    }

    /** How many clients are known. */
    public int clients() {
        return rows.size();
    }

    /** The rows of all clients, the one that was not heard for the longest time first. */
    public List<SessionRow> rows() {
        List<SessionRow> all = new ArrayList<>(rows.size());
        rows.forEach((client, row) -> all.add(row.frozen(client)));
        return all;
    }

    /** One record of a call was applied. */
    void applied(RequestIdentity request, long atMs, boolean found, long version) {
        forgetUntil(atMs);
        Row row = heard(request.client(), atMs);
        row.raise(request.firstIncomplete());
        if (request.number() >= row.firstIncomplete) {
            row.add(request.number(), version << 1 | (found ? 1 : 0));
        }
        if (rows.size() > MAX_CLIENTS) {
            Iterator<Long> eldest = rows.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** What another log knew of a client. */
    void merge(SessionRow more) {
        Row row = heard(more.client(), more.heardMs());
        row.raise(more.firstIncomplete());
        for (Result result : more.results()) {
            if (result.number() >= row.firstIncomplete && row.find(result.number()) == null) {
                for (KeyResult key : result.keys()) {
                    row.add(result.number(), key.version() << 1 | (key.found() ? 1 : 0));
                }
            }
        }
    }

    private void forgetUntil(long atMs) {
        Iterator<Row> eldest = rows.values().iterator();
        while (eldest.hasNext() && eldest.next().heardMs < atMs - FORGOTTEN_AFTER_MS) {
            eldest.remove();
        }
    }

    /** A client's row, which is now the one that was heard last. */
    private Row heard(long client, long atMs) {
        Row known = rows.remove(client);
        Row row = known == null ? new Row() : known;
        rows.put(client, row);
        row.heardMs = Math.max(row.heardMs, atMs);
        return row;
    }

    private static List<KeyResult> keys(long[] result) {
        List<KeyResult> keys = new ArrayList<>(result.length);
        for (long both : result) {
            keys.add(new KeyResult((both & 1) != 0, both >>> 1));
        }
        return keys;
    }

    /** One client's answers, ascending by number, between two places of its arrays. */
    private static final class Row {

        private long firstIncomplete;
        private long heardMs;
        private long[] numbers = new long[4];
        private long[][] results = new long[4][];
        private int from;
        private int to;

        long[] find(long number) {
            int at = Arrays.binarySearch(numbers, from, to, number);
            return at < 0 ? null : results[at];
        }

        void raise(long floor) {
            firstIncomplete = Math.max(firstIncomplete, floor);
            while (from < to && numbers[from] < firstIncomplete) {
                results[from++] = null;
            }
        }

        void add(long number, long result) {
            int at = Arrays.binarySearch(numbers, from, to, number);
            if (at >= 0) {
                long[] longer = Arrays.copyOf(results[at], results[at].length + 1);
                longer[longer.length - 1] = result;
                results[at] = longer;
                return;
            }
            insert(-at - 1, number, new long[] {result});
            if (to - from > MAX_RESULTS) {
                raise(numbers[from] + 1);
            }
        }

        private void insert(int place, long number, long[] result) {
            int at = place;
            if (to == numbers.length) {
                at -= from;
                makeRoom();
            }
            System.arraycopy(numbers, at, numbers, at + 1, to - at);
            System.arraycopy(results, at, results, at + 1, to - at);
            numbers[at] = number;
            results[at] = result;
            to++;
        }

        /** Moves all to the begin of the arrays, twice as long where they are more than half full. */
        private void makeRoom() {
            int count = to - from;
            int length = count > numbers.length / 2 ? numbers.length * 2 : numbers.length;
            long[] movedNumbers = new long[length];
            long[][] movedResults = new long[length][];
            System.arraycopy(numbers, from, movedNumbers, 0, count);
            System.arraycopy(results, from, movedResults, 0, count);
            numbers = movedNumbers;
            results = movedResults;
            from = 0;
            to = count;
        }

        SessionRow frozen(long client) {
            List<Result> all = new ArrayList<>(to - from);
            for (int i = from; i < to; i++) {
                all.add(new Result(numbers[i], keys(results[i])));
            }
            return new SessionRow(client, firstIncomplete, heardMs, all);
        }
    }
}
