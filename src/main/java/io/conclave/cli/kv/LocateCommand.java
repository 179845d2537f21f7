package io.conclave.cli.kv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.kv.client.KvClient;
import io.conclave.kv.client.KvClientSettings;
import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says where a key belongs. */
@Command(
        name = "locate",
        description = "Says which group and which primary a key belongs to.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LocateCommand extends StoreCommand {

    @Mixin
    private KeyArgument key;

    @Override
    int ask(Vertx vertx, KvClientSettings settings) throws Exception {
        byte[] bytes = key.bytes(command());
        KvClient.Located located = got(client(vertx, settings).locate(bytes));
        if (json()) {
            ObjectNode object = Json.object();
            ByteText.put(object, "key", bytes);
            print(object.put("place", located.place())
                    .put("group", located.group())
                    .put("primary", located.primary().isEmpty() ? null : located.primary())
                    .put("epoch", located.epoch())
                    .put("ringVersion", located.ringVersion()));
        } else {
            out().println("group " + located.group() + ", "
                    + (located.primary().isEmpty() ? "which has no primary" : "primary " + located.primary())
                    + ", epoch " + located.epoch());
            out().println("place %08x of the ring, version %d".formatted(located.place(), located.ringVersion()));
        }
        return 0;
    }
}
