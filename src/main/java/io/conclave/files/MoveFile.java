package io.conclave.files;

/**
 * Move one file to another node.
 *
 * @param fileId which
 * @param from where it is thought to be; a file that is elsewhere is refused with 409
 * @param to where it should be
 * @param reason code of why
 * @param planId the plan that wants it, or null for a move by hand
 * @param actor who asks
 */
public record MoveFile(String fileId, String from, String to, String reason, String planId, String actor) {}
