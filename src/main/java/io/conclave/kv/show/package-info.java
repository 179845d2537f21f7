/**
 * What the page is told of the key-value store: the state of every member, its ring, its failovers, and a checker that
 * writes and reads all the time. With an ensemble of its own the controller also runs the store's processes here.
 */
package io.conclave.kv.show;
