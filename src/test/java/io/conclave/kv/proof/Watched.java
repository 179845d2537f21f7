package io.conclave.kv.proof;

import java.util.List;

/**
 * What one watch of the product's own client told.
 *
 * @param since from when on it stood, in the recorder's nanoseconds: changes that were asked for later are told;
 *     {@link #NEVER} where it never stood
 * @param whole whether it lasted; otherwise it ended since it could not go on, and nothing is known of what came after
 *     its last change
 * @param told in the order in which it was told
 */
record Watched(long since, boolean whole, List<Told> told) {

    static final long NEVER = Long.MAX_VALUE;

    /**
     * One change.
     *
     * @param value null for a deletion
     * @param group who told it
     * @param at when, in the recorder's nanoseconds
     */
    record Told(String key, String value, long version, String group, long at) {

        @Override
        public String toString() {
            return "%s %s, version %d, by %s at %,d us"
                    .formatted(key, value == null ? "deleted" : "= " + value, version, group, at / 1_000);
        }
    }
}
