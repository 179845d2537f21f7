/** The files' metadata in ZooKeeper: applies the outbox to znodes, in order and once, whenever there is a quorum. */
package io.conclave.registry;
