package io.conclave.cli.probe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Standard output, in UTF-8, a line at a time. */
final class Output {

    /** Whoever read the output has gone, as {@code head} does when it has enough. */
    static final class ReaderGone extends Exception {
        private ReaderGone(IOException why) {
            super(why);
        }
    }

    private final OutputStream out;

    Output(OutputStream out) {
        this.out = out;
    }

    /** Writes a line with its end at once, so that nobody ever reads half of one. */
    synchronized void line(String text) throws ReaderGone, IOException {
        try {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            String said = String.valueOf(e.getMessage());
            if (said.contains("Broken pipe") || said.contains("Connection reset")) {
                throw new ReaderGone(e);
            }
            throw new IOException("the output cannot be written: " + said, e);
        }
    }
}
