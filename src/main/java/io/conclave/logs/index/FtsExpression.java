package io.conclave.logs.index;

import io.conclave.logs.LogQuery;
import io.conclave.logs.QueryTree;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Renders a query in the language of SQLite's full-text index, which is then a parameter of the statement. Words are
 * letters and digits only, and stand in quotes, so that none of them means anything in that language.
 *
 * @see <a href="https://www.sqlite.org/fts5.html#full_text_query_syntax">FTS5 query syntax</a>
 */
final class FtsExpression {

    /** With what an entry's tag begins, before the number of what it is. */
    static final String KIND = "k";

    /** All entries, by their tags. */
    private final String all;

    private FtsExpression(String all) {
        this.all = all;
    }

    /** A list of the query whose filter is left aside. */
    enum Aside {
        NOTHING,
        SERVICES,
        NODES,
        LEVELS
    }

    /**
     * The expression of a query.
     *
     * @param tree what its text asks for, or null for everything
     * @param kinds what the entries are of which there are any, see {@link EntryKey#kind(long)}
     * @param nodeNumber the number of a node, or a negative one where there is no entry of it
     */
    static String of(QueryTree tree, LogQuery query, int[] kinds, ToIntFunction<String> nodeNumber, Aside aside) {
        Set<Integer> nodes = query.nodes().stream().map(nodeNumber::applyAsInt).collect(Collectors.toSet());
        String tags = tags(Arrays.stream(kinds)
                .filter(kind -> (aside == Aside.SERVICES
                                || query.services().isEmpty()
                                || query.services().contains(EntryKey.service(kind)))
                        && (aside == Aside.LEVELS
                                || query.levels().isEmpty()
                                || query.levels().contains(EntryKey.level(kind)))
                        && (aside == Aside.NODES || nodes.isEmpty() || nodes.contains(EntryKey.node(kind)))));
        if (tree == null) {
            return tags;
        }
        String all = tags(Arrays.stream(kinds));
        String text = new FtsExpression(all).render(tree);
        return tags.equals(all) ? text : '(' + text + ") AND " + tags;
    }

    private static String tags(IntStream kinds) {
        String tags = kinds.mapToObj(kind -> '"' + KIND + kind + '"').collect(Collectors.joining(" OR "));
        return "tags : (" + (tags.isEmpty() ? '"' + KIND + '"' : tags) + ")";
    }

    private String render(QueryTree tree) {
        if (tree instanceof QueryTree.Phrase phrase) {
            return phrase(phrase.words());
        }
        if (tree instanceof QueryTree.Prefix prefix) {
            return phrase(prefix.words()) + " *";
        }
        if (tree instanceof QueryTree.Or or) {
            return or.parts().stream().map(this::inner).collect(Collectors.joining(" OR "));
        }
        if (tree instanceof QueryTree.And and) {
            return all(and.parts());
        }
        QueryTree denied = ((QueryTree.Not) tree).part();
        return denied instanceof QueryTree.Not twice ? render(twice.part()) : all + " NOT " + inner(denied);
    }

    /** In that language, NOT stands between two conditions only. */
    private String all(List<QueryTree> parts) {
        String wanted = parts.stream()
                .filter(part -> !(part instanceof QueryTree.Not))
                .map(this::inner)
                .collect(Collectors.joining(" AND "));
        String denied = parts.stream()
                .filter(QueryTree.Not.class::isInstance)
                .map(part -> inner(((QueryTree.Not) part).part()))
                .collect(Collectors.joining(" OR "));
        String base = wanted.isEmpty() ? all : wanted;
        return denied.isEmpty() ? base : '(' + base + ") NOT (" + denied + ')';
    }

    private String inner(QueryTree tree) {
        return '(' + render(tree) + ')';
    }

    private static String phrase(List<String> words) {
        String columns = words.size() == 1 ? "{words parts} : " : "words : ";
        return columns + '"' + String.join(" ", words) + '"';
    }
}
