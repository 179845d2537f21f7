/**
 * A node's storage on its own host: the agent, which is a {@link io.conclave.storage.LocalStorage} behind an HTTP
 * server, and the controller's side of it. Agents are found by ephemeral znodes; whether one can be used is told by its
 * own answers alone, and what it may be told to do by the epoch that comes with each command.
 */
package io.conclave.agent;
