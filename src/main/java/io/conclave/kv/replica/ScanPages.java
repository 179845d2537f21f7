package io.conclave.kv.replica;

import io.conclave.kv.log.KvLog;
import java.io.IOException;
import java.util.List;

/** Pages as they are asked for, out of the log. */
final class ScanPages {

    private static final long MAX_BYTES = 2 << 20;
    private static final byte[] NOTHING = new byte[0];

    private ScanPages() {}

    /** Reads a page, whosever keys they are; waits for the disk. */
    static ScanPage of(KvLog log, ScanQuery query) throws IOException {
        io.conclave.kv.log.ScanPage page =
                log.scan(query.prefix(), query.after(), query.limit(), query.keysOnly(), MAX_BYTES);
        List<ScanPage.Entry> entries = page.rows().stream()
                .map(row -> new ScanPage.Entry(row.key(), row.value() == null ? NOTHING : row.value(), row.version()))
                .toList();
        return new ScanPage(entries, page.more(), 0);
    }
}
