package io.conclave.cli;

import io.conclave.cli.kv.KvCommand;
import io.conclave.cli.kv.KvDataCommand;
import io.conclave.cli.kv.KvServerCommand;
import io.conclave.cli.probe.ProbeCommand;
import io.conclave.config.BadSettingException;
import io.conclave.config.KnownSettings;
import io.conclave.config.Setting;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program's entry: finds the command that the arguments name. */
@Command(
        name = "conclave",
        description = "A live control room for ZooKeeper ensembles.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it ended in order",
            "1:it could not be started",
            "2:the command line or a setting is wrong",
            "130, 143:it was ended by Ctrl-C or SIGTERM, in order"
        })
public final class Conclave {

    private Conclave() {}

    /** Runs the command that the arguments name and exits with its code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** All commands, ready to be executed. */
    static CommandLine commandLine() {
        CommandLine conclave = new CommandLine(new Conclave())
                .addSubcommand(new CommandLine.HelpCommand())
                .addSubcommand(withSettings(new DemoCommand(), KnownSettings.ofDemo()))
                .addSubcommand(withSettings(new ServeCommand(), KnownSettings.ofServe()))
                .addSubcommand(withSettings(new AgentCommand(), KnownSettings.ofAgent()))
                .addSubcommand(new KvServerCommand())
                .addSubcommand(new KvDataCommand())
                .addSubcommand(new KvCommand())
                .addSubcommand(new ProbeCommand())
                .addSubcommand(new CompletionCommand());
        conclave.setParameterExceptionHandler(Conclave::misused);
        conclave.setExecutionExceptionHandler(Conclave::failed);
        return conclave;
    }

    private static CommandLine withSettings(Object command, List<Setting<?>> settings) {
        CommandLine line = new CommandLine(command);
        SettingFlags.add(line.getCommandSpec(), settings);
        return line;
    }

    private static int misused(ParameterException wrong, String[] args) {
        CommandLine line = wrong.getCommandLine();
        line.getErr().println("conclave: " + wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, line.getErr());
        line.getErr().println("See " + line.getCommandSpec().qualifiedName() + " --help");
        Integer ofItsOwn = line.getCommandSpec().exitCodeOnInvalidInput();
        return ofItsOwn == null ? CommandLine.ExitCode.USAGE : ofItsOwn;
    }

    private static int failed(Exception failure, CommandLine line, ParseResult parsed) {
        String said = failure.getMessage();
        line.getErr().println("conclave: " + (said == null ? failure + ", see the log" : said));
        if (failure instanceof BadSettingException) {
            return CommandLine.ExitCode.USAGE;
        }
        LoggerFactory.getLogger(Conclave.class).debug("the start failed", failure);
        return CommandLine.ExitCode.SOFTWARE;
    }
}
