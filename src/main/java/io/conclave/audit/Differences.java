package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lays the metrics before an operation beside those after it, figure by figure: those of the ensemble first, then those
 * of each node, in the order of the metrics. Works on the JSON as it was stored, so rows of any version can be
 * compared. The cost is that of one pass over the figures.
 */
final class Differences {

    private static final String NODES = "nodes";

    /** When a figure was read is no figure. */
    private static final String READ_AT = "respondedAt";

    private static final String ZXID = "zxid";

    private final List<FigureDifference> rows = new ArrayList<>();

    private Differences() {}

    /** Each figure that any of the three has; a null stands for metrics that were not taken. */
    static List<FigureDifference> between(JsonNode before, JsonNode settled, JsonNode later) {
        Differences differences = new Differences();
        differences.add(null, before, settled, later, "");
        for (String node : names(part(before, NODES), part(settled, NODES), part(later, NODES))) {
            differences.add(node, node(before, node), node(settled, node), node(later, node), "");
        }
        return List.copyOf(differences.rows);
    }

    private static JsonNode part(JsonNode metrics, String name) {
        return metrics == null ? null : metrics.path(name);
    }

    private static JsonNode node(JsonNode metrics, String node) {
        return metrics == null ? null : metrics.path(NODES).path(node);
    }

    private static Set<String> names(JsonNode... objects) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode object : objects) {
            if (object != null) {
                object.fieldNames().forEachRemaining(names::add);
            }
        }
        return names;
    }

    private void add(String node, JsonNode before, JsonNode settled, JsonNode later, String prefix) {
        for (String name : names(before, settled, later)) {
            boolean isWithin = node == null && prefix.isEmpty();
            if (name.equals(READ_AT) || isWithin && name.equals(NODES)) {
                continue;
            }
            JsonNode was = value(before, name);
            JsonNode then = value(settled, name);
            JsonNode now = value(later, name);
            if (isObject(was) || isObject(then) || isObject(now)) {
                add(node, was, then, now, prefix + name + ".");
            } else {
                rows.add(new FigureDifference(
                        node,
                        prefix + name,
                        was == null ? NullNode.instance : was,
                        then,
                        now,
                        isChange(was, then),
                        isChange(was, now),
                        delta(name, was, then),
                        delta(name, was, now)));
            }
        }
    }

    private static boolean isObject(JsonNode value) {
        return value != null && value.isObject();
    }

    /** JSON null where the metrics do not have it, null where there are no metrics. */
    private static JsonNode value(JsonNode metrics, String name) {
        if (metrics == null) {
            return null;
        }
        JsonNode value = metrics.path(name);
        return value.isMissingNode() ? NullNode.instance : value;
    }

    private static boolean isChange(JsonNode before, JsonNode after) {
        if (before == null || after == null) {
            return false;
        }
        return before.isNumber() && after.isNumber()
                ? Double.compare(before.asDouble(), after.asDouble()) != 0
                : !before.equals(after);
    }

    private static Double delta(String name, JsonNode before, JsonNode after) {
        if (before == null || after == null) {
            return null;
        }
        if (before.isNumber() && after.isNumber()) {
            return after.asDouble() - before.asDouble();
        }
        return name.equals(ZXID) ? transactions(before, after) : null;
    }

    /** Between two terms there is no counting. */
    private static Double transactions(JsonNode before, JsonNode after) {
        Long from = Moment.zxid(before.textValue());
        Long to = Moment.zxid(after.textValue());
        return from == null || to == null || from >>> 32 != to >>> 32 ? null : (double) (to - from);
    }
}
