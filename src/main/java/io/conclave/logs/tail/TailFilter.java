package io.conclave.logs.tail;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.logs.LogLevel;
import io.conclave.logs.QueryParser;
import io.conclave.logs.QueryTree;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the servers' lines somebody wants to see as they are written.
 *
 * @param nodes only these servers'; empty or null for all
 * @param levels only lines of entries of these levels; empty or null for all
 * @param text only lines that fit this, in the language of the search; null for all
 */
public record TailFilter(Set<String> nodes, Set<LogLevel> levels, String text) {

    /** Everything. */
    public static final TailFilter EVERYTHING = new TailFilter(Set.of(), Set.of(), null);

    private static final int MOST_NODES = 1_000;

    /** Checks it; throws a 400 problem that names the field at fault. */
    public TailFilter {
        nodes = nodes == null ? Set.of() : Set.copyOf(nodes);
        levels = levels == null ? Set.of() : Set.copyOf(levels);
        if (nodes.size() > MOST_NODES) {
            throw Problem.invalid("nodes", nodes.size() + " servers", "at most " + MOST_NODES)
                    .asException();
        }
        try {
            QueryParser.parse(text);
        } catch (ProblemException e) {
            throw Problem.invalid("text", text, e.problem().detail()).asException();
        }
    }

    /** What the text asks for, or empty where it asks for everything. */
    Optional<QueryTree> tree() {
        return QueryParser.parse(text);
    }

    /** Whether nothing is filtered. */
    public boolean takesAll() {
        return nodes.isEmpty() && levels.isEmpty() && tree().isEmpty();
    }
}
