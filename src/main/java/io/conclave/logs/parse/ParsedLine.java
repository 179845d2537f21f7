package io.conclave.logs.parse;

import io.conclave.logs.LogLevel;

/**
 * A line with which an entry begins.
 *
 * @param epochMs when it was written, milliseconds since 1970
 * @param level how grave it is, or unknown
 * @param thread the thread, or empty
 * @param logger the logger, or empty
 * @param message the rest
 */
record ParsedLine(long epochMs, LogLevel level, String thread, String logger, String message) {}
