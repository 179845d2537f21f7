package io.conclave.store;

import java.util.List;

/** The table {@code node_state}: what operators decided about nodes. */
public final class NodeStateTable {

    private final Statements statements;

    NodeStateTable(Statements statements) {
        this.statements = statements;
    }

    /** Adds or replaces the row of one node. */
    public void put(NodeStateRow row) {
        statements.update(
                "INSERT INTO node_state (node, drained, reason, updated_at) VALUES (?, ?, ?, ?) ON CONFLICT (node) DO"
                        + " UPDATE SET drained = excluded.drained, reason = excluded.reason, updated_at ="
                        + " excluded.updated_at",
                row.node(),
                row.drained(),
                row.reason(),
                row.updatedAt());
    }

    /** Every row, by node. */
    public List<NodeStateRow> all() {
        return statements.all(
                "SELECT node, drained, reason, updated_at FROM node_state ORDER BY node",
                rows -> new NodeStateRow(
                        rows.getString("node"),
                        rows.getBoolean("drained"),
                        rows.getString("reason"),
                        Statements.instant(rows, "updated_at")));
    }
}
