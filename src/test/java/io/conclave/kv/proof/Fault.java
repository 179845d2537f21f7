package io.conclave.kv.proof;

/**
 * One thing that goes wrong.
 *
 * @param kind what
 * @param group which group's members it strikes, from 0; of no meaning for other kinds
 * @param primary whether it strikes the group's primary, or the master or leader among others; otherwise another one
 * @param choice which one of those that it may strike, and whatever else the kind leaves open; not negative
 */
record Fault(Kind kind, int group, boolean primary, int choice) {

    /** What may go wrong, and how often compared with others. */
    enum Kind {
        KILL_MEMBER(14, Place.GROUP),
        KILL_GROUP(3, Place.GROUP),
        STOP_MEMBER(5, Place.GROUP),
        PAUSE_MEMBER(14, Place.GROUP),
        KILL_SERVER(6, Place.SERVERS),
        PAUSE_SERVER(6, Place.SERVERS),
        KILL_ZOOKEEPER(7, Place.ENSEMBLE),
        PAUSE_ZOOKEEPER(5, Place.ENSEMBLE),
        LOSE_QUORUM(2, Place.ENSEMBLE),
        CHANGE_RING(6, Place.RING),
        FLIP_BITS(5, Place.GROUP),
        FILL_DISK(5, Place.GROUP),
        CUT_POWER_OF_GROUP(5, Place.GROUP),
        CUT_OFF(6, Place.GROUP),
        CUT_FROM_ENSEMBLE(7, Place.GROUP),
        CUT_FROM_PEERS(7, Place.GROUP),
        CUT_ONE_WAY(7, Place.GROUP),
        CUT_ZOOKEEPER(4, Place.ENSEMBLE);

        private final int weight;
        private final Place place;

        Kind(int weight, Place place) {
            this.weight = weight;
            this.place = place;
        }

        int weight() {
            return weight;
        }

        Place place() {
            return place;
        }

        boolean needsDisks() {
            return this == FILL_DISK || this == CUT_POWER_OF_GROUP;
        }

        boolean needsCuts() {
            return this == CUT_OFF
                    || this == CUT_FROM_ENSEMBLE
                    || this == CUT_FROM_PEERS
                    || this == CUT_ONE_WAY
                    || this == CUT_ZOOKEEPER;
        }
    }

    /** What a fault strikes: two of one place at a time would get into each other's way. */
    enum Place {
        GROUP,
        SERVERS,
        ENSEMBLE,
        RING
    }

    boolean collidesWith(Fault other) {
        return kind.place() == other.kind.place() && (kind.place() != Place.GROUP || group == other.group);
    }

    @Override
    public String toString() {
        String whom = kind.place() == Place.GROUP ? " of group " + (group + 1) : "";
        return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + whom
                + (primary ? ", first" : ", other") + " #" + choice;
    }
}
