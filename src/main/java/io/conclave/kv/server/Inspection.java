package io.conclave.kv.server;

import io.conclave.kv.rpc.HostPort;
import io.conclave.kv.wire.InspectRequest;
import io.conclave.kv.wire.InspectResponse;
import io.conclave.kv.wire.ReplicationGrpcClient;
import io.conclave.kv.znodes.MemberState;
import io.vertx.core.Future;
import io.vertx.grpc.client.GrpcClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Asks members where their logs stand, all at once and for a short time only. */
final class Inspection {

    private final GrpcClient client;
    private final Duration limit;

    /**
     * Asks with this client.
     *
     * @param limit after which a member counts as silent
     */
    Inspection(GrpcClient client, Duration limit) {
        this.client = client;
        this.limit = limit;
    }

    /** What each member says, by number; never fails. */
    Future<Map<Integer, Standing>> ask(String cluster, String group, List<MemberState> members) {
        InspectRequest request =
                InspectRequest.newBuilder().setCluster(cluster).setGroup(group).build();
        List<Future<Standing>> asked =
                members.stream().map(member -> ask(request, member)).toList();
        return Future.join(asked).map(all -> {
            Map<Integer, Standing> standings = new TreeMap<>();
            for (int i = 0; i < members.size(); i++) {
                standings.put(members.get(i).number(), asked.get(i).result());
            }
            return standings;
        });
    }

    private Future<Standing> ask(InspectRequest request, MemberState member) {
        return client.request(HostPort.parse(member.address()), ReplicationGrpcClient.Inspect)
                .compose(call -> call.timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                        .send(request)
                        .compose(response -> response.last()))
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .map(answer -> standing(answer, member))
                .otherwise(e -> new Standing.Silent(e.toString()));
    }

    private static Standing standing(InspectResponse answer, MemberState member) {
        if (answer.getNumber() != member.number()) {
            return new Standing.Silent("at " + member.address() + " is member " + answer.getNumber());
        }
        return answer.getDamaged()
                ? new Standing.Damaged()
                : new Standing.Sound(answer.getLastEpoch(), answer.getPromisedEpoch(), answer.getPosition());
    }
}
