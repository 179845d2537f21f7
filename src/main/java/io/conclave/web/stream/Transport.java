package io.conclave.web.stream;

/** One connected client, whichever way it is connected. All calls are made on the context that it lives on. */
interface Transport {

    /** A close code of RFC 6455: the server goes away. */
    int GOING_AWAY = 1001;
    /** A close code of RFC 6455: a frame of a kind that is not taken. */
    int UNACCEPTABLE = 1003;
    /** A close code of RFC 6455: the client broke a rule. */
    int POLICY_VIOLATION = 1008;
    /** A close code of RFC 6455: a frame is too large. */
    int TOO_BIG = 1009;

    /** How long a client has for its part of closing: one that does not read would never take the close frame. */
    long CLOSE_LIMIT_MS = 2_000;

    /** Who it is, for the log. */
    String peer();

    /** Whether what was written waits for the client to read; then no more should be written. */
    boolean isFull();

    /** Has this run each time the client has caught up after {@link #isFull} was true. */
    void onDrain(Runnable drained);

    /** Sends one text frame of ASCII. */
    void write(String frame);

    /** Takes nothing more from the client until {@link #resume}. */
    void pause();

    /** Takes frames from the client again. */
    void resume();

    /**
     * Closes the connection with a code, as far as the client still reads; else without. Nothing more comes from it.
     *
     * @param code of RFC 6455
     * @param reason for the client's developer, ASCII, at most 100 characters
     */
    void close(int code, String reason);
}
