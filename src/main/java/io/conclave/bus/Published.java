package io.conclave.bus;

import java.time.Instant;

/**
 * One message of a topic as every subscriber gets it.
 *
 * @param seq the message's number in its topic: the first is 1, each next is one more; 0 on internal topics
 * @param at when it was published
 * @param controller who published it
 * @param body the message
 * @param <T> the message's type
 */
public record Published<T>(long seq, Instant at, ControllerRef controller, T body) {}
