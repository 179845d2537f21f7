package io.conclave.bus;

/**
 * Which controller said something, and in which term of office.
 *
 * @param id the controller's name, unique among those that run
 * @param epoch its fencing token, which rises with every change of the active controller; 0 for one that does not act
 */
public record ControllerRef(String id, long epoch) {}
