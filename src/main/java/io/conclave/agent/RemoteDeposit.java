package io.conclave.agent;

import io.conclave.storage.Deposit;
import io.conclave.storage.Written;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.TimeUnit;

/**
 * A file on its way to an agent, as the body of one request. A piece counts as taken when the socket has taken it, so
 * the sender is held back while the agent's disk is behind.
 */
final class RemoteDeposit implements Deposit {

    private static final long TAKE_MS = 60_000;
    private static final long COMPLETE_MS = 120_000;
    private static final long REFUSAL_MS = 500;

    private final Peer peer;
    private final HttpClientRequest request;
    private final Future<Written> answer;

    RemoteDeposit(Peer peer, HttpClientRequest request) {
        this.peer = peer;
        this.request = request;
        // What breaks it is told by the futures of its writes and of its answer.
        this.answer = request.setChunked(true)
                .exceptionHandler(broken -> {})
                .response()
                .compose((HttpClientResponse response) -> AgentClient.read(peer, response, Written.class))
                .recover(cause -> Future.failedFuture(AgentClient.known(peer, cause)));
    }

    @Override
    public Future<Void> write(byte[] bytes, int length) {
        if (answer.failed()) {
            return Future.failedFuture(answer.cause());
        }
        return request.write(Buffer.buffer(length).appendBytes(bytes, 0, length))
                .timeout(TAKE_MS, TimeUnit.MILLISECONDS)
                .recover(this::why);
    }

    /** An agent that refuses says so and then ends the connection: what it said is worth more than that it ended. */
    private Future<Void> why(Throwable broken) {
        Promise<Void> failed = Promise.promise();
        answer.timeout(REFUSAL_MS, TimeUnit.MILLISECONDS)
                .onComplete(said -> failed.fail(answer.failed() ? answer.cause() : AgentClient.known(peer, broken)));
        return failed.future();
    }

    @Override
    public Future<Written> complete() {
        request.end();
        return answer.timeout(COMPLETE_MS, TimeUnit.MILLISECONDS)
                .onFailure(late -> request.reset())
                .recover(cause -> Future.failedFuture(AgentClient.known(peer, cause)));
    }

    /** Breaks the request off, upon which the agent takes away what it has. */
    @Override
    public Future<Void> abandon() {
        request.reset();
        return answer.<Void>mapEmpty().otherwiseEmpty();
    }
}
