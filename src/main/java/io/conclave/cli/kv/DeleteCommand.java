package io.conclave.cli.kv;

import io.conclave.bus.Json;
import io.conclave.kv.client.Deleted;
import io.conclave.kv.client.KvClientSettings;
import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Deletes one key. */
@Command(
        name = "delete",
        description = "Deletes a key; one that is not there is no error.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there is no such key any more",
            "1:it was not deleted",
            "2:the command line is wrong",
            "3:the version did not match; nothing was deleted",
            "5:whether it was deleted is not known"
        })
final class DeleteCommand extends StoreCommand {

    @Mixin
    private KeyArgument key;

    @Mixin
    private Condition condition;

    @Override
    int ask(Vertx vertx, KvClientSettings settings) throws Exception {
        Deleted deleted = got(client(vertx, settings).delete(key.bytes(command()), condition.version()));
        if (json()) {
            print(Json.object()
                    .put("applied", deleted.applied())
                    .put("found", deleted.found())
                    .put("version", deleted.version()));
        } else if (!deleted.applied()) {
            err().println("conclave: not deleted: the key has version " + deleted.version());
        } else {
            out().println(deleted.found() ? "deleted" : "there was no such key");
        }
        return deleted.applied() ? 0 : ExitCodes.NOT_APPLIED;
    }
}
