/** A real ensemble on this machine: ZooKeeper servers as child processes that live no longer than their parent. */
package io.conclave.embedded;
