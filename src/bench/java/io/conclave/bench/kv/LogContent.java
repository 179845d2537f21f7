package io.conclave.bench.kv;

import io.conclave.bench.Miss;
import io.conclave.kv.log.AppliedRecords;
import io.conclave.kv.log.KvLog;
import io.conclave.kv.log.LogIdentity;
import io.conclave.kv.log.LogSettings;
import io.conclave.kv.log.ScanPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** What an ended member has on its disk. */
final class LogContent {

    private static final int PAGE = 1_000;
    private static final long PAGE_BYTES = 16 << 20;

    private LogContent() {}

    /**
     * Each key with its version and the checksum of its value.
     *
     * @param folder the member's data directory; nobody may have it open
     */
    static Map<String, String> of(Path folder) throws IOException, Miss {
        LogIdentity identity =
                KvLog.identity(folder).orElseThrow(() -> new IOException("there is no log in " + folder));
        Map<String, String> content = new TreeMap<>();
        try (KvLog log = KvLog.open(new LogSettings(folder, identity))) {
            Miss.unless(log.damage().isEmpty(), "the log of %s is damaged: %s", identity, log.damage());
            log.apply(Long.MAX_VALUE, AppliedRecords.NOBODY);
            byte[] after = {};
            for (boolean more = true; more; ) {
                ScanPage page = log.scan(new byte[0], after, PAGE, false, PAGE_BYTES);
                for (ScanPage.Row row : page.rows()) {
                    content.put(new String(row.key(), StandardCharsets.UTF_8), text(row));
                    after = row.key();
                }
                more = page.more();
            }
        }
        return content;
    }

    private static String text(ScanPage.Row row) {
        CRC32C crc = new CRC32C();
        crc.update(row.value());
        return "version " + row.version() + ", " + row.value().length + " bytes, " + Long.toHexString(crc.getValue());
    }
}
