package io.conclave.cli.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Problem;
import io.conclave.cli.probe.stream.MessageSource;
import io.conclave.cli.probe.stream.SourceException;
import io.conclave.cli.probe.stream.Subscriptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How a controller is asked once. */
final class AskOptions {

    private static final int LONGEST_S = 600;

    /** Above all limits of the source itself, which end what takes too long. */
    private static final int SLACK_S = 15;

    @Mixin
    private ControllerOptions controller;

    @Option(
            names = "--timeout",
            paramLabel = "<seconds>",
            defaultValue = "30",
            description = "How long to wait for the answer, 1 to 600 (${DEFAULT-VALUE})")
    private int timeout;

    void check(CommandSpec command) {
        controller.check(command);
        if (timeout < 1 || timeout > LONGEST_S) {
            throw new ParameterException(
                    command.commandLine(), "--timeout is 1 to " + LONGEST_S + " seconds, not " + timeout);
        }
    }

    Duration limit() {
        return Duration.ofSeconds(timeout);
    }

    ControllerOptions controller() {
        return controller;
    }

    /**
     * Connects, asks and waits.
     *
     * @param question asks; its answer is waited for
     * @param frames takes each frame as it comes
     */
    <T> T ask(Vertx vertx, Function<MessageSource, Future<T>> question, Consumer<String> frames)
            throws TimeoutException {
        MessageSource source = controller.sources(vertx).get();
        Future<T> answer = Future.<Void>future(opened ->
                        vertx.runOnContext(ignored -> source.open(Subscriptions.of(List.of()), new Unconcerned(frames))
                                .onComplete(opened)))
                .compose(ignored -> question.apply(source))
                .eventually(source::close);
        return ProbeTask.got(answer, timeout + SLACK_S);
    }

    /** Hears no topics; that the connection is lost is told by the answer that does not come. */
    private record Unconcerned(Consumer<String> frames) implements MessageSource.Listener {

        @Override
        public void frame(String text) {
            frames.accept(text);
        }

        @Override
        public void received(String topic, JsonNode body) {
            // No topic was asked for.
        }

        @Override
        public void refused(String topic, Problem problem) {
            // No topic was asked for.
        }

        @Override
        public void lost(SourceException why) {
            // The answer that was waited for fails.
        }
    }
}
