package io.conclave.scheduler;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Consistent hashing with bounded loads: a file goes to the first node clockwise of it on a ring, passing over nodes
 * that already hold the threshold more than the least loaded one. So each file has a home that only changes with the
 * nodes, and yet no node gets more than the threshold above the others. Files move for the same reasons as under
 * {@code file-count}, a drain or a difference of the threshold; the ring says where to.
 *
 * @see <a href="https://arxiv.org/abs/1608.01350">Mirrokni, Thorup, Zadimoghaddam, Consistent Hashing with Bounded
 *     Loads</a>
 */
final class ConsistentHashStrategy implements Strategy {

    /** The ring of the last call's nodes: they hardly ever change, and building it is the dear part. */
    private volatile HashRing ring = new HashRing(List.of());

    @Override
    public String code() {
        return "consistent-hash";
    }

    @Override
    public List<Target> preference(
            String fileId, List<Target> leastLoadedFirst, List<String> allNodes, double threshold) {
        if (leastLoadedFirst.isEmpty()) {
            return leastLoadedFirst;
        }
        Map<String, Target> byName = new HashMap<>();
        leastLoadedFirst.forEach(target -> byName.put(target.node(), target));
        double most = leastLoadedFirst.get(0).load() + threshold;
        Set<Target> order = new LinkedHashSet<>();
        for (String node : ringOf(allNodes).walk(fileId)) {
            Target target = byName.get(node);
            if (target != null && target.load() + 1 < most) {
                order.add(target);
            }
        }
        order.addAll(leastLoadedFirst);
        return List.copyOf(order);
    }

    private HashRing ringOf(List<String> nodes) {
        HashRing known = ring;
        if (!known.nodes().equals(nodes)) {
            known = new HashRing(nodes);
            ring = known;
        }
        return known;
    }
}
