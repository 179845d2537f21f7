package io.conclave.ensemble;

import java.time.Duration;
import java.time.Instant;

/**
 * One question to one server and how it ended.
 *
 * @param word what was asked
 * @param reply how it ended
 * @param at when it ended
 * @param took from the question to the end
 */
record Exchange(FourLetterWord word, Reply reply, Instant at, Duration took) {}
