package io.conclave.files;

import io.conclave.audit.Action;

/**
 * Make files with random content.
 *
 * @param count how many, 1 to 10,000
 * @param sizeBytes length of each, 0 to the upload limit
 * @param pinnedTo node that takes them all, or null to place each
 * @param namePrefix what their names begin with
 * @param action which action this is in the audit
 * @param actor who asks
 */
public record GenerateFiles(
        int count, long sizeBytes, String pinnedTo, String namePrefix, Action action, String actor) {}
