package io.conclave.web.stream;

import java.util.List;

/**
 * The body of a question for the snapshot.
 *
 * @param topics whose states are wanted; null for all
 */
record SnapshotQuestion(List<String> topics) {}
