package io.conclave.storage;

/**
 * The places at which a test may end the process, in the order in which an upload, a migration, a deletion and a
 * recovery pass them. The numbers are those of the migration's steps.
 */
public enum FailPoint {
    /** In an upload: the bytes are synced and have both names, which are not synced yet. */
    UPLOAD_LINKED,
    /** In an upload: bytes and names are synced, the row is not written. */
    UPLOAD_SYNCED,
    /** In an upload: the row is committed, the temporary name is still there. */
    UPLOAD_RECORDED,
    /** S1: the intent is in the journal. */
    JOURNALLED,
    /** S2: the copy is written under its temporary name. */
    COPIED,
    /** S3: the copy is synced. */
    SYNCED,
    /** S4: the copy was read back and has the right hash. */
    VERIFIED,
    /** S5, first half: the copy has both names. */
    LINKED,
    /** S5: the copy has its final name alone. */
    RENAMED,
    /** S6: the final name is synced. */
    FOLDER_SYNCED,
    /** S7, within the transaction: all is written, nothing is committed. */
    IN_TRANSACTION,
    /** S7: committed. */
    COMMITTED,
    /** S8: told to everyone. */
    PUBLISHED,
    /** S9, first half: the source is deleted. */
    SOURCE_DELETED,
    /** S9: the source's folder is synced. */
    SOURCE_SYNCED,
    /** S10: the journal row is closed; S11, the znode, is the outbox's. */
    CLOSED,
    /** In a deletion: the bytes are marked as doomed, the row is still there. */
    DELETE_DOOMED,
    /** In a deletion: the row is gone, the bytes are still there. */
    DELETE_RECORDED,
    /** In a deletion: the bytes are gone, which is not synced yet. */
    DELETE_ERASED,
    /** In recovery: an intent's bytes are settled, its row is still open. */
    RECOVERY_BYTES_SETTLED,
    /** In recovery: the intents are closed, nothing is swept yet. */
    RECOVERY_INTENTS_CLOSED,
    /** In recovery: all is done but its line in the audit. */
    RECOVERY_SWEPT
}
