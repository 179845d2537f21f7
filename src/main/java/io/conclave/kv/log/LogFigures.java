package io.conclave.kv.log;

/**
 * How the log is.
 *
 * @param keys that there are
 * @param logBytes the length of the log
 * @param liveBytes how many of them have the values of the keys that there are
 * @param syncs that were done since the start
 * @param syncedRecords that they covered
 * @param cutBytes that were cut off the end of the log at the start
 * @param compactions since the start
 */
public record LogFigures(
        long keys, long logBytes, long liveBytes, long syncs, long syncedRecords, long cutBytes, long compactions) {}
