package io.conclave.cli.kv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.kv.client.KvClientSettings;
import io.conclave.kv.client.KvEntry;
import io.conclave.kv.client.KvScan;
import io.vertx.core.Vertx;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Lists keys. */
@Command(
        name = "scan",
        description = "Lists the keys of all groups in the order of their bytes: key, version, value.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ScanCommand extends StoreCommand {

    private static final int PAGE = 500;

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "",
            paramLabel = "<prefix>",
            description = "Only keys that begin so")
    private String prefix;

    @Option(
            names = "--after",
            paramLabel = "<key>",
            defaultValue = "",
            description = "Only keys above this one, such as the last one of an earlier scan")
    private String after;

    @Option(
            names = "--limit",
            paramLabel = "<n>",
            defaultValue = "1000",
            description = "How many keys at most; 0 for all (${DEFAULT-VALUE})")
    private long limit;

    @Option(names = "--keys-only", description = "Leaves the values out")
    private boolean keysOnly;

    @Override
    void check() {
        if (limit < 0) {
            throw new ParameterException(command().commandLine(), "--limit is 0 or more, not " + limit);
        }
    }

    @Override
    int ask(Vertx vertx, KvClientSettings settings) throws Exception {
        KvScan scan =
                client(vertx, settings).scan(ByteText.bytes(prefix, false), ByteText.bytes(after, false), keysOnly);
        long left = limit == 0 ? Long.MAX_VALUE : limit;
        while (left > 0) {
            List<KvEntry> page = got(scan.next((int) Math.min(PAGE, left)));
            if (page.isEmpty()) {
                return 0;
            }
            page.forEach(this::print);
            left -= page.size();
        }
        return 0;
    }

    private void print(KvEntry entry) {
        if (json()) {
            ObjectNode object = Json.object();
            ByteText.put(object, "key", entry.key());
            if (!keysOnly) {
                ByteText.put(object, "value", entry.value());
            }
            print(object.put("version", entry.version()));
        } else {
            String value = keysOnly ? "" : "\t" + ByteText.shown(entry.value());
            out().println(ByteText.shown(entry.key()) + "\t" + entry.version() + value);
        }
    }
}
