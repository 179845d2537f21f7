package io.conclave.kv.show;

/** @param key as UTF-8, 1 to 1024 bytes */
public record GetKey(String key) {}
