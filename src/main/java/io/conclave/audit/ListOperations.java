package io.conclave.audit;

import io.conclave.bus.Problem;
import java.time.Instant;

/**
 * Asks for a page of the trail, newest first.
 *
 * @param limit rows a page, 1 to 500; null for 50
 * @param before only rows with a smaller id, or null for the newest
 * @param action only this action, or null
 * @param node only this node, or null
 * @param status only this status, or null
 * @param actor only what this one asked for, or null
 * @param from only what began then or later, or null
 * @param to only what began earlier, or null
 */
public record ListOperations(
        Integer limit,
        Long before,
        Action action,
        String node,
        OperationStatus status,
        String actor,
        Instant from,
        Instant to) {

    /** Most rows a page. */
    public static final int LARGEST_PAGE = 500;

    /** Rows of a page where nothing else is asked for. */
    public static final int USUAL_PAGE = 50;

    /** The trail has its times as text with four digits for the year. */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    public ListOperations {
        if (limit == null) {
            limit = USUAL_PAGE;
        }
    }

    /** The newest rows of all. */
    public static ListOperations newest(int limit) {
        return new ListOperations(limit, null, null, null, null, null, null, null);
    }

    /** The next page behind this one. */
    public ListOperations after(Long nextBefore) {
        return new ListOperations(limit, nextBefore, action, node, status, actor, from, to);
    }

    /** Throws a 400 problem that names the field at fault. */
    void check() {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw Problem.invalid("limit", limit, "from 1 to " + LARGEST_PAGE).asException();
        }
        if (before != null && before < 1) {
            throw Problem.invalid("before", before, "a whole number from 1").asException();
        }
        checkTime("from", from);
        checkTime("to", to);
        if (from != null && to != null && !from.isBefore(to)) {
            throw Problem.invalid("from", from, "earlier than to, which is " + to)
                    .asException();
        }
    }

    private static void checkTime(String field, Instant time) {
        if (time != null && (time.isBefore(FIRST) || time.isAfter(LAST))) {
            throw Problem.invalid(field, time, "in the years 0 to 9999").asException();
        }
    }
}
