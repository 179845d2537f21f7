package io.conclave.controllers;

/** Asks how the controllers stand. */
public record AskControllers() {}
