/**
 * Registration, roles, epochs and the ring in ZooKeeper: the only part of the key-value store that knows its client.
 *
 * <p>Everything here happens on one thread of its own, the coordination thread of
 * {@link io.conclave.kv.znodes.KvCoordination}: listeners are called and futures are completed there, in the order in
 * which ZooKeeper told. So none of them may block, and what is told there crosses to another thread by the listener's
 * own doing. Every call ends within the session time-out at the latest; none waits for ever.
 */
package io.conclave.kv.znodes;
