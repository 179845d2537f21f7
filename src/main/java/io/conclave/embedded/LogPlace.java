package io.conclave.embedded;

import java.nio.file.Path;

/**
 * Where a server of the ensemble logs to.
 *
 * @param id the server's name
 * @param file its log, whose rotated forerunners lie beside it
 */
public record LogPlace(String id, Path file) {}
