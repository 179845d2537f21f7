/**
 * Reads the logs and hands their entries to the sinks: from where it left off, over rotation, truncation and restart.
 * Each sink has a reader of its own, a thread that waits where the sink does.
 */
package io.conclave.logs.follow;
