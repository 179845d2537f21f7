package io.conclave.files;

/**
 * Move one file to another node.
 *
 * @param fileId which
 * @param from where it is thought to be; a file that is elsewhere is refused with 409
 * @param to where it should be
 * @param reason code of why
 * @param planId the plan that wants it, or null for a move by hand
 * @param actor who asks; {@link #SCHEDULER} for rounds that run by themselves
 */
public record MoveFile(String fileId, String from, String to, String reason, String planId, String actor) {

    /** The actor of rounds that nobody asked for: their moves are automatic ones in the audit. */
    public static final String SCHEDULER = "scheduler";
}
