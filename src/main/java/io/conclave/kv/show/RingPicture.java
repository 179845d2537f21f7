package io.conclave.kv.show;

import io.conclave.kv.ring.Arc;
import io.conclave.kv.ring.HashRing;
import io.conclave.kv.ring.Place;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.ring.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Draws a ring: its arcs, its balance, and what the changes that can be chosen would come to. Pure. */
final class RingPicture {

    /** More than these nobody can tell apart, and they are many bytes. */
    static final int MOST_ARCS = 1_600;

    private static final List<Integer> CHOICES = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256);

    private RingPicture() {}

    /** A ring that is not known yet. */
    static ShownRing nothing() {
        return new ShownRing(0, 0, 0, false, List.of(), 1, List.of(), List.of(), List.of(), List.of());
    }

    /**
     * The ring as it stands.
     *
     * @param newcomer the group that would be added next, or null where none can be
     */
    static ShownRing of(RingState ring, String newcomer) {
        HashRing now = HashRing.of(ring.virtualNodes(), ring.groups());
        HashRing next = HashRing.of(ring.nextVirtualNodes(), ring.nextGroups());
        List<ShownRing.Share> shares = shares(ring, now, next);
        return new ShownRing(
                ring.version(),
                ring.virtualNodes(),
                ring.nextVirtualNodes(),
                ring.isChanging(),
                shares,
                maxOverMean(shares),
                arcs(ring, now, next),
                transfers(ring),
                ring.isChanging() ? List.of() : choices(ring, now),
                ring.isChanging() ? List.of() : outcomes(ring, now, newcomer));
    }

    /** What each group owns at this moment, also half way through a change. */
    private static List<ShownRing.Share> shares(RingState ring, HashRing now, HashRing next) {
        Map<String, Double> shares = new TreeMap<>();
        now.groups().forEach(group -> shares.put(group, 0.0));
        next.groups().forEach(group -> shares.put(group, 0.0));
        now.balance().shares().forEach((group, share) -> shares.merge(group, share, Double::sum));
        for (Transfer done : ring.done()) {
            double share = share(ring.arcs(done));
            shares.merge(done.from(), -share, Double::sum);
            shares.merge(done.to(), share, Double::sum);
        }
        return shares.entrySet().stream()
                .map(entry -> new ShownRing.Share(entry.getKey(), Math.max(0, entry.getValue())))
                .toList();
    }

    private static double maxOverMean(List<ShownRing.Share> shares) {
        return shares.stream()
                .mapToDouble(share -> share.share() * shares.size())
                .max()
                .orElse(1);
    }

    private static double share(List<Arc> arcs) {
        return arcs.stream().mapToDouble(Arc::length).sum() / Place.COUNT;
    }

    private static List<ShownRing.ShownArc> arcs(RingState ring, HashRing now, HashRing next) {
        NavigableSet<Long> points = ends(now);
        NavigableSet<Long> ends = new TreeSet<>(points);
        ends.addAll(ends(next));
        if (ends.size() > MOST_ARCS) {
            return List.of();
        }
        List<ShownRing.ShownArc> arcs = new ArrayList<>();
        for (long end : ends) {
            Optional<Transfer> transfer = ring.transferOf(end);
            String to = transfer.filter(one -> !ring.done().contains(one))
                    .map(Transfer::to)
                    .orElse(null);
            arcs.add(new ShownRing.ShownArc(end, ring.owner(end).orElse(null), to, points.contains(end)));
        }
        return arcs;
    }

    private static NavigableSet<Long> ends(HashRing ring) {
        NavigableSet<Long> ends = new TreeSet<>();
        ring.groups().forEach(group -> ring.arcs(group).forEach(arc -> ends.add(arc.upTo())));
        return ends;
    }

    private static List<ShownRing.Handing> transfers(RingState ring) {
        return ring.transfers().stream()
                .map(transfer -> new ShownRing.Handing(
                        transfer.from(),
                        transfer.to(),
                        share(ring.arcs(transfer)),
                        ring.done().contains(transfer)))
                .toList();
    }

    private static List<ShownRing.Choice> choices(RingState ring, HashRing now) {
        if (now.isEmpty()) {
            return List.of();
        }
        return CHOICES.stream()
                .map(nodes -> {
                    HashRing other = HashRing.of(nodes, ring.groups());
                    return new ShownRing.Choice(nodes, other.balance().maxOverMean(), moved(now, other));
                })
                .toList();
    }

    private static List<ShownRing.Outcome> outcomes(RingState ring, HashRing now, String newcomer) {
        List<ShownRing.Outcome> outcomes = new ArrayList<>();
        if (newcomer != null) {
            List<String> more = new ArrayList<>(ring.groups());
            more.add(newcomer);
            outcomes.add(outcome(newcomer, true, now, HashRing.of(ring.virtualNodes(), more)));
        }
        if (ring.groups().size() > 1) {
            for (String group : ring.groups()) {
                List<String> fewer = new ArrayList<>(ring.groups());
                fewer.remove(group);
                outcomes.add(outcome(group, false, now, HashRing.of(ring.virtualNodes(), fewer)));
            }
        }
        return outcomes;
    }

    private static ShownRing.Outcome outcome(String group, boolean added, HashRing now, HashRing next) {
        return new ShownRing.Outcome(
                group, added, moved(now, next), next.balance().maxOverMean());
    }

    private static double moved(HashRing now, HashRing next) {
        return now.movesTo(next).values().stream()
                .mapToDouble(RingPicture::share)
                .sum();
    }
}
