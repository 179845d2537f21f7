package io.conclave.ensemble;

/**
 * Why a figure is absent.
 *
 * @param reason what stood against it, as a sentence, English
 * @param reasonZh the same, Chinese
 * @param remedy the line to add to the server's {@code zoo.cfg}, or null where none helps
 */
public record MissingFigure(String reason, String reasonZh, String remedy) {}
