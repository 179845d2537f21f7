package io.conclave.cli.probe;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import picocli.CommandLine.Command;

/** All that looks at a controller from outside. */
@Command(
        name = "probe",
        description = "Looks at a running controller from outside: what it tells, how it is, how quick it is.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = HelpText.EXAMPLES,
        footer = {
            "  conclave probe tail ensemble elections     what happens, as it happens",
            "  conclave probe top                         all of it on one screen",
            "  conclave probe check                       for monitoring and health checks",
            "",
            "Beside a running controller none of them needs an address."
        },
        subcommands = {
            TailCommand.class,
            SnapshotCommand.class,
            SendCommand.class,
            TopCommand.class,
            CheckCommand.class,
            LagCommand.class,
            RecordCommand.class,
            ReplayCommand.class
        })
public final class ProbeCommand {

    private final InputStream in;
    private final OutputStream out;

    /** Reads and writes what the process does. */
    public ProbeCommand() {
        this(System.in, new FileOutputStream(FileDescriptor.out));
    }

    ProbeCommand(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }
}
