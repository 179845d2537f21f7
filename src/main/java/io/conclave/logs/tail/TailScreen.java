package io.conclave.logs.tail;

import io.conclave.logs.LogLevel;
import io.conclave.logs.QueryTree;
import io.conclave.logs.parse.LineLevels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Screens lines by a filter, one after another. It remembers of each server the level of the entry that its last line
 * belonged to: the lines of a stack trace go with the line that it hangs on.
 */
public final class TailScreen {

    private final TailFilter filter;
    private final Optional<QueryTree> tree;
    private final Map<String, LineLevels> levels = new HashMap<>();

    public TailScreen(TailFilter filter) {
        this.filter = filter;
        this.tree = filter.tree();
    }

    /**
     * Whether a line is wanted; to be asked of each line once, in order.
     *
     * @param node the server that wrote it
     */
    public boolean admits(String node, String line) {
        if (!filter.nodes().isEmpty() && !filter.nodes().contains(node)) {
            return false;
        }
        if (!filter.levels().isEmpty()) {
            LogLevel level =
                    levels.computeIfAbsent(node, any -> new LineLevels()).next(line);
            if (!filter.levels().contains(level)) {
                return false;
            }
        }
        return tree.isEmpty() || tree.get().fits(line);
    }
}
