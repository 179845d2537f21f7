package io.conclave.cli.kv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.kv.client.KvClientSettings;
import io.conclave.kv.client.KvEntry;
import io.vertx.core.Vertx;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads one value. */
@Command(
        name = "get",
        description = "Prints a key's value, byte by byte as it was written; with --json as text or Base64.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there is such a key",
            "1:it could not be read",
            "2:the command line is wrong",
            "4:there is no such key"
        })
final class GetCommand extends StoreCommand {

    @Mixin
    private KeyArgument key;

    @Override
    int ask(Vertx vertx, KvClientSettings settings) throws Exception {
        byte[] bytes = key.bytes(command());
        Optional<KvEntry> found = got(client(vertx, settings).get(bytes));
        if (json()) {
            print(told(bytes, found));
        } else if (found.isPresent()) {
            System.out.write(found.get().value());
            System.out.flush();
        } else {
            err().println("conclave: there is no such key");
        }
        return found.isPresent() ? 0 : ExitCodes.NOT_FOUND;
    }

    private static ObjectNode told(byte[] key, Optional<KvEntry> found) {
        ObjectNode object = Json.object().put("found", found.isPresent());
        ByteText.put(object, "key", key);
        found.ifPresent(entry -> {
            ByteText.put(object, "value", entry.value());
            object.put("version", entry.version());
        });
        return object;
    }
}
