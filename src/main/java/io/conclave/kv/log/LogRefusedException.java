package io.conclave.kv.log;

import java.io.IOException;

/**
 * The log's folder is not one to work with: another's, in use, or not what this program writes. The message says why.
 */
public final class LogRefusedException extends IOException {

    LogRefusedException(String message) {
        super(message);
    }

    LogRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
