package io.conclave.kv.log;

/**
 * How records are laid out in the log, in big-endian order.
 *
 * <pre>
 *  0 u32 CRC32C of all that follows
 *  4 u32 length of the whole record
 *  8 u8  type
 *  9 u8  flags
 * 10 u16 length of the key
 * 12 u64 position
 * 20 u64 version
 * 28     client u64, number u64, first incomplete u64: where {@link #HAS_REQUEST} is set
 *        key
 *        value, or what else the type has
 * </pre>
 *
 * A batch is one record or several, and a commit marker: its position is that of the last record, its version that of
 * the first; its body is epoch u64, time u64, bytes of the records u32, their number u32, and the CRC32C of the
 * records' CRCs one after the other. That binds the records to each other and to the marker as a CRC of all bytes
 * would, at no second pass over them.
 *
 * <p>A sync mark is of this file alone, and no other member sees it. It is written before the first batch after a sync:
 * its position is the last one that was synced then, its version the last one that was committed; its body is the place
 * of the mark in the file and the file's salt, so that no value can pass for a mark. From the marks a recovery tells
 * damage from what a crash leaves: the disk may have written what was not synced in any order.
 */
final class Layout {

    static final int CRC = 0;
    static final int LENGTH = 4;
    static final int TYPE = 8;
    static final int FLAGS = 9;
    static final int KEY_LENGTH = 10;
    static final int POSITION = 12;
    static final int VERSION = 20;
    static final int BODY = 28;

    static final byte PUT = 1;
    static final byte DELETE = 2;
    static final byte EPOCH = 3;
    static final byte SESSION = 4;
    static final byte PURGE = 5;
    static final byte VERSION_FLOOR = 6;
    /** Of a snapshot section only: the epoch table. */
    static final byte EPOCHS = 7;

    static final byte COMMIT = 0x43;
    static final byte SYNC_MARK = 0x53;

    /** The record carries a request's identity. */
    static final byte HAS_REQUEST = 1;
    /** The record belongs to the request of the record before it. */
    static final byte SAME_REQUEST = 2;
    /** Of a deletion: there was such a key. */
    static final byte FOUND = 4;
    /** Of a commit marker: it ends a part of the snapshot section. */
    static final byte SNAPSHOT = 8;
    /** Of a commit marker: it ends the snapshot section. */
    static final byte SNAPSHOT_END = 16;

    static final int REQUEST_BYTES = 24;

    static final int COMMIT_EPOCH = BODY;
    static final int COMMIT_AT = BODY + 8;
    static final int COMMIT_RECORD_BYTES = BODY + 16;
    static final int COMMIT_COUNT = BODY + 20;
    static final int COMMIT_CHAIN = BODY + 24;
    static final int COMMIT_BYTES = BODY + 28;

    static final int MARK_PLACE = BODY;
    static final int MARK_SALT = BODY + 8;
    static final int MARK_BYTES = BODY + 16;

    static final int MAX_RECORD_BYTES = 2 << 20;
    static final int MAX_BATCH_BYTES = 64 << 20;

    private Layout() {}
}
