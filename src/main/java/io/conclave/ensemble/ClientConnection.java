package io.conclave.ensemble;

import java.time.Instant;

/**
 * One client's connection as a server sees it; what the server does not tell is null.
 *
 * @param address the client's address and port
 * @param queued requests of it that are not yet answered
 * @param received packets received from it
 * @param sent packets sent to it
 * @param sessionId its session, {@code 0x} and hexadecimal digits; null for a connection without one
 * @param lastOperation the newest request, such as {@code PING} or {@code SETD}
 * @param establishedAt when the connection was opened
 * @param timeoutMs the session's time limit, milliseconds
 * @param lastCxid the newest request's number, hexadecimal
 * @param lastZxid the newest transaction that it was told of, hexadecimal
 * @param lastLatencyMs how long its newest request took, milliseconds
 * @param latencyMs how long its requests take
 */
public record ClientConnection(
        String address,
        Long queued,
        Long received,
        Long sent,
        String sessionId,
        String lastOperation,
        Instant establishedAt,
        Long timeoutMs,
        String lastCxid,
        String lastZxid,
        Long lastLatencyMs,
        Latency latencyMs) {}
