package io.conclave.cli.probe.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.cli.probe.stream.SourceException.Kind;
import io.conclave.cluster.ClusterBus;
import io.conclave.cluster.Membership;
import io.conclave.control.ControlTopics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The active controller's messages as a member of the controllers' cluster hears them: it needs no address of a
 * controller, only the ensemble that coordinates, and follows whoever is active. It is given up where no active
 * controller is heard for six seconds, or where something that was sent did not come.
 */
public final class ClusterSource implements MessageSource {

    private static final long JOIN_SECONDS = 20;
    private static final long REGISTER_SECONDS = 5;
    private static final long LEAVE_SECONDS = 3;
    private static final long SILENCE_MS = 6_000;
    private static final long WANTED_MS = 500;
    private static final long ASK_AGAIN_MS = 100;

    private final Vertx vertx;
    private final ClusterAddress address;
    private final String self = "probe-" + UUID.randomUUID();
    private final Arrivals arrivals = new Arrivals();
    private Context context;
    private Set<String> topics = Set.of();
    private Listener listener;
    private Vertx member;
    private EventBus bus;
    private long lastAnswer;
    private long silence = -1;
    private long wanting = -1;
    private boolean ended;

    public ClusterSource(Vertx vertx, ClusterAddress address) {
        this.vertx = vertx;
        this.address = address;
    }

    @Override
    public Future<Void> open(Subscriptions wanted, Listener told) {
        context = vertx.getOrCreateContext();
        topics = wanted.topics();
        listener = told;
        return here(Membership.join(address.coordination(), address.host()))
                .timeout(JOIN_SECONDS, TimeUnit.SECONDS)
                .recover(why -> Future.failedFuture(new SourceException(
                        Kind.UNREACHABLE, address + " cannot be joined: " + String.valueOf(why.getMessage()))))
                .compose(this::listen);
    }

    /** Has the outcome of what the member does told on our own context. */
    private <T> Future<T> here(Future<T> elsewhere) {
        return Future.future(done -> elsewhere.onComplete(result -> context.runOnContext(ignored -> {
            if (result.succeeded()) {
                done.complete(result.result());
            } else {
                done.fail(result.cause());
            }
        })));
    }

    private Future<Void> listen(Vertx joined) {
        member = joined;
        if (ended) {
            return leave().compose(left -> Future.failedFuture(gone("closed")));
        }
        bus = joined.eventBus();
        List<Future<?>> registered = new ArrayList<>();
        registered.add(bus.<String>consumer(ClusterBus.BEAT, message -> there(() -> beat(message)))
                .completion());
        for (String topic : topics) {
            registered.add(bus.<String>consumer(topic, message -> there(() -> receive(topic, message.body())))
                    .completion());
        }
        if (topics.contains(ControlTopics.LOG_LINES.address())) {
            wanting = vertx.setPeriodic(0, WANTED_MS, due -> bus.publish(ClusterBus.WANTED, self));
        }
        heard();
        return here(Future.join(registered))
                .timeout(REGISTER_SECONDS, TimeUnit.SECONDS)
                .recover(why -> Future.failedFuture(new SourceException(
                        Kind.UNREACHABLE, address + " takes no subscriptions: " + why.getMessage())))
                .mapEmpty();
    }

    private void there(Runnable what) {
        context.runOnContext(ignored -> {
            if (!ended) {
                what.run();
            }
        });
    }

    private void receive(String topic, String text) {
        try {
            JsonNode body = Json.parse(text);
            if (arrivals.message(topic, epoch(body), body.path("seq").asLong())) {
                listener.frame(frame(topic, text));
                listener.received(topic, body);
            }
        } catch (ProblemException wrong) {
            end("what was said on " + topic + " is not understood: "
                    + wrong.problem().detail());
        }
    }

    private static long epoch(JsonNode body) {
        return body.path("controller").path("epoch").asLong();
    }

    /** As the stream of a single controller has it. */
    private static String frame(String to, String body) {
        return "{\"type\":\"rec\",\"address\":\"" + to + "\",\"body\":" + body + "}";
    }

