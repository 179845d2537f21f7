package io.conclave.files;

/**
 * What is known of an upload before its first byte.
 *
 * @param name as the user gave it
 * @param expectedBytes how long it says it is, or -1
 * @param actor who sends it
 */
public record Upload(String name, long expectedBytes, String actor) {}
