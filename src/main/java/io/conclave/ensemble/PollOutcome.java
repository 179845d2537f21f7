package io.conclave.ensemble;

import java.time.Duration;

/**
 * How one question to a node went.
 *
 * @param node who was asked
 * @param command what was asked, such as {@code srvr}
 * @param condition how it ended
 * @param took from the question to the end
 */
public record PollOutcome(String node, String command, NodeCondition condition, Duration took) {}
