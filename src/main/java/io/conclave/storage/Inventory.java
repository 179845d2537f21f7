package io.conclave.storage;

import io.vertx.core.Future;
import java.util.List;

/** Everything that a storage has under final names, in no order, a page at a time. */
public interface Inventory {

    /** How many a page has at the most. */
    int PAGE = 1_000;

    /** The next page; an empty one at the end. One call at a time. */
    Future<List<Holding>> next();

    /** Lets go of it, also before its end. */
    void close();
}
