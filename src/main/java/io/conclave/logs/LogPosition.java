package io.conclave.logs;

/**
 * How far a source has been read.
 *
 * @param source which
 * @param file which file it was, whatever its name is now: device and inode; empty where the source is no file
 * @param offset how many of its bytes have been kept; for sources without offsets the number of the last entry
 * @param head a hash of the file's first bytes, by which a file that was truncated and written anew is told from the
 *     one that was read
 * @param headLength over how many bytes that hash goes, 0 to 256
 */
public record LogPosition(String source, String file, long offset, long head, int headLength) {}
