package io.conclave.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete commands, options, topics and verbs. */
@Command(
        name = "completion",
        description = "Prints a script that makes a shell complete the commands, their options and what they take.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  alias conclave='java -jar /opt/conclave/conclave.jar'",
            "  source <(conclave completion bash)                      # this bash",
            "  conclave completion bash > /etc/bash_completion.d/conclave",
            "  source <(conclave completion zsh)                       # this zsh",
            "  conclave completion zsh > ~/.conclave.zsh               # and source it in ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {

    /** Shells for which there is a script. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Loads what lets a zsh read completion scripts of bash. */
    private static final String ZSH_PREFACE =
            "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";

    @Spec
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "<shell>", description = "One of ${COMPLETION-CANDIDATES}")
    private Shell shell;

    @Override
    public Integer call() {
        CommandSpec root = command.root();
        String script = AutoComplete.bash(root.name(), root.commandLine());
        command.commandLine().getOut().print((shell == Shell.ZSH ? ZSH_PREFACE : "") + script);
        command.commandLine().getOut().flush();
        return 0;
    }
}
