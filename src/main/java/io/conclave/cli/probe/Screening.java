package io.conclave.cli.probe;

import io.conclave.cli.probe.stream.Feed;
import io.conclave.cli.probe.stream.Mailbox;
import io.conclave.cli.probe.top.NoScreenException;
import io.conclave.cli.probe.top.TerminalCheck;
import io.conclave.cli.probe.top.TopModel;
import io.conclave.cli.probe.top.TopScreen;
import io.conclave.cli.probe.top.TopView;
import java.time.Clock;
import java.time.ZoneId;
import java.util.function.Consumer;

/** Shows a feed on one screen: live where there is a terminal, else as lines. */
final class Screening {

    private static final String SO = ", so that one screen is printed";

    private final Output out;
    private final Consumer<String> beside;
    private final boolean colours;

    Screening(Output out, Consumer<String> beside, boolean colours) {
        this.out = out;
        this.beside = beside;
        this.colours = colours;
    }

    /**
     * Shows it.
     *
     * @param where what people call what is shown
     * @param clock by which ages are told
     * @param once whether one screen is enough
     * @return the exit code
     */
    int show(Feed feed, Mailbox mailbox, String where, Clock clock, boolean once) throws Exception {
        TopView view = new TopView(new TopModel(where), new TopScreen(ZoneId.systemDefault()), clock, colours);
        if (!once && !TerminalCheck.outputIsTerminal()) {
            beside.accept("the output is no terminal" + SO);
        } else if (!once && !TerminalCheck.inputIsTerminal()) {
            beside.accept("the input is no terminal to read keys from" + SO);
        } else if (!once) {
            try {
                return view.onTerminal(feed, mailbox, "the end of the recording; q leaves") == TopView.Left.IN_ORDER
                        ? 0
                        : ExitCodes.INTERRUPTED;
            } catch (NoScreenException why) {
                beside.accept(why.getMessage() + SO);
            }
        }
        out.line(view.once(feed, mailbox, TerminalCheck.outputWidth()));
        return 0;
    }
}
