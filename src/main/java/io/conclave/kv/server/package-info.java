/**
 * The process of a server. All serve what is known of the ring and the groups; the one that is master chooses primaries
 * and leads the ring through its changes.
 */
package io.conclave.kv.server;
