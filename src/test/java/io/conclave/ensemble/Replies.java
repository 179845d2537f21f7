package io.conclave.ensemble;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Replies of real servers, kept as files beside the tests. */
final class Replies {

    private Replies() {}

    /** The text of one file below {@code replies}. */
    static String read(String name) {
        try (InputStream in = Replies.class.getResourceAsStream("replies/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
