package io.conclave.web.news;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.cluster.ClusterBus;
import io.conclave.web.command.Callers;
import io.conclave.web.command.Command;
import io.conclave.web.command.CommandDesk;
import io.conclave.web.command.Commands;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Takes the commands that members of the cluster give which are no controllers, such as a probe. The bus knows nothing
 * of who sends, so each command brings the token that REST wants. Any controller takes them: one that is not active
 * hands them on.
 */
public final class ClusterCommands {

    private static final int MOST_IN_FLIGHT = 64;

    private final CommandDesk desk;
    private final boolean openToAll;
    private final Predicate<String> isToken;
    private int inFlight;

    /**
     * @param desk carries them out
     * @param openToAll whether no token is set
     * @param isToken whether a text is the token that is set
     */
    public ClusterCommands(CommandDesk desk, boolean openToAll, Predicate<String> isToken) {
        this.desk = desk;
        this.openToAll = openToAll;
        this.isToken = isToken;
    }

    /** Begins to take them from a membership, until that is closed. */
    void serve(EventBus clustered, Executor context) {
        for (String verb : Commands.verbs()) {
            String address = Commands.ADDRESS_PREFIX + verb;
            Command<?, ?> command = Commands.at(address).orElseThrow();
            clustered.<String>consumer(address, message -> context.execute(() -> take(command, message)));
        }
    }

    private void take(Command<?, ?> command, Message<String> message) {
        try {
            admit(message.headers().get(ClusterBus.TOKEN));
            JsonNode body = Json.parse(message.body());
            inFlight++;
            desk.run(command, body, Callers.CLUSTER).onComplete(done -> {
                inFlight--;
                if (done.succeeded()) {
                    message.reply(Json.encode(done.result()));
                } else {
                    refuse(message, ProblemException.of(done.cause()));
                }
            });
        } catch (ProblemException refused) {
            refuse(message, refused.problem());
        }
    }

    private void admit(String token) {
        if (!openToAll && (token == null || !isToken.test(token))) {
            throw new Problem(
                            401,
                            token == null ? "token_required" : "wrong_token",
                            "a command needs the token that the controllers were started with",
                            ClusterBus.TOKEN,
                            null,
                            "CONCLAVE_TOKEN")
                    .asException();
        }
        if (inFlight >= MOST_IN_FLIGHT) {
            throw new Problem(
                            429,
                            "too_many_requests",
                            MOST_IN_FLIGHT + " commands of the cluster are not answered yet",
                            null,
                            null,
                            null)
                    .asException();
        }
    }

    /** Answers with a problem. */
    static void refuse(Message<String> message, Problem problem) {
        message.reply(
                Json.encode(problem),
                new DeliveryOptions().addHeader(ClusterBus.PROBLEM, Integer.toString(problem.status())));
    }
}
