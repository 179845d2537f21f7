package io.conclave.cli.kv;

import picocli.CommandLine.Command;

/** All that a person can ask the key-value store for. */
@Command(
        name = "kv",
        description = "Asks the key-value store that ZooKeeper coordinates.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PutCommand.class,
            GetCommand.class,
            DeleteCommand.class,
            ScanCommand.class,
            WatchCommand.class,
            LocateCommand.class,
            StatusCommand.class,
            RingCommand.class,
            BenchCommand.class
        })
public final class KvCommand {}
