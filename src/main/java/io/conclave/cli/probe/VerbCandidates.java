package io.conclave.cli.probe;

import io.conclave.web.command.Commands;
import java.util.Iterator;
import java.util.stream.Stream;

/** What can be sent, which shells offer too. */
final class VerbCandidates implements Iterable<String> {

    static final String SNAPSHOT = "snapshot";

    @Override
    public Iterator<String> iterator() {
        return Stream.concat(Stream.of(SNAPSHOT), Commands.verbs().stream().sorted())
                .iterator();
    }
}
