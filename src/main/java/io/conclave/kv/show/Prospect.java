package io.conclave.kv.show;

import io.conclave.audit.Action;

/**
 * What an action on a process would come to.
 *
 * @param process on which
 * @param action what
 * @param code which case it is
 * @param available whether all keys can be read and written after it, if not at once
 * @param reason the sentence, English
 * @param reasonZh the sentence, Chinese
 */
public record Prospect(
        String process, Action action, ProspectReason code, boolean available, String reason, String reasonZh) {}
