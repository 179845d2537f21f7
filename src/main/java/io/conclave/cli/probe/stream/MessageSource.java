package io.conclave.cli.probe.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Problem;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * One way to a controller's messages, from being opened until it is lost: a WebSocket is one. It neither comes back by
 * itself nor looks for gaps; {@link LiveFeed} does. All of it happens on the Vert.x context that it is opened on.
 */
public interface MessageSource {

    /** Told what comes. */
    interface Listener {

        /** Takes a whole frame as it came, before anybody has looked into it. */
        void frame(String text);

        /** Takes the body of one message of a topic. */
        void received(String topic, JsonNode body);

        /** Says that a topic's messages will not come. */
        void refused(String topic, Problem problem);

        /** Says that nothing comes any more; the last that is told, and not told after {@link MessageSource#close}. */
        void lost(SourceException why);
    }

    /**
     * Opens it and asks for these messages. A source that cannot filter lines hands all of them over.
     *
     * @return fails with a {@link SourceException} where it cannot be opened; the listener is told nothing then
     */
    Future<Void> open(Subscriptions wanted, Listener listener);

    /**
     * Asks for something.
     *
     * @return the answer's body; a {@link io.conclave.bus.ProblemException} where a problem is answered, a
     *     {@link SourceException} where nothing is
     */
    Future<JsonNode> ask(String address, JsonNode body, Duration limit);

    /** Ends it; never fails. */
    Future<Void> close();
}
