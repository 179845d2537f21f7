package io.conclave.kv.znodes;

import io.conclave.znodes.ZnodeException;
import io.vertx.core.Future;
import java.util.function.Supplier;
import org.apache.zookeeper.KeeperException.Code;

/** What a failed write comes to. */
final class Writes {

    private Writes() {}

    /**
     * Outdated where a condition did not hold; what is read afterwards where the answer was lost; unknown where that
     * cannot be read either.
     */
    static <T> Future<Written<T>> outcome(Throwable failure, Supplier<Future<Written<T>>> readAfterwards) {
        if (!(failure instanceof ZnodeException e)) {
            return Future.failedFuture(failure);
        }
        if (e.is(Code.BADVERSION) || e.is(Code.NONODE) || e.is(Code.NODEEXISTS)) {
            return Future.succeededFuture(new Written.Outdated<>(e.getMessage()));
        }
        if (!e.unknown()) {
            return Future.failedFuture(e);
        }
        return readAfterwards.get().recover(unread -> Future.succeededFuture(new Written.Unknown<>(e.getMessage())));
    }

    /** As above where nothing is read afterwards. */
    static <T> Future<Written<T>> outcome(Throwable failure) {
        return outcome(failure, () -> Future.failedFuture(failure));
    }
}
