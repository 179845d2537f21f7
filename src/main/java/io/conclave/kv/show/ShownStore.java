package io.conclave.kv.show;

import io.conclave.audit.Action;
import java.time.Instant;
import java.util.List;

/**
 * The store as it was seen last.
 *
 * @param mode whose it is
 * @param mayAct whether its processes can be acted on from here
 * @param sessionTimeoutMs after which a silent member is given up, or null where that is not known
 * @param ringVersion the version of the ring, 0 while it is not known
 * @param servers by their ids
 * @param groups by their names
 * @param checker what the checker found, or null where there is none
 * @param ringWork the change of the ring under way, or null
 * @param rates throughput over the last minute
 * @param busy processes that are being acted on
 */
public record ShownStore(
        StoreMode mode,
        boolean mayAct,
        Long sessionTimeoutMs,
        long ringVersion,
        List<ShownServer> servers,
        List<ShownGroup> groups,
        ShownChecker checker,
        RingWork ringWork,
        ShownRates rates,
        List<Busy> busy) {

    public ShownStore {
        servers = List.copyOf(servers);
        groups = List.copyOf(groups);
        busy = List.copyOf(busy);
    }

    /** No store at all. */
    public static ShownStore none() {
        return new ShownStore(
                StoreMode.NONE,
                false,
                null,
                0,
                List.of(),
                List.of(),
                null,
                null,
                new ShownRates(1_000, List.of(), List.of()),
                List.of());
    }

    /**
     * A process that is being acted on.
     *
     * @param process which
     * @param action what is being done
     * @param since when it began
     */
    public record Busy(String process, Action action, Instant since) {}
}
