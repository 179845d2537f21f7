package io.conclave.cli;

import io.vertx.core.Deployable;
import java.util.List;
import java.util.function.Supplier;

/**
 * Something that a controller does, and what has to be there before it.
 *
 * @param make makes it, each time that it begins
 * @param after which it asks or relies on when it begins: it begins when they have, and has ended before they end
 */
record Feature(Supplier<Deployable> make, List<Feature> after) {

    /** One that relies on these, which are begun with it. */
    static Feature of(Supplier<Deployable> make, Feature... after) {
        return new Feature(make, List.of(after));
    }
}
