package io.conclave.kv.log;

import java.io.IOException;

/** Is told of each fail-point as it is passed. */
@FunctionalInterface
interface FailPoints {

    /** Lets everything pass: production. */
    FailPoints OFF = point -> {};

    /** Returns, throws, or ends the process. */
    void reached(FailPoint point) throws IOException;
}
