package io.conclave.cli;

import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest has it. */
public final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"conclave " + text(), "Java " + Runtime.version()};
    }

    /** The version alone; {@code development} where the program does not run from its jar. */
    public static String text() {
        String packaged = Conclave.class.getPackage().getImplementationVersion();
        return packaged == null ? "development" : packaged;
    }
}
