/**
 * One member's part in its group: takes writes as primary, keeps a standby's copy, catches up, takes over, hands arcs
 * over. {@link io.conclave.kv.replica.Member} is what the services see of it.
 */
package io.conclave.kv.replica;
