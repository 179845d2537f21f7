package io.conclave.bench.kv;

/**
 * What one store reached under one load.
 *
 * @param perSecond answered calls a second
 * @param p50Ms from a call until its answer, the median in milliseconds
 * @param p99Ms the same, 99 of 100 calls
 */
record Sample(double perSecond, double p50Ms, double p99Ms) {}
