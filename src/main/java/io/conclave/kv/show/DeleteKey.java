package io.conclave.kv.show;

/**
 * Delete one key by hand.
 *
 * @param key as UTF-8, 1 to 1024 bytes
 * @param actor who asks
 */
public record DeleteKey(String key, String actor) {}
