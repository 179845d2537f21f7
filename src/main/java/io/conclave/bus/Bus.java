package io.conclave.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The typed event bus of one controller. Messages are immutable records and cross by reference, without encoding;
 * handlers run on the context that subscribed.
 *
 * <p>Numbers are given and delivery is begun under one lock a topic, so that every subscriber sees a topic's messages
 * in the order of their numbers, whichever thread publishes.
 */
public final class Bus {

    /** The code of the problem with a request that nobody answers. */
    public static final String NOT_RUNNING = "not_running";

    private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

    private final EventBus eventBus;
    private volatile ControllerRef self;
    private final Clock clock;
    private final ConcurrentHashMap<String, Sequence> sequences = new ConcurrentHashMap<>();

    /**
     * @param vertx whose event bus carries the messages; one {@code Bus} for each Vert.x
     * @param self the controller that the messages are stamped with, until {@link #speakAs}
     * @param clock the time that they are stamped with
     */
    public Bus(Vertx vertx, ControllerRef self, Clock clock) {
        this.eventBus = vertx.eventBus();
        this.self = self;
        this.clock = clock;
        eventBus.registerCodec(new ByReference());
    }

    /** The controller that this bus speaks for, with the epoch that it has now; to be asked for anew each time. */
    public ControllerRef self() {
        return self;
    }

    /** Has all messages from now on stamped with another epoch. */
    public void speakAs(ControllerRef now) {
        self = now;
    }

    /** Publishes one message to all subscribers; returns at once. */
    public <T> void publish(Topic<T> topic, T body) {
        if (topic.kind() == Topic.Kind.INTERNAL) {
            deliver(topic, 0, body);
            return;
        }
        Sequence sequence = sequences.computeIfAbsent(topic.address(), address -> new Sequence());
        synchronized (sequence) {
            deliver(topic, ++sequence.last, body);
        }
    }

    private <T> void deliver(Topic<T> topic, long seq, T body) {
        var message = new Published<>(
                seq,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                self,
                topic.type().cast(body));
        eventBus.publish(topic.address(), message, options());
    }

    /** Delivers each message of the topic to the handler, on the calling context. */
    public <T> Subscription subscribe(Topic<T> topic, Consumer<Published<T>> handler) {
        MessageConsumer<Published<T>> consumer = eventBus.localConsumer(topic.address());
        consumer.handler(message -> handler.accept(message.body()));
        return consumer::unregister;
    }

    /**
     * Asks and waits for the answer without blocking.
     *
     * @return the answer, or a failure with a {@link ProblemException}: the answerer's own, 503 where nobody answers
     *     this request, 504 where the answer did not come in time (what was asked for may still happen)
     */
    public <Q, A> Future<A> request(Request<Q, A> request, Q question) {
        var options = options().setSendTimeout(request.timeout().toMillis());
        return eventBus.<Answer>request(request.address(), request.question().cast(question), options)
                .transform(result -> result.succeeded()
                        ? result.result().body().<A>toFuture(request.answer())
                        : Future.failedFuture(new ProblemException(undelivered(request, result.cause()))));
    }

    private static Problem undelivered(Request<?, ?> request, Throwable cause) {
        if (cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT) {
            return new Problem(
                    504,
                    "timeout",
                    "no answer within " + request.timeout().toMillis()
                            + " ms; the action may still complete, so look before you repeat it",
                    null,
                    null,
                    null);
        }
        if (cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS) {
            return Problem.unavailable(NOT_RUNNING, "the part that answers " + request.address() + " is not running");
        }
        return Problem.internal(String.valueOf(cause));
    }

    /**
     * Answers a request, on the calling context. A failed future reaches the asker as a {@link Problem}; a failure that
     * is not one is logged here and becomes an internal problem.
     */
    public <Q, A> Subscription serve(Request<Q, A> request, Function<Q, Future<A>> handler) {
        MessageConsumer<Q> consumer = eventBus.localConsumer(request.address());
        consumer.handler(message -> answer(request, message, handler));
        return consumer::unregister;
    }

    private <Q, A> void answer(Request<Q, A> request, Message<Q> message, Function<Q, Future<A>> handler) {
        Future<A> outcome;
        try {
            outcome = handler.apply(message.body());
        } catch (RuntimeException failure) {
            outcome = Future.failedFuture(failure);
        }
        outcome.onComplete(result -> {
            if (result.failed() && !(result.cause() instanceof ProblemException)) {
                LOG.error("{} failed", request.address(), result.cause());
            }
            var answer = result.succeeded()
                    ? new Answer(result.result(), null)
                    : new Answer(null, ProblemException.of(result.cause()));
            message.reply(answer, options());
        });
    }

    private static DeliveryOptions options() {
        return new DeliveryOptions().setCodecName(ByReference.NAME).setLocalOnly(true);
    }

    private static final class Sequence {
        private long last;
    }

    /** What travels back to an asker: a value or a problem. */
    private record Answer(Object value, Problem problem) {
        <A> Future<A> toFuture(Class<A> type) {
            return problem == null
                    ? Future.succeededFuture(type.cast(value))
                    : Future.failedFuture(problem.asException());
        }
    }

    /** Hands the object itself to local consumers; refuses to go over a wire. */
    private static final class ByReference implements MessageCodec<Object, Object> {
        static final String NAME = "conclave.by-reference";

        @Override
        public void encodeToWire(Buffer buffer, Object message) {
            throw new IllegalStateException("messages of this bus stay in their process");
        }

        @Override
        public Object decodeFromWire(int position, Buffer buffer) {
            throw new IllegalStateException("messages of this bus stay in their process");
        }

        @Override
        public Object transform(Object message) {
            return message;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
