package io.conclave.files;

/** Asks how the nodes' folders are. */
public record AskStorage() {}
