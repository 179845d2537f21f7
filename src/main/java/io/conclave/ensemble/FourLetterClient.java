package io.conclave.ensemble;

import io.conclave.bus.Sentence;
import io.conclave.config.NodeAddress;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Asks servers their four-letter words, one connection a word, many at once and without a thread of its own. Each
 * question ends within the time limit, whatever the other side does, and each connection is closed by then; one that
 * comes about too late is closed when it does.
 *
 * <p>To be used from one Vert.x context, on which all answers come.
 */
final class FourLetterClient {

    private static final Sentence NO_ANSWER = new Sentence("nothing answers the attempt to connect", "连接请求没有任何应答");
    private static final Sentence UNKNOWN_HOST = new Sentence("its host name is not known", "无法解析主机名");

    private final Vertx vertx;
    private final Duration timeout;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final NetClient client;

    /**
     * @param vertx where the connections live
     * @param timeout from the question to the end of the reply, connecting included
     * @param clock what is written into the exchanges
     * @param nanoTime what durations are measured with
     */
    FourLetterClient(Vertx vertx, Duration timeout, Clock clock, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.client =
                vertx.createNetClient(new NetClientOptions().setConnectTimeout(Math.toIntExact(timeout.toMillis())));
    }

    /** Asks one word; the future never fails. */
    Future<Exchange> ask(NodeAddress node, FourLetterWord word) {
        Question question = new Question(word);
        client.connect(node.port(), node.host()).onComplete(question::connected, question::notConnected);
        return question.promise.future();
    }

    /** Closes all connections; questions that are under way end as broken off. */
    Future<Void> close() {
        return client.close();
    }

    /** One question from connect to close; what happens after its end is ignored. */
    private final class Question {

        private final FourLetterWord word;
        private final Promise<Exchange> promise = Promise.promise();
        private final Buffer received = Buffer.buffer();
        private final long startNanos = nanoTime.getAsLong();
        private final long timer = vertx.setTimer(timeout.toMillis(), id -> timeOut());
        private NetSocket socket;
        private boolean reset;
        private boolean ended;

        Question(FourLetterWord word) {
            this.word = word;
        }

        private void connected(NetSocket opened) {
            socket = opened;
            if (ended) {
                opened.close();
                return;
            }
            opened.exceptionHandler(broken -> reset = true);
            opened.closeHandler(closed -> end(Reply.of(word, received.getBytes(), reset)));
            opened.handler(this::received);
            // Four bytes and no line end: what a server has not read when it closes breaks the connection under its
            // own reply.
            opened.write(word.code());
        }

        private void received(Buffer bytes) {
            if (received.length() + bytes.length() > word.limitBytes()) {
                end(new Reply.TooLarge(word.limitBytes()));
            } else {
                received.appendBuffer(bytes);
            }
        }

        private void notConnected(Throwable failure) {
            end(failed(failure));
        }

        private void timeOut() {
            if (socket == null) {
                end(new Reply.Unreachable(NO_ANSWER, true));
            } else {
                end(received.length() == 0 ? new Reply.Silent() : new Reply.Dripping(received.length()));
            }
        }

        private void end(Reply reply) {
            if (ended) {
                return;
            }
            ended = true;
            vertx.cancelTimer(timer);
            if (socket != null) {
                socket.close();
            }
            Duration took = Duration.ofNanos(nanoTime.getAsLong() - startNanos);
            promise.complete(new Exchange(word, reply, clock.instant(), took));
        }
    }

    /** What a failed attempt to connect means; the JDK tells the cases apart by type and, where it has one, message. */
    private static Reply failed(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof ConnectTimeoutException) {
            return new Reply.Unreachable(NO_ANSWER, true);
        }
        if (failure instanceof ConnectException && message.contains("refused")) {
            return new Reply.Refused();
        }
        if (message.contains("reset") || message.contains("Broken pipe")) {
            return new Reply.ClosedEarly();
        }
        if (failure instanceof UnknownHostException) {
            return new Reply.Unreachable(UNKNOWN_HOST, false);
        }
        return new Reply.Unreachable(new Sentence(message, message), false);
    }
}
