package io.conclave.kv.log;

/** The places at which a test may end the process. */
enum FailPoint {
    /** A new log file is written and synced, under its temporary name. */
    LOG_CREATED,
    /** A new log file has its name, the member's identity is not written. */
    LOG_NAMED,
    /** A file of one value (identity, promise) is written under its temporary name, not synced. */
    VALUE_WRITTEN,
    /** It is synced. */
    VALUE_SYNCED,
    /** It has its name, which is not synced. */
    VALUE_RENAMED,
    /** A batch is about to be written. */
    APPENDING,
    /** A batch is written, not synced. */
    APPENDED,
    /** A sync is about to begin. */
    SYNCING,
    /** A sync is done, nobody knows of it yet. */
    SYNCED,
    /** In recovery: the tail to be cut is found. */
    CUTTING,
    /** In recovery: the tail is cut, which is not synced. */
    CUT,
    /** A divergent tail is cut, which is not synced. */
    TRUNCATED,
    /** In compaction: the live keys are written. */
    COMPACTION_LIVE_WRITTEN,
    /** In compaction: the tail too, but for its last part. */
    COMPACTION_TAIL_WRITTEN,
    /** In compaction: all is written and synced under the temporary name. */
    COMPACTION_SYNCED,
    /** In compaction: the new file has the name, which is not synced. */
    COMPACTION_RENAMED,
    /** In compaction: the name is synced. */
    COMPACTION_NAMED,
    /** A snapshot that was received is written, not synced. */
    INSTALL_WRITTEN,
    /** It is synced and checked. */
    INSTALL_SYNCED,
    /** It has the log's name, which is not synced. */
    INSTALL_RENAMED
}
