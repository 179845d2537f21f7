package io.conclave.controllers;

/**
 * The controller that acts.
 *
 * @param id its name
 * @param epoch its fencing token
 * @param url where its page and REST are, or null where it is the only one
 */
public record ActiveController(String id, long epoch, String url) {}
