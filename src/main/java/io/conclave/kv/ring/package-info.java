/**
 * Which group a key belongs to: consistent hashing, and how a ring changes into another. Pure: no network, no files.
 */
package io.conclave.kv.ring;
