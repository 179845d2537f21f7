package io.conclave.kv.show;

/**
 * Write one value by hand.
 *
 * @param key as UTF-8, 1 to 1024 bytes
 * @param value as UTF-8
 * @param ifVersion write only where the key has this version, 0 where there is none; null: whatever it has
 * @param actor who asks
 */
public record PutKey(String key, String value, Long ifVersion, String actor) {}
