package io.conclave.znodes;

import java.time.Duration;

/** How the contact with the ensemble is. Only {@link Connected} permits to act; all else counts as lost. */
public sealed interface SessionState {

    /** There was no contact yet, or a former session is over and a new one is being opened. */
    record Connecting() implements SessionState {}

    /**
     * There is a session, and this process is in contact with the ensemble.
     *
     * @param sessionId the owner of every ephemeral znode that is made in it
     * @param timeout what the ensemble granted: without a sign of life for this long it ends the session
     */
    record Connected(long sessionId, Duration timeout) implements SessionState {}

    /**
     * The contact is lost. The session may still live, and it may end at any moment without this process hearing of it.
     *
     * @param sessionId the session that may still live
     */
    record Suspended(long sessionId) implements SessionState {}

    /**
     * The ensemble has ended the session: all its ephemeral znodes are gone. A new one is opened at once.
     *
     * @param sessionId the session that is over
     */
    record Expired(long sessionId) implements SessionState {}

    /** Closed by this process. */
    record Closed() implements SessionState {}
}
