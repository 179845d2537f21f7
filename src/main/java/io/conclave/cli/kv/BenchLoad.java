package io.conclave.cli.kv;

import java.nio.charset.StandardCharsets;

/**
 * What each client of a benchmark does.
 *
 * @param valueBytes of each value, at least 8
 * @param getsPercent how many of 100 calls read
 * @param keys that each client writes and reads, its own alone
 * @param prefix of all keys
 */
record BenchLoad(int valueBytes, int getsPercent, int keys, String prefix) {

    byte[] key(int client, int key) {
        return (prefix + client + "/" + key).getBytes(StandardCharsets.UTF_8);
    }
}
