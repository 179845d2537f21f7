package io.conclave.kv.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Consistent hashing over a fixed set of groups (Karger et al., "Consistent hashing and random trees", 1997). Each
 * group has as many points on the ring as it has virtual nodes, at the CRC32 of {@code <group>#<i>}; a place belongs to
 * the group of the first point at or after it, and beyond the last point to that of the first. A lookup is a binary
 * search.
 *
 * <p>Where two points meet, the group that sorts first keeps the place, and the other one takes that of
 * {@code <group>#<i>#<k>} with the lowest k from 1 on that is free: the same everywhere, whatever the order in which
 * groups came.
 */
public final class HashRing {

    /** The highest number of virtual nodes. */
    public static final int MOST_VIRTUAL_NODES = 1_024;

    private final List<String> groups;
    private final long[] points;
    private final String[] owners;

    private HashRing(List<String> groups, long[] points, String[] owners) {
        this.groups = groups;
        this.points = points;
        this.owners = owners;
    }

    /**
     * The ring of these groups, which may be none.
     *
     * @param virtualNodes points of each group, 1 to 1,024
     */
    public static HashRing of(int virtualNodes, Collection<String> groups) {
        if (virtualNodes < 1 || virtualNodes > MOST_VIRTUAL_NODES) {
            throw new IllegalArgumentException(
                    "virtual nodes are 1 to " + MOST_VIRTUAL_NODES + ", not " + virtualNodes);
        }
        NavigableMap<Long, String> taken = new TreeMap<>();
        for (String group : new TreeSet<>(groups)) {
            for (int i = 0; i < virtualNodes; i++) {
                take(taken, group, i);
            }
        }
        return new HashRing(
                List.copyOf(new TreeSet<>(groups)),
                taken.keySet().stream().mapToLong(Long::longValue).toArray(),
                taken.values().toArray(String[]::new));
    }

    private static void take(Map<Long, String> taken, String group, int node) {
        String name = group + "#" + node;
        long place = Place.of(name);
        for (int k = 1; taken.putIfAbsent(place, group) != null; k++) {
            place = Place.of(name + "#" + k);
        }
    }

    /** The groups on it, sorted. */
    public List<String> groups() {
        return groups;
    }

    /** Whether it has no groups, so that no key belongs anywhere. */
    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /** The group that a place belongs to; empty only where there are no groups. */
    public Optional<String> owner(long place) {
        if (points.length == 0) {
            return Optional.empty();
        }
        return Optional.of(ownerAt(place));
    }

    private String ownerAt(long place) {
        int found = Arrays.binarySearch(points, place);
        int index = found >= 0 ? found : -found - 1;
        return owners[index == points.length ? 0 : index];
    }

    /** The arcs of a group, in the order of their ends. */
    public List<Arc> arcs(String group) {
        List<Arc> arcs = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            if (owners[i].equals(group)) {
                arcs.add(new Arc(points[i == 0 ? points.length - 1 : i - 1], points[i]));
            }
        }
        return arcs;
    }

    /**
     * The arcs whose owner is another one on the ring that follows this one, by who hands them to whom. Cost: the
     * points of both rings together.
     */
    public Map<Transfer, List<Arc>> movesTo(HashRing next) {
        Map<Transfer, List<Arc>> moves = new TreeMap<>();
        if (isEmpty() || next.isEmpty()) {
            return moves;
        }
        long[] ends = LongStream.concat(Arrays.stream(points), Arrays.stream(next.points))
                .sorted()
                .distinct()
                .toArray();
        for (int i = 0; i < ends.length; i++) {
            String before = ownerAt(ends[i]);
            String after = next.ownerAt(ends[i]);
            if (!before.equals(after)) {
                moves.computeIfAbsent(new Transfer(before, after), transfer -> new ArrayList<>())
                        .add(new Arc(ends[i == 0 ? ends.length - 1 : i - 1], ends[i]));
            }
        }
        return moves;
    }

    /** How evenly the places are spread over the groups. */
    public RingBalance balance() {
        Map<String, Double> shares = new TreeMap<>();
        for (String group : groups) {
            long places = arcs(group).stream().mapToLong(Arc::length).sum();
            shares.put(group, (double) places / Place.COUNT);
        }
        return new RingBalance(shares);
    }
}
