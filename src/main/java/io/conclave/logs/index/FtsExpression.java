package io.conclave.logs.index;

import io.conclave.logs.LogLevel;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogService;
import io.conclave.logs.QueryTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Renders a query in the language of SQLite's full-text index, which is then a parameter of the statement. Words are
 * letters and digits only, and stand in quotes, so that none of them means anything in that language.
 *
 * @see <a href="https://www.sqlite.org/fts5.html#full_text_query_syntax">FTS5 query syntax</a>
 */
final class FtsExpression {

    /** A word that every entry has among its tags. */
    static final String EVERY = "a";

    private static final String ALL = "tags : \"" + EVERY + '"';

    private FtsExpression() {}

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
     * @param nodeNumber the number of a node, or a negative one where there is no entry of it
     */
    static String of(QueryTree tree, LogQuery query, ToIntFunction<String> nodeNumber, Aside aside) {
        List<String> conditions = new ArrayList<>();
        if (tree != null) {
            conditions.add('(' + render(tree) + ')');
        }
        if (aside != Aside.SERVICES && !query.services().isEmpty()) {
            conditions.add(tags(query.services(), 's', LogService::ordinal));
        }
        if (aside != Aside.LEVELS && !query.levels().isEmpty()) {
            conditions.add(tags(query.levels(), 'l', LogLevel::ordinal));
        }
        if (aside != Aside.NODES && !query.nodes().isEmpty()) {
            conditions.add(tags(query.nodes(), 'n', nodeNumber));
        }
        return conditions.isEmpty() ? ALL : String.join(" AND ", conditions);
    }

    private static <T> String tags(Set<T> values, char kind, ToIntFunction<T> number) {
        return values.stream()
                .map(number::applyAsInt)
                .sorted()
                .map(value -> '"' + (value < 0 ? "none" : kind + "" + value) + '"')
                .distinct()
                .collect(Collectors.joining(" OR ", "tags : (", ")"));
    }

    private static String render(QueryTree tree) {
        if (tree instanceof QueryTree.Phrase phrase) {
            return phrase(phrase.words());
        }
        if (tree instanceof QueryTree.Prefix prefix) {
            return phrase(prefix.words()) + " *";
        }
        if (tree instanceof QueryTree.Or or) {
            return or.parts().stream().map(FtsExpression::inner).collect(Collectors.joining(" OR "));
        }
        if (tree instanceof QueryTree.And and) {
            return all(and.parts());
        }
        QueryTree denied = ((QueryTree.Not) tree).part();
        return denied instanceof QueryTree.Not twice ? render(twice.part()) : ALL + " NOT " + inner(denied);
    }

    /** In that language, NOT stands between two conditions only. */
    private static String all(List<QueryTree> parts) {
        String wanted = parts.stream()
                .filter(part -> !(part instanceof QueryTree.Not))
                .map(FtsExpression::inner)
                .collect(Collectors.joining(" AND "));
        String denied = parts.stream()
                .filter(QueryTree.Not.class::isInstance)
                .map(part -> inner(((QueryTree.Not) part).part()))
                .collect(Collectors.joining(" OR "));
        String base = wanted.isEmpty() ? ALL : wanted;
        return denied.isEmpty() ? base : '(' + base + ") NOT (" + denied + ')';
    }

    private static String inner(QueryTree tree) {
        return '(' + render(tree) + ')';
    }

    private static String phrase(List<String> words) {
        String columns = words.size() == 1 ? "{words parts} : " : "words : ";
        return columns + '"' + String.join(" ", words) + '"';
    }
}
