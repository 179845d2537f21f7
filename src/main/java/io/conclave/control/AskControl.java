package io.conclave.control;

/** Asks what this controller may do to servers, and what it is doing. */
public record AskControl() {}
