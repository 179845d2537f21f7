package io.conclave.kv.server;

import io.conclave.kv.ring.GroupName;
import io.conclave.kv.ring.HashRing;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.wire.ChangeRingRequest;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What comes of a wish to change the ring. */
sealed interface RingChange {

    /**
     * It can begin.
     *
     * @param next the ring to be written
     */
    record Begin(RingState next) implements RingChange {}

    /**
     * There is nothing to do: the ring is so, or is on its way there. So a call may be repeated.
     *
     * @param ring as it stands
     */
    record Already(RingState ring) implements RingChange {}

    /**
     * It cannot be done.
     *
     * @param detail names what is wrong and what is allowed
     */
    record Refused(String detail) implements RingChange {}

    /**
     * Judges a wish.
     *
     * @param ring as it stands
     * @param served the groups that have a primary, so that they could take keys
     */
    static RingChange of(ChangeRingRequest wish, RingState ring, Set<String> served) {
        return switch (wish.getChangeCase()) {
            case ADD_GROUP -> add(wish.getAddGroup(), ring, served);
            case REMOVE_GROUP -> remove(wish.getRemoveGroup(), ring, served);
            case VIRTUAL_NODES -> virtualNodes(wish.getVirtualNodes(), ring);
            case CHANGE_NOT_SET ->
                new Refused("change is not set; it is one of add_group, remove_group and virtual_nodes");
        };
    }

    private static RingChange add(String group, RingState ring, Set<String> served) {
        if (!GroupName.isValid(group)) {
            return new Refused("add_group is \"" + group + "\"; a name is " + GroupName.ALLOWED);
        }
        if (ring.nextGroups().contains(group)) {
            return new Already(ring);
        }
        return busy(ring).orElseGet(() -> {
            if (!served.contains(group)) {
                return new Refused(
                        "add_group is " + group + ", which has no primary that could take keys; there are " + served);
            }
            Collection<String> next = new TreeSet<>(ring.groups());
            next.add(group);
            return new Begin(ring.changeTo(ring.virtualNodes(), next));
        });
    }

    private static RingChange remove(String group, RingState ring, Set<String> served) {
        if (!ring.nextGroups().contains(group)) {
            return ring.groups().contains(group) || GroupName.isValid(group)
                    ? new Already(ring)
                    : new Refused("remove_group is \"" + group + "\"; a name is " + GroupName.ALLOWED);
        }
        return busy(ring).orElseGet(() -> {
            Collection<String> next = new TreeSet<>(ring.groups());
            next.remove(group);
            if (next.isEmpty()) {
                return new Refused("remove_group is " + group + ", the last group: its keys would belong nowhere");
            }
            if (!served.containsAll(next)) {
                return new Refused("remove_group is " + group + ", whose keys go to " + next + ", of which only "
                        + served + " have a primary");
            }
            return new Begin(ring.changeTo(ring.virtualNodes(), next));
        });
    }

    private static RingChange virtualNodes(int wanted, RingState ring) {
        if (wanted < 1 || wanted > HashRing.MOST_VIRTUAL_NODES) {
            return new Refused("virtual_nodes is " + Integer.toUnsignedString(wanted) + "; it is 1 to "
                    + HashRing.MOST_VIRTUAL_NODES);
        }
        if (ring.nextVirtualNodes() == wanted) {
            return new Already(ring);
        }
        return busy(ring).orElseGet(() -> new Begin(ring.changeTo(wanted, ring.groups())));
    }

    private static Optional<RingChange> busy(RingState ring) {
        return ring.isChanging()
                ? Optional.of(new Refused(
                        "the ring changes already, with " + ring.remaining().size() + " hand-overs to be done ("
                                + ring.remaining() + "); one change at a time"))
                : Optional.empty();
    }
}
