package io.conclave.kv.replica;

import io.conclave.kv.znodes.Lease;

/**
 * What a primary that serves is to its readers, on any thread. There is none before all that the log had at the start
 * of the term is committed and applied, nor after the term.
 *
 * <p>Why reads are linearizable: only what is committed is in the index, and a write is applied before it is answered,
 * so a read sees each write that was answered before it began. And nobody else answers meanwhile: whoever reads looks
 * at the index first, and then finds that the lease is good (no other member was promoted before that moment, see
 * {@link Lease}) and that the key is still ours (no hand-over of its arc was about to be committed before that moment).
 */
record Serving(long epoch, Lease lease, Ownership ownership) {}
