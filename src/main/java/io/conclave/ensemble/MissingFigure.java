package io.conclave.ensemble;

/**
 * Why a figure is absent.
 *
 * @param reason what stood against it, as a sentence
 * @param remedy the line to change on the server, or null where nothing there helps
 */
public record MissingFigure(String reason, String remedy) {}
