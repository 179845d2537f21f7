package io.conclave.agent;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Parts what comes in pieces into lines. */
final class Lines {

    /** A page of an inventory has a thousand entries of less than a hundred characters. */
    private static final int LONGEST = 1 << 20;

    private Buffer rest = Buffer.buffer();

    /**
     * The lines that are whole with this piece.
     *
     * @throws IllegalStateException where one is longer than anything that is sent
     */
    List<String> add(Buffer piece) {
        rest.appendBuffer(piece);
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = rest.length() - piece.length(); i < rest.length(); i++) {
            if (rest.getByte(i) == '\n') {
                lines.add(rest.getString(from, i, StandardCharsets.UTF_8.name()));
                from = i + 1;
            }
        }
        rest = rest.getBuffer(from, rest.length());
        if (rest.length() > LONGEST) {
            throw new IllegalStateException("a line is longer than " + LONGEST + " bytes");
        }
        return lines;
    }
}
