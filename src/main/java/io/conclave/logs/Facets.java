package io.conclave.logs;

import java.util.List;

/**
 * What the entries that fit the query are, most frequent first. The counts of each list leave the query's filter of
 * that same list aside, so that it can be seen what another choice would give.
 */
public record Facets(List<FacetCount> services, List<FacetCount> nodes, List<FacetCount> levels) {

    /** No counts. */
    public static final Facets NONE = new Facets(List.of(), List.of(), List.of());

    public Facets {
        services = List.copyOf(services);
        nodes = List.copyOf(nodes);
        levels = List.copyOf(levels);
    }
}
