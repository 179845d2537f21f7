package io.conclave.controllers;

import java.time.Instant;

/**
 * A controller that is there.
 *
 * @param id its name
 * @param url where its page and REST are
 * @param since when it came
 * @param active whether it is the one that acts
 */
public record ControllerMember(String id, String url, Instant since, boolean active) {}
