package io.conclave.scheduler;

/**
 * A node that may be given files.
 *
 * @param index among the plan's nodes
 * @param node its name
 * @param load as the strategy weighs it
 */
record Target(int index, String node, double load) implements Comparable<Target> {

    /** Less loaded first; ties by name. */
    @Override
    public int compareTo(Target other) {
        int byLoad = Double.compare(load, other.load);
        return byLoad != 0 ? byLoad : node.compareTo(other.node);
    }
}
