package io.conclave.control;

import io.conclave.ensemble.Role;

/**
 * Whether one server is a voter in sync.
 *
 * @param node which
 * @param role what it is to the ensemble
 * @param inSync whether it counts
 * @param code why, or why not
 * @param reason the sentence, English
 * @param reasonZh the sentence, Chinese
 */
public record Standing(String node, Role role, boolean inSync, StandingReason code, String reason, String reasonZh) {}
