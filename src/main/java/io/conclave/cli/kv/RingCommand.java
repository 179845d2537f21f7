package io.conclave.cli.kv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.kv.client.KvClient;
import io.conclave.kv.client.KvClientSettings;
import io.conclave.kv.client.RingView;
import io.conclave.kv.ring.GroupName;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.wire.ChangeRingRequest;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Shows the ring, and changes it. */
@Command(
        name = "ring",
        description = "Shows how the keys are spread over the groups, and brings groups in or takes them out online.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RingCommand extends StoreCommand {

    private static final long LOOK_MS = 200;

    @ArgGroup(multiplicity = "0..1")
    private Change change = new Change();

    @Option(names = "--wait", description = "Waits until the change is done, and shows how it comes on")
    private boolean wait;

    /** What is to be changed, one at a time. */
    private static final class Change {

        @Option(names = "--add", paramLabel = "<group>", description = "Brings a group into the ring")
        private String add;

        @Option(names = "--remove", paramLabel = "<group>", description = "Takes a group out of the ring")
        private String remove;

        @Option(
                names = "--virtual-nodes",
                paramLabel = "<n>",
                description = "Points of each group on the ring, 1 to 1024: the more, the more even")
        private Integer virtualNodes;

        boolean isAsked() {
            return add != null || remove != null || virtualNodes != null;
        }

        ChangeRingRequest request() {
            ChangeRingRequest.Builder request = ChangeRingRequest.newBuilder();
            if (add != null) {
                request.setAddGroup(GroupName.check(add));
            } else if (remove != null) {
                request.setRemoveGroup(GroupName.check(remove));
            } else {
                request.setVirtualNodes(virtualNodes);
            }
            return request.build();
        }
    }

    @Override
    void check() {
        if (!change.isAsked()) {
            return;
        }
        if (change.virtualNodes != null && (change.virtualNodes < 1 || change.virtualNodes > 1_024)) {
            throw new ParameterException(
                    command().commandLine(), "--virtual-nodes is 1 to 1024, not " + change.virtualNodes);
        }
        try {
            change.request();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command().commandLine(), e.getMessage(), e);
        }
    }

    @Override
    int ask(Vertx vertx, KvClientSettings settings) throws Exception {
        KvClient client = client(vertx, settings);
        if (change.isAsked()) {
            got(client.changeRing(change.request()));
        }
        RingView view = got(client.ring());
        int handed = -1;
        while (wait && view.ring().isChanging()) {
            int done = view.ring().done().size();
            if (done != handed && !json()) {
                err().println(progress(view.ring()));
                handed = done;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            view = got(client.ring());
        }
        if (json()) {
            print(told(view));
        } else {
            show(view);
        }
        return 0;
    }

    private static String progress(RingState ring) {
        return "%d of %d hand-overs are done"
                .formatted(ring.done().size(), ring.transfers().size());
    }

    private void show(RingView view) {
        RingState ring = view.ring();
        out().println("ring version %d, %d virtual nodes a group".formatted(ring.version(), ring.virtualNodes()));
        if (ring.isChanging()) {
            out().println("on its way to %s with %d virtual nodes: %s"
                    .formatted(String.join(", ", ring.nextGroups()), ring.nextVirtualNodes(), progress(ring)));
        }
        for (Map.Entry<String, Double> share : ring.balance().shares().entrySet()) {
            String primary = view.primaries().getOrDefault(share.getKey(), "");
            out().println("%-16s %5.1f %%  %s"
                    .formatted(
                            share.getKey(),
                            share.getValue() * 100,
                            primary.isEmpty() ? "no primary" : "primary " + primary));
        }
        out().println("fullest group: %.2f times its fair share"
                .formatted(ring.balance().maxOverMean()));
    }

    private static ObjectNode told(RingView view) {
        RingState ring = view.ring();
        ObjectNode object = Json.object()
                .put("version", ring.version())
                .put("virtualNodes", ring.virtualNodes())
                .put("changing", ring.isChanging())
                .put("maxOverMean", ring.balance().maxOverMean());
        object.set("groups", Json.tree(ring.groups()));
        if (ring.isChanging()) {
            object.set("nextGroups", Json.tree(ring.nextGroups()));
            object.put("nextVirtualNodes", ring.nextVirtualNodes())
                    .put("handoversDone", ring.done().size())
                    .put("handovers", ring.transfers().size());
        }
        object.set("shares", Json.tree(ring.balance().shares()));
        object.set("primaries", Json.tree(view.primaries()));
        return object;
    }
}
