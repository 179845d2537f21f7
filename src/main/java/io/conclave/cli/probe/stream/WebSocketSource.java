package io.conclave.cli.probe.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.cli.probe.stream.SourceException.Kind;
import io.conclave.control.ControlTopics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A controller's messages over its WebSocket, in the frames of the Vert.x event-bus bridge. Where nothing comes for
 * five seconds it is asked whether it is there, and given up five seconds later.
 */
public final class WebSocketSource implements MessageSource {

    private static final long SILENCE_MS = 5_000;

    private final Vertx vertx;
    private final WebSocketAddress address;
    private final Map<String, Promise<JsonNode>> asked = new HashMap<>();
    private Subscriptions subscriptions = Subscriptions.of(Set.of());
    private WebSocketClient client;
    private WebSocket socket;
    private Listener listener;
    private long lastAnswer;
    private long silence = -1;
    private boolean ended;

    public WebSocketSource(Vertx vertx, WebSocketAddress address) {
        this.vertx = vertx;
        this.address = address;
    }

    @Override
    public Future<Void> open(Subscriptions wanted, Listener told) {
        subscriptions = wanted;
        listener = told;
        client = vertx.createWebSocketClient(address.clientOptions());
        return Future.<WebSocket>future(
                        done -> client.connect(address.connectOptions()).onComplete(done))
                .transform(result -> {
                    if (result.failed() || ended) {
                        client.close();
                        return Future.failedFuture(ended ? gone("closed") : notOpened(result.cause()));
                    }
                    greet(result.result());
                    return Future.succeededFuture();
                });
    }

    private SourceException notOpened(Throwable why) {
        if (why instanceof UpgradeRejectedException rejected) {
            int status = rejected.getStatus();
            String body = rejected.getBody() == null ? "" : rejected.getBody().toString();
            return switch (status) {
                case 401, 403 ->
                    new SourceException(
                            Kind.REFUSED,
                            address.url() + " does not let us in: " + said(body, status)
                                    + (status == 401 ? "; set CONCLAVE_TOKEN" : ""));
                case 421 -> new SourceException(Kind.REFUSED, address.url() + " refuses: " + said(body, status));
                default -> new SourceException(Kind.UNREACHABLE, address.url() + " answers: " + said(body, status));
            };
        }
        return new SourceException(Kind.UNREACHABLE, address.url() + " cannot be reached: " + reason(why));
    }

    /** Netty's native transports put the name of a system call before what the system says. */
    private static String reason(Throwable why) {
        return String.valueOf(why.getMessage()).replaceFirst("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ", "");
    }

    /** The detail of a problem document, or what else there is. */
    private static String said(String body, int status) {
        try {
            return Json.parse(body).path("detail").asText("status " + status);
        } catch (ProblemException e) {
            return "status " + status;
        }
    }

    private void greet(WebSocket opened) {
        socket = opened;
        opened.textMessageHandler(this::receive);
        opened.exceptionHandler(why -> end("the connection was broken: " + reason(why)));
        opened.closeHandler(ignored -> end(closing(opened)));
        subscriptions.topics().forEach(this::register);
        heard();
    }

    private static String closing(WebSocket closed) {
        String reason = closed.closeReason();
        return "the connection was closed"
                + (reason == null || reason.isBlank() ? "" : " by the server: " + reason)
                + (closed.closeStatusCode() == null ? "" : " (" + closed.closeStatusCode() + ")");
    }

    private void register(String topic) {
        ObjectNode frame = Json.object().put("type", "register").put("address", topic);
        if (topic.equals(ControlTopics.LOG_LINES.address())
                && !subscriptions.lines().takesAll()) {
            frame.set("filter", Json.tree(subscriptions.lines()));
        }
        socket.writeTextMessage(frame.toString());
    }

    private void receive(String text) {
        if (ended) {
            return;
        }
        heard();
        try {
            ServerFrame frame = ServerFrame.parse(text);
            if (!(frame instanceof ServerFrame.Other)) {
                listener.frame(text);
            }
            handle(frame);
        } catch (ProblemException wrong) {
            end("what the server said is not understood: " + wrong.problem().detail());
        }
    }

    private void handle(ServerFrame frame) {
        if (frame instanceof ServerFrame.Received received) {
            if (subscriptions.topics().contains(received.address())) {
                listener.received(received.address(), received.body());
            } else {
                Promise<JsonNode> answer = asked.remove(received.address());
                if (answer != null) {
                    answer.tryComplete(received.body());
                }
            }
        } else if (frame instanceof ServerFrame.Failed failed) {
            fail(failed);
        }
    }

    private void fail(ServerFrame.Failed failed) {
        Problem problem = failed.problem();
        Promise<JsonNode> answer = asked.remove(String.valueOf(failed.address()));
        if (answer != null) {
            answer.tryFail(problem.asException());
        } else if (failed.address() != null && subscriptions.topics().contains(failed.address())) {
            listener.refused(failed.address(), problem);
        }
    }

    private void heard() {
        vertx.cancelTimer(silence);
        silence = vertx.setTimer(SILENCE_MS, ignored -> {
            socket.writeTextMessage(Json.object().put("type", "ping").toString());
            silence =
                    vertx.setTimer(SILENCE_MS, again -> end("nothing was heard for " + 2 * SILENCE_MS / 1_000 + " s"));
        });
    }

    @Override
    public Future<JsonNode> ask(String to, JsonNode body, Duration limit) {
        if (ended || socket == null) {
            return Future.failedFuture(new SourceException(Kind.UNREACHABLE, "there is no connection"));
        }
        String replyAddress = "probe.reply." + ++lastAnswer;
        Promise<JsonNode> answer = Promise.promise();
        asked.put(replyAddress, answer);
        var frame = Json.object().put("type", "send").put("address", to).put("replyAddress", replyAddress);
        frame.set("body", body);
        socket.writeTextMessage(frame.toString());
        long timer = vertx.setTimer(Math.max(1, limit.toMillis()), ignored -> {
            asked.remove(replyAddress);
            answer.tryFail(new SourceException(
                    Kind.UNANSWERED,
                    "no answer within " + limit.toMillis()
                            + " ms; it may still be done, so look before you repeat it"));
        });
        return answer.future().onComplete(ignored -> vertx.cancelTimer(timer));
    }

    private void end(String why) {
        if (ended) {
            return;
        }
        ended = true;
        release(why);
        listener.lost(gone(why));
    }

    private static SourceException gone(String why) {
        return new SourceException(Kind.LOST, why);
    }

    private void release(String why) {
        vertx.cancelTimer(silence);
        SourceException unanswered =
                new SourceException(Kind.UNANSWERED, why + " before the answer came; it may still be done");
        asked.values().forEach(answer -> answer.tryFail(unanswered));
        asked.clear();
        if (client != null) {
            client.close();
        }
    }

    @Override
    public Future<Void> close() {
        if (ended) {
            return Future.succeededFuture();
        }
        ended = true;
        Future<Void> closed = socket == null ? Future.succeededFuture() : socket.close();
        return closed.transform(ignored -> {
            release("closed");
            return Future.succeededFuture();
        });
    }
}
