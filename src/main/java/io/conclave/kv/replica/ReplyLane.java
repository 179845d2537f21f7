package io.conclave.kv.replica;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;

/** The way back to one event loop: answers that are ready together go there together. */
final class ReplyLane {

    private final Context context;
    /** Of the log thread. */
    private List<WriteCall> ready = new ArrayList<>();

    ReplyLane(Context context) {
        this.context = context;
    }

    /** Puts an answer on the lane; true where it is the first one. */
    boolean add(WriteCall call) {
        ready.add(call);
        return ready.size() == 1;
    }

    /** Sends all that is on the lane. */
    void send() {
        List<WriteCall> calls = ready;
        ready = new ArrayList<>(Math.max(8, calls.size()));
        context.runOnContext(now -> calls.forEach(WriteCall::tell));
    }
}
