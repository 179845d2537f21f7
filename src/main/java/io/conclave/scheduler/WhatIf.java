package io.conclave.scheduler;

import java.util.List;

/**
 * Plan with other settings without moving anything; what is null is as it is now.
 *
 * @param threshold 1 or more
 * @param batch {@code auto}, or 1 to 1000
 * @param strategy code of a strategy
 * @param drained these nodes and no others as if drained
 */
public record WhatIf(Integer threshold, String batch, String strategy, List<String> drained) {}
