package io.conclave.kv.client;

import io.conclave.kv.ring.RingState;
import java.util.Map;

/**
 * The ring, as the members tell it.
 *
 * @param ring with the change that is under way
 * @param primaries host:port by group; empty where a group has none
 */
public record RingView(RingState ring, Map<String, String> primaries) {}
