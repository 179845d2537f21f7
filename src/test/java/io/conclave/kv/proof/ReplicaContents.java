package io.conclave.kv.proof;

import io.conclave.kv.log.KvLog;
import io.conclave.kv.log.LogSettings;
import io.conclave.kv.log.ScanPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is on the disks of data members that do not run, read as their next start would. */
final class ReplicaContents {

    private static final int PAGE = 1_000;
    private static final long PAGE_BYTES = 1 << 20;
    private static final int SHOWN = 20;

    private ReplicaContents() {}

    /** Each key with its version and value. */
    static Map<String, String> of(Path dataFolder) throws IOException {
        LogSettings settings =
                new LogSettings(dataFolder, KvLog.identity(dataFolder).orElseThrow());
        Map<String, String> contents = new TreeMap<>();
        try (KvLog log = KvLog.open(settings)) {
            log.apply(log.lastPosition(), (position, batch, record) -> {});
            byte[] after = {};
            ScanPage page;
            do {
                page = log.scan(new byte[0], after, PAGE, false, PAGE_BYTES);
                for (ScanPage.Row row : page.rows()) {
                    contents.put(text(row.key()), "version " + row.version() + ": " + text(row.value()));
                    after = row.key();
                }
            } while (page.more());
        }
        return contents;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** In what the members of a group differ; empty where they have the same. */
    static List<String> differences(Map<String, Map<String, String>> byMember) {
        List<String> differences = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        byMember.values().forEach(contents -> keys.addAll(contents.keySet()));
        for (String key : keys) {
            Map<String, String> found = new TreeMap<>();
            byMember.forEach((member, contents) -> found.put(member, contents.getOrDefault(key, "no such key")));
            if (new HashSet<>(found.values()).size() > 1 && differences.size() < SHOWN) {
                differences.add(key + ": " + found);
            }
        }
        return differences;
    }
}
