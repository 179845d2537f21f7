package io.conclave.store;

import java.util.ArrayList;
import java.util.List;

/**
 * A range of one of the indexes over the files. What comes behind a place is two of them: the rest of those with the
 * same key, then all with a later one. As one condition on both columns it would be a range only where SQLite compares
 * row values by the index, which it does not for one over an expression.
 *
 * @param sql from, where and order by
 * @param arguments of its parameters
 */
record Stretch(String sql, Object[] arguments) {

    /** The ranges that make up a query, one after another. */
    static List<Stretch> of(FileQuery query) {
        FileSort sort = query.sort();
        FilePosition after = query.after();
        String behind = " " + query.order().behind() + " ";
        if (after == null) {
            return List.of(where(query, "", List.of()));
        }
        if (sort == FileSort.CREATED) {
            return List.of(where(query, "id" + behind + "?", List.of(after.id())));
        }
        Object key = sort.argument(after.key());
        return List.of(
                where(query, sort.column() + " = ? AND id" + behind + "?", List.of(key, after.id())),
                where(query, sort.column() + behind + "?", List.of(key)));
    }

    private static Stretch where(FileQuery query, String condition, List<Object> values) {
        List<String> conditions = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        if (query.node() != null) {
            conditions.add("node = ?");
            arguments.add(query.node());
        }
        if (!condition.isEmpty()) {
            conditions.add(condition);
            arguments.addAll(values);
        }
        String column = query.sort().column();
        String direction = " " + query.order();
        return new Stretch(
                " FROM files" + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                        + " ORDER BY " + (column.equals("id") ? "" : column + direction + ", ") + "id" + direction,
                arguments.toArray());
    }

    /** The arguments and one more. */
    Object[] argumentsAnd(Object last) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.add(last);
        return all.toArray();
    }
}
