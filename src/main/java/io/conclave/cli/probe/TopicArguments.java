package io.conclave.cli.probe;

import io.conclave.bus.Topic;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The topics that a probe is about. */
final class TopicArguments {

    @Parameters(
            arity = "0..*",
            paramLabel = "<topic>",
            completionCandidates = TopicCandidates.class,
            description = "Short names such as ensemble, or full ones such as conclave.ensemble; all where none is"
                    + " given. There are ${COMPLETION-CANDIDATES}")
    private List<String> names = new ArrayList<>();

    /** The topics; refuses names that there are not. */
    List<Topic<?>> topics(CommandSpec command) {
        try {
            return TopicCandidates.NAMES.resolve(names);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    boolean isEmpty() {
        return names.isEmpty();
    }
}
