package io.conclave.cli;

import io.conclave.embedded.ParentWatch;

/** A child process' entry: one member of the demo's key-value store that lives no longer than its parent. */
final class KvChild {

    private KvChild() {}

    /**
     * Runs one command until it ends.
     *
     * @param args {@code kv-server} or {@code kv-data} with its options
     */
    public static void main(String[] args) {
        ParentWatch.begin();
        Conclave.main(args);
    }
}
