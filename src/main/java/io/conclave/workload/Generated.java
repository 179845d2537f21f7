package io.conclave.workload;

import io.conclave.files.FilesCreated;
import io.conclave.scheduler.RoundResult;

/**
 * What a bulk or stress call made.
 *
 * @param files what was made
 * @param scheduler what the round that followed did, or null where none was asked for
 */
public record Generated(FilesCreated files, RoundResult scheduler) {}
