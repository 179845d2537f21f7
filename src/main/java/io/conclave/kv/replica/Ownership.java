package io.conclave.kv.replica;

import io.conclave.kv.ring.Place;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.ring.Transfer;
import java.util.List;

/**
 * Which keys are a group's at a moment, as its primary knows it. Immutable.
 *
 * @param group whose
 * @param ring the newest that is known
 * @param leaving the hand-over whose arcs are on their way out; null where none are
 * @param readable whether the arcs on their way out may still be read
 */
record Ownership(String group, RingState ring, Transfer leaving, boolean readable) {

    /** What may be done with a key. */
    enum Right {
        /** All. */
        OURS,
        /** Its arc is about to change hands: reads go on, writes wait. */
        READABLE,
        /** Its arc may have changed hands already, or not. */
        CLOSED,
        /** It is another group's. */
        OTHERS
    }

    static Ownership of(String group, RingState ring) {
        return new Ownership(group, ring, null, false);
    }

    /** What may be done with a key. */
    Right of(byte[] key) {
        long place = Place.of(key);
        if (!ring.owner(place).map(group::equals).orElse(false)) {
            return Right.OTHERS;
        }
        if (leaving == null || !ring.transferOf(place).map(leaving::equals).orElse(false)) {
            return Right.OURS;
        }
        return readable ? Right.READABLE : Right.CLOSED;
    }

    /** The least of the rights to these keys. */
    Right of(List<KeyWrite> writes) {
        Right least = Right.OURS;
        for (KeyWrite write : writes) {
            Right right = of(write.key());
            least = right.compareTo(least) > 0 ? right : least;
        }
        return least;
    }
}
