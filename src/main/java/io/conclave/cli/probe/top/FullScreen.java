package io.conclave.cli.probe.top;

import io.conclave.cli.probe.stream.Mailbox;
import java.io.IOException;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The terminal while it shows one screen: the alternate screen, no cursor, keys one by one. However it ends, by a key,
 * a signal or a failure, the terminal is as it was before.
 */
final class FullScreen implements AutoCloseable {

    private static final Size USUAL = Size.of(80, 24);
    private static final int END_OF_TEXT = 3;
    private static final int END_OF_TRANSMISSION = 4;

    private final Terminal terminal;
    private final Mailbox woken;
    private final Attributes before;
    private final Display display;
    private final Thread restoring = new Thread(this::restore, "restore the terminal");
    private boolean restored;
    private volatile boolean anew;
    private volatile boolean quit;
    private volatile boolean interrupted;

    private FullScreen(Terminal terminal, Mailbox woken) {
        this.terminal = terminal;
        this.woken = woken;
        this.before = terminal.enterRawMode();
        this.display = new Display(terminal, true);
        Runtime.getRuntime().addShutdownHook(restoring);
        terminal.handle(Terminal.Signal.INT, signal -> interrupt());
        terminal.handle(Terminal.Signal.TSTP, Terminal.SignalHandler.SIG_IGN);
        terminal.handle(Terminal.Signal.WINCH, signal -> anew = true);
        terminal.handle(Terminal.Signal.CONT, signal -> enter());
        enter();
        Thread keys = new Thread(this::readKeys, "keys");
        keys.setDaemon(true);
        keys.start();
    }

    /**
     * Takes the terminal over.
     *
     * @param woken is ended when the person has had enough
     * @throws NoScreenException where there is no terminal that can do it
     */
    static FullScreen open(Mailbox woken) throws IOException {
        Terminal terminal;
        try {
            terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .nativeSignals(true)
                    .build();
        } catch (IOException | IllegalStateException e) {
            throw new NoScreenException("the terminal cannot be used: " + e.getMessage(), new IOException(e));
        }
        if (terminal.getStringCapability(Capability.cursor_address) == null) {
            terminal.close();
            throw new NoScreenException("the terminal " + terminal.getType() + " cannot show a screen", null);
        }
        return new FullScreen(terminal, woken);
    }

    private void enter() {
        terminal.enterRawMode();
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        terminal.flush();
        anew = true;
    }

    private void readKeys() {
        try {
            while (!quit) {
                switch (terminal.reader().read()) {
                    case 'q', 'Q', END_OF_TRANSMISSION, -1 -> quit();
                    case END_OF_TEXT -> interrupt();
                    default -> anew = true;
                }
            }
        } catch (IOException e) {
            quit();
        }
    }

    private void interrupt() {
        interrupted = true;
        quit();
    }

    private void quit() {
        quit = true;
        woken.end();
    }

    /** Whether the person has had enough. */
    boolean isLeft() {
        return quit;
    }

    /** Whether that was Ctrl-C. */
    boolean isInterrupted() {
        return interrupted;
    }

    /** How large it is now; as terminals mostly are where it does not say. */
    Size size() {
        Size told = terminal.getSize();
        return told.getColumns() > 0 && told.getRows() > 0 ? told : USUAL;
    }

    /** Whether its size has changed, or somebody else may have written on it. */
    boolean isToBeDrawnAnew() {
        return anew;
    }

    /** Shows these lines; only what differs from those before is written. */
    synchronized void draw(List<AttributedString> lines) {
        if (restored) {
            return;
        }
        if (anew) {
            anew = false;
            display.resize(size());
            display.clear();
        }
        display.update(lines, -1);
        terminal.flush();
    }

    private synchronized void restore() {
        if (restored) {
            return;
        }
        restored = true;
        terminal.puts(Capability.cursor_normal);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        terminal.setAttributes(before);
    }

    @Override
    public void close() throws IOException {
        restore();
        quit = true;
        terminal.close();
        try {
            Runtime.getRuntime().removeShutdownHook(restoring);
        } catch (IllegalStateException e) {
            // It runs just now.
        }
    }
}