    private void beat(Message<String> message) {
        try {
            JsonNode beat = Json.parse(message.body());
            Optional<String> missing =
                    arrivals.beat(beat.path("epoch").asLong(), Arrivals.numbers(beat.path("numbers"), topics));
            heard();
            missing.ifPresent(topic -> end("messages of " + topic + " were lost on the way"));
        } catch (ProblemException wrong) {
            end("a beat is not understood: " + wrong.problem().detail());
        }
    }

    private void heard() {
        vertx.cancelTimer(silence);
        silence = vertx.setTimer(
                SILENCE_MS,
                due -> end("no active controller was heard for " + SILENCE_MS / 1_000 + " s on " + address));
    }

    @Override
    public Future<JsonNode> ask(String to, JsonNode body, Duration limit) {
        if (ended || bus == null) {
            return Future.failedFuture(new SourceException(Kind.UNREACHABLE, "there is no connection"));
        }
        long until = System.nanoTime() + limit.toNanos();
        return ask(to, body.toString(), until).map(text -> {
            listener.frame(frame("probe.reply." + ++lastAnswer, text));
            JsonNode answer = Json.parse(text);
            if (to.equals(ClusterBus.SNAPSHOT)) {
                arrivals.snapshot(Arrivals.numbers(answer.path("topics"), topics));
            }
            return answer;
        });
    }

    private Future<String> ask(String to, String body, long until) {
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(left);
        address.token().ifPresent(token -> options.addHeader(ClusterBus.TOKEN, token));
        return here(bus.<String>request(to, body, options)).transform(asked -> {
            if (asked.succeeded()) {
                return answer(asked.result());
            }
            // The bus asks one controller after the other, and only the active one has a snapshot.
            boolean another = asked.cause() instanceof ReplyException known
                    && (known.failureCode() == ClusterBus.NOT_ACTIVE
                            || to.equals(ClusterBus.SNAPSHOT) && known.failureType() == ReplyFailure.NO_HANDLERS);
            if (another && !ended && until - System.nanoTime() > TimeUnit.MILLISECONDS.toNanos(ASK_AGAIN_MS)) {
                return vertx.timer(ASK_AGAIN_MS).compose(due -> ask(to, body, until));
            }
            return Future.failedFuture(unanswered(to, asked.cause()));
        });
    }

    private static Future<String> answer(Message<String> reply) {
        if (!reply.headers().contains(ClusterBus.PROBLEM)) {
            return Future.succeededFuture(reply.body());
        }
        JsonNode problem = Json.parse(reply.body());
        return Future.failedFuture(new Problem(
                        problem.path("status").asInt(500),
                        problem.path("code").asText("failed"),
                        problem.path("detail").asText(""),
                        problem.path("field").textValue(),
                        problem.path("value").textValue(),
                        problem.path("allowed").textValue())
                .asException());
    }

    private RuntimeException unanswered(String to, Throwable why) {
        if (why instanceof ReplyException known) {
            if (known.failureCode() == ClusterBus.NOT_ACTIVE) {
                return new SourceException(Kind.UNREACHABLE, "no controller is active on " + address);
            }
            if (known.failureType() == ReplyFailure.NO_HANDLERS) {
                return new SourceException(
                        Kind.UNREACHABLE, "no controller on " + address + " takes " + to + "; nothing was done");
            }
        }
        return new SourceException(
                Kind.UNANSWERED,
                "no answer came: " + why.getMessage() + "; it may still be done, so look before you" + " repeat it");
    }

    private void end(String why) {
        if (!ended) {
            close();
            listener.lost(gone(why));
        }
    }

    private static SourceException gone(String why) {
        return new SourceException(Kind.LOST, why);
    }

    @Override
    public Future<Void> close() {
        if (ended) {
            return Future.succeededFuture();
        }
        ended = true;
        vertx.cancelTimer(silence);
        vertx.cancelTimer(wanting);
        return member == null ? Future.succeededFuture() : leave();
    }

    /** What fails here goes with the session, seconds later. */
    private Future<Void> leave() {
        return here(member.close()).timeout(LEAVE_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
    }
}
