package io.conclave.cli.kv;

import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** When a write is to be done. */
final class Condition {

    @Option(
            names = "--if-version",
            paramLabel = "<n>",
            description = "Only where the key has this version; 0: only where there is no such key")
    private Long ifVersion;

    OptionalLong version() {
        return ifVersion == null ? OptionalLong.empty() : OptionalLong.of(ifVersion);
    }
}
