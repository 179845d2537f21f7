package io.conclave.logs;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Problem;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is looked for.
 *
 * @param text the query's text as the user wrote it, or null for everything
 * @param services only these; empty for all
 * @param nodes only these; empty for all
 * @param levels only these; empty for all
 * @param from only what was written then or later, or null
 * @param to only what was written earlier, or null
 * @param sort in which order; null for the newest first
 * @param cursor the {@link SearchPage#nextCursor()} of the page before, or null for the first
 * @param limit hits a page, 1 to {@value #LARGEST_PAGE}; null for {@value #USUAL_PAGE}
 */
public record LogQuery(
        String text,
        Set<LogService> services,
        Set<String> nodes,
        Set<LogLevel> levels,
        Instant from,
        Instant to,
        Sort sort,
        String cursor,
        Integer limit) {

    /** Most hits a page. */
    public static final int LARGEST_PAGE = 500;

    /** Hits of a page where nothing else is asked for. */
    public static final int USUAL_PAGE = 50;

    /** In which order hits come. */
    public enum Sort {
        /** By time, the newest first. */
        NEWEST,
        /** By time, the oldest first. */
        OLDEST,
        /** What fits best first; has a first page only. */
        BEST;

        /** The name in REST. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks all that can be checked without an index; throws a 400 problem that names the field at fault. */
    public LogQuery {
        services = services == null ? Set.of() : Set.copyOf(services);
        nodes = nodes == null ? Set.of() : Set.copyOf(nodes);
        levels = levels == null ? Set.of() : Set.copyOf(levels);
        sort = sort == null ? Sort.NEWEST : sort;
        limit = limit == null ? USUAL_PAGE : limit;
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw Problem.invalid("limit", limit, "from 1 to " + LARGEST_PAGE).asException();
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw Problem.invalid("from", from, "earlier than to, which is " + to)
                    .asException();
        }
    }

    /** Everything, the newest first. */
    public static LogQuery everything() {
        return of(null);
    }

    /** A query by its text alone. */
    public static LogQuery of(String text) {
        return new LogQuery(text, Set.of(), Set.of(), Set.of(), null, null, null, null, null);
    }

    /**
     * What the text asks for, or empty where it asks for everything; throws a 400 problem that points at the place
     * where it cannot be read.
     */
    public Optional<QueryTree> tree() {
        return QueryParser.parse(text);
    }

    /** The same from another page on. */
    public LogQuery from(String nextCursor, int pageLimit) {
        return new LogQuery(text, services, nodes, levels, from, to, sort, nextCursor, pageLimit);
    }

    /** Whether an entry is of the services, nodes and levels that are asked for; says nothing of text and time. */
    public boolean admits(LogService service, String node, LogLevel level) {
        return (services.isEmpty() || services.contains(service))
                && (nodes.isEmpty() || nodes.contains(node))
                && (levels.isEmpty() || levels.contains(level));
    }
}
