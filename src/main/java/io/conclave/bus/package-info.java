/**
 * Typed messages between the features of one controller, over the Vert.x event bus: topics (published, numbered,
 * streamed to viewers), requests (one question, one answer) and the errors that cross them.
 *
 * <p>No address is a bare string outside this package: a feature declares its {@link io.conclave.bus.Topic topics} and
 * {@link io.conclave.bus.Request requests} as constants.
 */
package io.conclave.bus;
