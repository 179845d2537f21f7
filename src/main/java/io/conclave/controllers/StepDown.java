package io.conclave.controllers;

/**
 * Asks a controller to give its office up.
 *
 * @param epoch of whoever takes over, which must be higher than the office's own; null for whoever comes first
 * @param actor who asks
 */
public record StepDown(Long epoch, String actor) {}
