package io.conclave.control.docker;

import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the last lines of a log whose frames come in pieces of any length; for one thread. */
final class FrameLines {

    private static final int LONGEST_LINE = 64 << 10;

    private final Deque<String> kept = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final int most;
    private long characters;

    /**
     * Keeps the last lines.
     *
     * @param most about how many characters
     */
    FrameLines(int most) {
        this.most = most;
    }

    private void keep(String one) {
        kept.addLast(one);
        characters += one.length();
        while (characters > most && kept.size() > 1) {
            characters -= kept.removeFirst().length();
        }
    }

    /** Takes the next frame. */
    void add(Frame frame) {
        for (byte next : frame.getPayload()) {
            if (next == '\n') {
                end();
            } else if (line.size() < LONGEST_LINE) {
                line.write(next);
            }
        }
    }

    private void end() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        keep(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }

    /** The lines that were kept, one that was not ended included. */
    List<String> lines() {
        if (line.size() > 0) {
            end();
        }
        return List.copyOf(kept);
    }
}
