package io.conclave.store;

/** The tables as one open transaction sees them; good only until its {@link Work} returns. */
public final class Tx {

    private final FileTable files;
    private final OperationTable operations;
    private final TaskTable tasks;
    private final NodeStateTable nodeStates;
    private final MigrationTable migrations;
    private final OutboxTable outbox;
    private final DecisionTable decisions;
    private final SettingTable settings;
    private final EpochTable epoch;

    Tx(Statements statements) {
        files = new FileTable(statements);
        operations = new OperationTable(statements);
        tasks = new TaskTable(statements);
        nodeStates = new NodeStateTable(statements);
        migrations = new MigrationTable(statements);
        outbox = new OutboxTable(statements);
        decisions = new DecisionTable(statements);
        settings = new SettingTable(statements);
        epoch = new EpochTable(statements);
    }

    /** Where each file is. */
    public FileTable files() {
        return files;
    }

    /** The audit trail. */
    public OperationTable operations() {
        return operations;
    }

    /** Demo tasks. */
    public TaskTable tasks() {
        return tasks;
    }

    /** What operators decided about nodes. */
    public NodeStateTable nodeStates() {
        return nodeStates;
    }

    /** The migration journal. */
    public MigrationTable migrations() {
        return migrations;
    }

    /** Znode writes that are not yet known to be applied. */
    public OutboxTable outbox() {
        return outbox;
    }

    /** The scheduler's stored decisions. */
    public DecisionTable decisions() {
        return decisions;
    }

    /** Settings that were changed while running. */
    public SettingTable settings() {
        return settings;
    }

    /** Whose writes are accepted. */
    public EpochTable epoch() {
        return epoch;
    }
}
