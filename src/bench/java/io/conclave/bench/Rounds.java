package io.conclave.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What the product and its peer reached, round by round. In each round both are measured, one right after the other,
 * and who is first changes: so a machine that is busy with something else for a while slows both, and the ratio of a
 * round holds where its values do not. The median over the rounds drops what was disturbed nevertheless.
 */
public final class Rounds {

    /** Measures once. */
    @FunctionalInterface
    public interface Measurement {
        /**
         * Measures.
         *
         * @return the value, above zero
         */
        double take() throws Exception;
    }

    private final List<Double> ours = new ArrayList<>();
    private final List<Double> peers = new ArrayList<>();

    private Rounds() {}

    /** Rounds that were measured in another way than by {@link #take}. */
    public static Rounds of(List<Double> ours, List<Double> peers) {
        Rounds taken = new Rounds();
        taken.ours.addAll(ours);
        taken.peers.addAll(peers);
        return taken;
    }

    /**
     * Measures both in turns.
     *
     * @param warmups rounds before the first that counts
     * @param rounds that count
     */
    public static Rounds take(int warmups, int rounds, Measurement ours, Measurement peer) throws Exception {
        for (int i = 0; i < warmups; i++) {
            ours.take();
            peer.take();
        }
        Rounds taken = new Rounds();
        for (int i = 0; i < rounds; i++) {
            if (i % 2 == 0) {
                taken.ours.add(ours.take());
                taken.peers.add(peer.take());
            } else {
                taken.peers.add(peer.take());
                taken.ours.add(ours.take());
            }
        }
        return taken;
    }

    /** The product's median. */
    public double ours() {
        return spread(ours).median();
    }

    /** The peer's median. */
    public double peer() {
        return spread(peers).median();
    }

    /** The product's value divided by the peer's, of each round. */
    public Spread ratio() {
        double[] ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours.get(i) / peers.get(i);
        }
        return Spread.of(ratios);
    }

    /** These rounds as a figure. */
    public Figure figure(String name, String unit, String peerName, Goal... goals) {
        return new Figure(
                name,
                new Quantity("Conclave", ours(), unit),
                new Quantity(peerName, peer(), unit),
                ratio(),
                List.of(goals));
    }

    private static Spread spread(List<Double> values) {
        return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
