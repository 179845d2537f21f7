package io.conclave.controllers;

/**
 * Lets the coordinating ensemble that is there count.
 *
 * @param reason why that is right, for the log; 1 to 200 characters
 * @param actor who asks
 */
public record AdoptCoordination(String reason, String actor) {}
