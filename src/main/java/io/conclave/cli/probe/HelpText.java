package io.conclave.cli.probe;

/** What the help of several commands says alike. */
final class HelpText {

    static final String EXAMPLES = "%nExamples:%n";
    static final String EXIT_CODES = "%nExit codes:%n";

    static final String TAIL_OK = "0:it ended in order, or whoever read its output has ended";
    static final String FAILED = "1:the controller could not be reached, or the output could not be written";
    static final String MISUSED = "2:the command line is wrong";
    static final String REFUSED = "3:the controller refused";
    static final String UNKNOWN = "5:no answer came in time: whether it was done is not known";
    static final String SIGNALS = "130, 143:it was ended by Ctrl-C or SIGTERM";

    static final String FILES = "Files:";
    static final String RUN_FILE = "  $DATA_DIR/run.json   where a controller that runs on this machine is reached";
    static final String ENVIRONMENT = "Environment:";
    static final String TOKEN = "  CONCLAVE_TOKEN       the controller's token, where it has one";
    static final String DATA_DIR = "  DATA_DIR             the folder of run.json, ./data if it is not set";
    static final String NO_COLOR = "  NO_COLOR             no colours, whatever it is set to (https://no-color.org)";

    private HelpText() {}
}
