package io.conclave.cli.kv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.kv.client.KvCallException;
import io.conclave.kv.client.KvChange;
import io.conclave.kv.client.KvClientSettings;
import io.conclave.kv.client.KvWatch;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Follows changes. */
@Command(
        name = "watch",
        description = "Prints each change once, across failovers and changes of the ring, until it is ended.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class WatchCommand extends StoreCommand {

    private static final long FOREVER_DAYS = 36_500;

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "",
            paramLabel = "<prefix>",
            description = "Only keys that begin so")
    private String prefix;

    @Option(names = "--from-start", description = "Begins with the first change that is kept, not with the next one")
    private boolean fromStart;

    @Option(
            names = "--count",
            paramLabel = "<n>",
            defaultValue = "0",
            description = "Ends after so many changes; 0: never (${DEFAULT-VALUE})")
    private long count;

    private long told;

    @Override
    void check() {
        if (count < 0) {
            throw new ParameterException(command().commandLine(), "--count is 0 or more, not " + count);
        }
    }

    @Override
    int ask(Vertx vertx, KvClientSettings settings) throws Exception {
        Promise<Void> end = Promise.promise();
        KvWatch watch = client(vertx, settings)
                .watch(ByteText.bytes(prefix, false), fromStart, change -> tell(change, end), why -> end.tryFail(why));
        watch.ready().onSuccess(ready -> err().println("watching"));
        try {
            end.future().await(FOREVER_DAYS, TimeUnit.DAYS);
        } catch (KvCallException why) {
            throw why;
        } finally {
            watch.close();
        }
        return 0;
    }

    private void tell(KvChange change, Promise<Void> end) {
        if (end.future().isComplete()) {
            return;
        }
        print(change);
        told++;
        if (told == count) {
            end.tryComplete();
        }
    }

    private void print(KvChange change) {
        if (json()) {
            ObjectNode object = Json.object().put("change", change.value() == null ? "delete" : "put");
            ByteText.put(object, "key", change.key());
            if (change.value() != null) {
                ByteText.put(object, "value", change.value());
            }
            print(object.put("version", change.version()).put("group", change.group()));
        } else if (change.value() == null) {
            out().println("delete\t" + ByteText.shown(change.key()) + "\t" + change.version());
        } else {
            out().println("put\t" + ByteText.shown(change.key()) + "\t" + change.version() + "\t"
                    + ByteText.shown(change.value()));
        }
        out().flush();
    }
}
