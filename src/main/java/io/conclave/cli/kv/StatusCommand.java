package io.conclave.cli.kv;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.kv.client.KvClient;
import io.conclave.kv.client.KvClientSettings;
import io.conclave.kv.wire.DataStatus;
import io.conclave.kv.wire.Role;
import io.conclave.kv.wire.StatusResponse;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Says how all members are. */
@Command(
        name = "status",
        description = "Says how each member and each server is.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all answered", "1:some did not answer"})
final class StatusCommand extends StoreCommand {

    @Override
    int ask(Vertx vertx, KvClientSettings settings) throws Exception {
        List<KvClient.MemberStatus> members =
                new ArrayList<>(got(client(vertx, settings).status()));
        members.sort(Comparator.comparing(StatusCommand::name));
        if (json()) {
            print(told(members));
        } else {
            table(members).forEach(out()::println);
        }
        return members.stream().allMatch(member -> member.status().isPresent()) ? 0 : ExitCodes.FAILED;
    }

    private static String name(KvClient.MemberStatus member) {
        return member.status().map(StatusCommand::name).orElse("?");
    }

    private static String name(StatusResponse status) {
        return status.hasData()
                ? status.getData().getGroup() + "/" + status.getData().getNumber()
                : "server " + status.getServer().getNumber();
    }

    private static String role(StatusResponse status) {
        if (status.hasServer()) {
            return status.getServer().getMaster() ? "master" : "server";
        }
        DataStatus data = status.getData();
        String role = data.getRole().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return data.getRole() == Role.STANDBY && data.getInSync() ? role + ", in sync" : role;
    }

    private static List<String> table(List<KvClient.MemberStatus> members) {
        List<String> lines = new ArrayList<>();
        String row = "%-12s %-22s %-18s %6s %10s %10s %9s %10s  %s";
        lines.add(row.formatted("member", "address", "role", "epoch", "position", "committed", "keys", "log bytes", "")
                .stripTrailing());
        for (KvClient.MemberStatus member : members) {
            lines.add(member.status()
                    .map(status -> row.formatted(
                                    name(status),
                                    member.address(),
                                    role(status),
                                    figure(status, status.getData().getEpoch()),
                                    figure(status, status.getData().getPosition()),
                                    figure(status, status.getData().getCommitted()),
                                    figure(status, status.getData().getKeys()),
                                    figure(status, status.getData().getLogBytes()),
                                    status.getData().getReadOnly())
                            .stripTrailing())
                    .orElseGet(() -> row.formatted(
                            "?", member.address(), "does not answer", "", "", "", "", "", member.trouble())));
        }
        return lines;
    }

    private static String figure(StatusResponse status, long figure) {
        return status.hasData() ? Long.toString(figure) : "";
    }

    private static ObjectNode told(List<KvClient.MemberStatus> members) {
        ObjectNode object = Json.object();
        ArrayNode list = object.putArray("members");
        for (KvClient.MemberStatus member : members) {
            ObjectNode node = list.addObject().put("address", member.address());
            member.status().ifPresentOrElse(status -> tell(status, node), () -> node.put("error", member.trouble()));
        }
        return object;
    }

    private static void tell(StatusResponse status, ObjectNode node) {
        node.put("name", name(status))
                .put("role", role(status))
                .put("pid", status.getPid())
                .put("version", status.getVersion());
        if (status.hasData()) {
            DataStatus data = status.getData();
            node.put("group", data.getGroup())
                    .put("number", data.getNumber())
                    .put("inSync", data.getInSync())
                    .put("epoch", data.getEpoch())
                    .put("position", data.getPosition())
                    .put("committed", data.getCommitted())
                    .put("keys", data.getKeys())
                    .put("logBytes", data.getLogBytes())
                    .put("liveBytes", data.getLiveBytes())
                    .put("puts", data.getPuts())
                    .put("gets", data.getGets())
                    .put("syncs", data.getSyncs())
                    .put("syncedWrites", data.getSyncedWrites())
                    .put("readOnly", data.getReadOnly())
                    .put("leaseMs", data.getLeaseMs());
        }
    }
}
