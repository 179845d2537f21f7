package io.conclave.files;

/**
 * What one node's folder can take.
 *
 * @param roomBytes how many more bytes it may take before the free space that must stay is touched, 0 or more; nodes on
 *     the same disk have the same room and share it
 * @param available whether it can be written and read
 * @param reason code of why it is not available ({@code missing}, {@code read_only}, {@code io_error},
 *     {@code not_a_folder}, {@code no_links}), or null where it is
 */
public record NodeRoom(long roomBytes, boolean available, String reason) {}
