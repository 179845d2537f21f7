package io.conclave.kv.replica;

import java.util.List;

/**
 * How a write went.
 *
 * @param applied false where the {@code ifVersion} of any key did not match: then nothing was written
 * @param keys one for each key of the write, in its order
 */
public record WriteResult(boolean applied, List<KeyResult> keys) {}
