package io.conclave.scheduler;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A consistent-hash ring: each node has many points on a circle of 2^32, a key belongs to the first node clockwise of
 * its own point. When a node leaves, only its keys move, each to the next node clockwise. Built in O(p log p) for p
 * points, a look-up costs O(log p) and a short walk.
 *
 * <p>Points are CRC-32 values, stirred by the finaliser of MurmurHash3: CRC-32 is linear, so the points of similar
 * names lie in lattices, and unstirred the largest of five nodes gets more than half as much again as its share.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/258533.258660">Karger et al., Consistent Hashing and Random Trees</a>
 */
final class HashRing {

    static final int POINTS_A_NODE = 256;

    private final List<String> nodes;
    /** Sorted; the point in the upper 32 bits, the node's index in the lower. */
    private final long[] points;

    HashRing(List<String> nodes) {
        this.nodes = List.copyOf(nodes);
        this.points = new long[nodes.size() * POINTS_A_NODE];
        for (int node = 0; node < nodes.size(); node++) {
            for (int replica = 0; replica < POINTS_A_NODE; replica++) {
                points[node * POINTS_A_NODE + replica] = point(nodes.get(node) + "#" + replica) << 32 | node;
            }
        }
        Arrays.sort(points);
    }

    /** The nodes that this ring was built of. */
    List<String> nodes() {
        return nodes;
    }

    /** All nodes in the order in which a walk clockwise from the key meets them. */
    List<String> walk(String key) {
        List<String> met = new ArrayList<>(nodes.size());
        boolean[] seen = new boolean[nodes.size()];
        int found = Arrays.binarySearch(points, point(key) << 32);
        int start = found < 0 ? -found - 1 : found;
        for (int step = 0; met.size() < nodes.size(); step++) {
            int node = (int) points[(start + step) % points.length];
            if (!seen[node]) {
                seen[node] = true;
                met.add(nodes.get(node));
            }
        }
        return met;
    }

    private static long point(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        int hash = (int) crc.getValue();
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return (hash ^ hash >>> 16) & 0xffff_ffffL;
    }
}
