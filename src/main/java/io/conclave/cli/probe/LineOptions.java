package io.conclave.cli.probe;

import io.conclave.bus.ProblemException;
import io.conclave.logs.LogLevel;
import io.conclave.logs.tail.TailFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which of the servers' log lines are wanted; the controller sends no others. */
final class LineOptions {

    @Option(
            names = "--node",
            paramLabel = "<server>",
            split = ",",
            description = "Of the topic logs only the lines of these servers")
    private List<String> nodes = new ArrayList<>();

    @Option(
            names = "--level",
            paramLabel = "<level>",
            split = ",",
            completionCandidates = Levels.class,
            description = "Of the topic logs only the lines of entries of these levels: ${COMPLETION-CANDIDATES}")
    private List<String> levels = new ArrayList<>();

    @Option(
            names = "--match",
            paramLabel = "<query>",
            description = "Of the topic logs only the lines that fit this, in the language of the search:"
                    + " \"a phrase\", begin*, AND, OR, NOT and parentheses")
    private String match;

    /** Offers the levels. */
    static final class Levels extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Levels() {
            super(Arrays.stream(LogLevel.values()).map(LogLevel::code).toList());
        }
    }

    /** What they come to; refuses what cannot be understood, by the name of the option. */
    TailFilter filter(CommandSpec command) {
        Set<LogLevel> wanted = new HashSet<>();
        for (String level : levels) {
            wanted.add(Arrays.stream(LogLevel.values())
                    .filter(known -> known.code().equalsIgnoreCase(level))
                    .findFirst()
                    .orElseThrow(() -> misused(
                            command, "--level is one of " + String.join(", ", new Levels()) + ", not " + level)));
        }
        try {
            return new TailFilter(Set.copyOf(nodes), wanted, match);
        } catch (ProblemException e) {
            throw misused(command, "--match: " + e.problem().detail());
        }
    }

    private static ParameterException misused(CommandSpec command, String why) {
        return new ParameterException(command.commandLine(), why);
    }
}
