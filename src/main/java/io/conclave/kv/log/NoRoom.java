package io.conclave.kv.log;

import java.io.IOException;
import java.util.List;

/** Tells a full disk from other failures, which the JDK does by the system's message alone. */
final class NoRoom {

    private static final List<String> MESSAGES = List.of("No space left on device", "Disk quota exceeded");

    private NoRoom() {}

    static boolean isCauseOf(IOException e) {
        String message = e.getMessage();
        return message != null && MESSAGES.stream().anyMatch(message::contains);
    }
}
