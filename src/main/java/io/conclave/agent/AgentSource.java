package io.conclave.agent;

import io.conclave.bus.Problem;
import io.conclave.storage.CopySource;
import io.conclave.storage.StorageReason;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * An agent's bytes, for a copy to another agent.
 *
 * @param client with which it is asked
 * @param peer where it is now, if that is known
 * @param node whose storage it is
 */
record AgentSource(AgentClient client, Supplier<Optional<Peer>> peer, String node) implements CopySource.Elsewhere {

    private static final long ANSWER_MS = 5_000;

    @Override
    public Future<CopySource.Flow> read(String id, long from) {
        Optional<Peer> where = peer.get();
        if (where.isEmpty()) {
            return Future.failedFuture(Problem.unavailable(
                            StorageReason.AGENT_AWAY.code(), "where the agent of " + node + " is, is not known")
                    .asException());
        }
        Peer agent = where.get();
        return client.request(agent, HttpMethod.GET, Wire.file(node, id)).compose(request -> {
            if (from > 0) {
                request.putHeader("Range", "bytes=" + from + "-");
            }
            // Whoever is given the stream sets its handlers in the same turn of the event loop: nothing is between this
            // answer and that which could let bytes pass by.
            return request.send()
                    .timeout(ANSWER_MS, TimeUnit.MILLISECONDS)
                    .onFailure(late -> request.reset())
                    .recover(cause -> Future.failedFuture(AgentClient.known(agent, cause)))
                    .compose(response -> isGood(response)
                            ? Future.succeededFuture(new CopySource.Flow(response, request::reset))
                            : AgentClient.refused(agent, response));
        });
    }

    private static boolean isGood(HttpClientResponse response) {
        return response.statusCode() == 200 || response.statusCode() == 206;
    }
}
