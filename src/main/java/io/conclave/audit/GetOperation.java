package io.conclave.audit;

/**
 * Asks for one operation.
 *
 * @param id its number
 */
public record GetOperation(long id) {}
