package io.conclave.kv.rpc;

/**
 * A method of which a call is one message and so is its answer, served straight from HTTP/2 frames. The gRPC library
 * and what is below it make some thirty objects and several futures for each call, which costs more than the whole rest
 * of a small read or write.
 */
@FunctionalInterface
public interface DirectMethod {

    /**
     * Answers a call, at once or later, on the event loop that it comes on. What it throws refuses the call.
     *
     * @param call whose message is to be read before this returns
     */
    void call(DirectCall call);
}
