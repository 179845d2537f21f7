package io.conclave.control.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Frame;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.logs.parse.LineSplitter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Follows the log of a container, each line with the time at which the engine took it; blocks while it is followed. */
final class Following {

    private final DockerEngine engine;
    private final Duration callLimit;

    /** @param callLimit how long the engine has to say which container it is */
    Following(DockerEngine engine, Duration callLimit) {
        this.engine = engine;
        this.callLimit = callLimit;
    }

    /** Takes lines. */
    @FunctionalInterface
    interface Taker {
        /**
         * A line.
         *
         * @param at when the engine took it, by the engine's own clock
         * @param line without its end; harmless it is not
         * @param missing how many bytes of it were left out, since it was too long to be held
         */
        void take(Instant at, String line, long missing);
    }

    /** Where in the log it is begun. */
    sealed interface From {
        /** With what is written from now on. */
        record Now() implements From {}

        /** With all that the engine has kept. */
        record Beginning() implements From {}

        /** With the first line after that time of the engine's. */
        record After(Instant at) implements From {}
    }

    /**
     * Hands over each line until the log ends, as it does with its container.
     *
     * @throws ProblemException 404 and 409 where it is not clear which container it is, 503 {@code docker_away} where
     *     the engine went away
     * @throws InterruptedException where the thread was interrupted, which is how this is ended
     */
    void follow(String node, From from, Taker taker) throws InterruptedException {
        String id = engine.call(callLimit, "log of " + node, client -> Containers.find(client, node));
        LineSplitter lines = new LineSplitter(0, (offset, stamped, missing) -> hand(from, stamped, missing, taker));
        try (DockerClient client = engine.forFollowing();
                var callback = begin(client.logContainerCmd(id), from).exec(onFrame(lines))) {
            callback.awaitCompletion();
            lines.finish();
        } catch (IOException e) {
            throw away(node, e);
        } catch (ProblemException e) {
            throw e;
        } catch (RuntimeException e) {
            // So the client says that the connection broke.
            throw away(node, e);
        }
    }

    private static LogContainerCmd begin(LogContainerCmd command, From from) {
        command.withStdOut(true).withStdErr(true).withFollowStream(true).withTimestamps(true);
        if (from instanceof From.Now) {
            command.withTail(0);
        } else if (from instanceof From.After after) {
            command.withSince((int) after.at().getEpochSecond());
        }
        return command;
    }

    private static void hand(From from, String stamped, long missing, Taker taker) {
        int space = stamped.indexOf(' ');
        Instant at = space < 0 ? null : moment(stamped.substring(0, space));
        if (at != null && !(from instanceof From.After after && !at.isAfter(after.at()))) {
            taker.take(at, stamped.substring(space + 1), missing);
        }
    }

    /** The time that the engine puts before a line, or null where there is none. */
    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static ResultCallback.Adapter<Frame> onFrame(LineSplitter lines) {
        return new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Frame frame) {
                lines.add(ByteBuffer.wrap(frame.getPayload()));
            }
        };
    }

    private static ProblemException away(String node, Exception e) {
        return Problem.unavailable("docker_away", "the log of " + node + " cannot be followed: " + e.getMessage())
                .asException();
    }
}
