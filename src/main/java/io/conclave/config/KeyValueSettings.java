package io.conclave.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The key-value store that the page shows. A controller with an ensemble of its own runs one on it; one that watches an
 * ensemble elsewhere can be told of a store that runs there.
 *
 * @param demo whether a store is run on the embedded ensemble ({@code KV_DEMO_ENABLED})
 * @param groups how many groups that store begins with ({@code KV_DEMO_GROUPS})
 * @param virtualNodes points of each group on its ring ({@code KV_VIRTUAL_NODES})
 * @param sessionTimeout after which a member that is silent is given up ({@code KV_SESSION_TIMEOUT_MS})
 * @param seeds members of a store that runs elsewhere, some of them; none where there is no such store
 *     ({@code KV_SEEDS})
 * @param token what that store wants its callers to know ({@code KV_TOKEN})
 */
public record KeyValueSettings(
        boolean demo,
        int groups,
        int virtualNodes,
        Duration sessionTimeout,
        List<NodeAddress> seeds,
        Optional<String> token) {

    public KeyValueSettings {
        seeds = List.copyOf(seeds);
    }
}
