package io.conclave.figures;

/** What is kept of a server. Each is absent where the server did not tell it, and never zero instead. */
enum ChartedFigure {
    /** Of the requests answered since the reading before, in milliseconds; absent where there was none. */
    AVG_LATENCY,
    /** Since the server started or its statistics were reset, in milliseconds. */
    MAX_LATENCY,
    CONNECTIONS,
    OUTSTANDING,
    ZNODES,
    /** Packets a second since the reading before. */
    RECEIVED,
    /** Packets a second since the reading before. */
    SENT,
    /** Mean of the log's fsyncs since the reading before, in milliseconds; absent where there was none. */
    FSYNC
}
