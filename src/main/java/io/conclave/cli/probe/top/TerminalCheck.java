package io.conclave.cli.probe.top;

import java.io.IOException;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/** Whether somebody looks on. */
public final class TerminalCheck {

    private TerminalCheck() {}

    /** Whether standard output is a terminal. */
    public static boolean outputIsTerminal() {
        return isTerminal(SystemStream.Output);
    }

    /** Whether standard input is a terminal, so that keys can be read from it. */
    public static boolean inputIsTerminal() {
        return isTerminal(SystemStream.Input);
    }

    private static boolean isTerminal(SystemStream stream) {
        try {
            return TerminalProvider.load("jni").isSystemStream(stream);
        } catch (IOException | RuntimeException | LinkageError noNativeCalls) {
            return System.console() != null;
        }
    }

    /** How wide the terminal of standard output is; as wide as can be where it does not say or is none. */
    public static int outputWidth() {
        try {
            int width = TerminalProvider.load("jni").systemStreamWidth(SystemStream.Output);
            return width > 0 ? width : Integer.MAX_VALUE;
        } catch (IOException | RuntimeException | LinkageError noNativeCalls) {
            return Integer.MAX_VALUE;
        }
    }
}
