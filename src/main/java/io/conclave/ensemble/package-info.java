/**
 * Watches the servers of one ZooKeeper ensemble: asks them, reads their answers, and publishes what they are doing, who
 * leads, and how many more may fail.
 */
package io.conclave.ensemble;
