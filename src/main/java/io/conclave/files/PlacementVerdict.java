package io.conclave.files;

import io.conclave.bus.Sentence;

/**
 * Why a new file did or did not go to one node.
 *
 * @param node which
 * @param chosen whether it went there
 * @param code of the verdict
 * @param sentence the verdict in words
 */
public record PlacementVerdict(String node, boolean chosen, String code, Sentence sentence) {}
