package io.conclave.ensemble;

/** Asks for the newest {@link EnsembleState}. */
public record AskEnsemble() {}
