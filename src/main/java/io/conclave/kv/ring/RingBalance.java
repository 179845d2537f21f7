package io.conclave.kv.ring;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How evenly a ring spreads keys. With few virtual nodes it is uneven: with 2 of them and 3 groups the fullest one has,
 * in the median over many names, 1.5 times its fair share.
 *
 * @param shares the expected share of all keys that each group holds, 0 to 1, by the group's name in its order
 */
public record RingBalance(Map<String, Double> shares) {

    /** Keeps a copy in the order of the names. */
    public RingBalance {
        shares = Collections.unmodifiableMap(new TreeMap<>(shares));
    }

    /** The largest share over the mean share: 1 is even, and a ring without groups is. */
    public double maxOverMean() {
        return shares.values().stream()
                .mapToDouble(share -> share * shares.size())
                .max()
                .orElse(1);
    }
}
