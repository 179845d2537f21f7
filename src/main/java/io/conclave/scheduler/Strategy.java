package io.conclave.scheduler;

import java.util.Arrays;
import java.util.List;

/**
 * What "balanced" means. A node's load is what it holds divided by its weight; a file adds its cost divided by the
 * weight. The defaults are those of the plain file count.
 */
interface Strategy {

    /** The name in settings, REST and database. */
    String code();

    /** What loads, differences and the threshold are counted in. */
    default Unit unit() {
        return Unit.FILES;
    }

    /** What a node holds, before its weight. */
    default double held(long files, long bytes) {
        return files;
    }

    /** What one file adds to {@link #held}. */
    default double cost(long sizeBytes) {
        return 1;
    }

    /** How much each node is meant to hold, relative to the others; each more than 0. */
    default double[] weights(List<NodeInputs> nodes) {
        double[] equal = new double[nodes.size()];
        Arrays.fill(equal, 1);
        return equal;
    }

    /**
     * In which order nodes are tried for a file.
     *
     * @param fileId whose place it is, or any text that stands for it
     * @param leastLoadedFirst the nodes that may be given files
     * @param allNodes names of these and of all others
     * @param threshold from which difference a move is worth it
     */
    default List<Target> preference(
            String fileId, List<Target> leastLoadedFirst, List<String> allNodes, double threshold) {
        return leastLoadedFirst;
    }
}
