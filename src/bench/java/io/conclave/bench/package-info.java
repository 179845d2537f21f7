/**
 * The benchmark suite: what the product's speed is as a ratio to a peer in the same run. Each package below this one
 * holds the figures of one part of the product; here is what they share.
 */
package io.conclave.bench;
