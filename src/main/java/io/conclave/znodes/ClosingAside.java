package io.conclave.znodes;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Ends sessions beside what goes on. The library's close asks the server to end the session, and then sleeps for a
 * tenth of a second ({@code ClientCnxnSocketNIO.cleanup}), for which nobody should have to wait who only wants to use
 * it no more.
 */
public final class ClosingAside {

    private ClosingAside() {}

    /**
     * Closes on a thread of its own, which does not keep the process alive; returns at once.
     *
     * @param name what the thread is called by
     * @param close ends the session; what it throws is the answer
     * @return success when it is closed, told on that thread
     */
    public static Future<Void> close(String name, Runnable close) {
        Promise<Void> closed = Promise.promise();
        Thread closer = new Thread(
                () -> {
                    try {
                        close.run();
                        closed.complete();
                    } catch (RuntimeException e) {
                        closed.fail(e);
                    }
                },
                name + "-session-close");
        closer.setDaemon(true);
        closer.start();
        return closed.future();
    }
}
