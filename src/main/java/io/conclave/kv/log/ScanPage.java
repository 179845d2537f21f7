package io.conclave.kv.log;

import java.util.List;

/**
 * Some keys in their order.
 *
 * @param more whether others follow
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed on as they are; nobody compares these records
public record ScanPage(List<Row> rows, boolean more) {

    public ScanPage {
        rows = List.copyOf(rows);
    }

    /**
     * One key.
     *
     * @param value null where only keys were asked for
     */
    public record Row(byte[] key, byte[] value, long version) {}
}
