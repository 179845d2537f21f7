package io.conclave.cli.probe.stream;

/** No answer and no message, and why. Has no stack trace: it is told to a person. */
public final class SourceException extends RuntimeException {

    /** What it means for the one who asks. */
    public enum Kind {
        /** There is no way to it; nothing was asked. It may be there later. */
        UNREACHABLE,
        /** It does not let us in, and will not later. */
        REFUSED,
        /** It was lost, or said what nobody understands. It may be there again later. */
        LOST,
        /** It was asked and did not answer: whether it did what was asked is not known. */
        UNANSWERED
    }

    private final Kind kind;

    public SourceException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** What it means. */
    public Kind kind() {
        return kind;
    }
}
