package io.conclave.cli.probe.check;

/**
 * What one check came to.
 *
 * @param check its name: {@code leader}, {@code quorum}, {@code plan} or {@code fresh}
 * @param severity how bad it is
 * @param sentence what was found, with what was measured
 */
public record Finding(String check, Severity severity, String sentence) {}
