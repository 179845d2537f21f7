/**
 * A client of the key-value store: it keeps a map of the ring, asks the primary that a key belongs to, follows
 * redirects, and repeats what failed until a deadline, without a write ever being applied twice.
 */
package io.conclave.kv.client;
