package io.conclave.cli.probe.top;

import java.io.IOException;

/** There is no terminal here that can show a screen. */
public final class NoScreenException extends IOException {

    NoScreenException(String message, IOException cause) {
        super(message, cause);
    }
}
