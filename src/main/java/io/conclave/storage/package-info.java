/**
 * The bytes of one node: taken, copied, checked, given out and taken away, so that whatever dies in between, the folder
 * itself tells which bytes nobody was promised. Knows disks, and nothing of the database and the bus: what is kept
 * where is decided by {@code io.conclave.files}, which talks to a {@link io.conclave.storage.NodeStorage} for each
 * node, whether that is in its own process or behind an agent.
 */
package io.conclave.storage;
