package io.conclave.control;

import io.conclave.ensemble.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far the leader was at which moment of the last seconds. A follower is asked at another moment than its leader, so
 * under load it is always some transactions off; what tells whether it keeps up is what the leader had a while before.
 */
final class LeaderTrail {

    private static final int MOST = 256;

    private final Duration within;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private String leader;

    /** @param within how much later than the leader a follower may have a transaction and still be in sync */
    LeaderTrail(Duration within) {
        this.within = within;
    }

    Duration within() {
        return within;
    }

    /** Notes how far the leader is; another leader, or none, begins a new trail. */
    void note(NodeStatus newLeader) {
        if (newLeader == null || newLeader.epoch() == null || newLeader.respondedAt() == null) {
            leader = null;
            marks.clear();
            return;
        }
        if (!newLeader.id().equals(leader)) {
            leader = newLeader.id();
            marks.clear();
        }
        Mark last = marks.peekLast();
        if (last != null && !newLeader.respondedAt().isAfter(last.at)) {
            return;
        }
        marks.addLast(new Mark(newLeader.respondedAt(), newLeader.epoch(), newLeader.counter(), newLeader.zxid()));
        Instant unneeded = newLeader.respondedAt().minus(within.multipliedBy(2));
        while (marks.size() > MOST || marks.size() > 1 && marks.peekFirst().at.isBefore(unneeded)) {
            marks.removeFirst();
        }
    }

    /**
     * What the follower lacks of what the leader had {@code within} before the follower answered; where the trail is
     * younger than that, of what the leader had at its beginning.
     *
     * @return the leader's mark that the follower has not reached, or null where it lacks nothing
     */
    Mark lackedBy(NodeStatus follower) {
        Mark due = marks.peekFirst();
        Instant then = follower.respondedAt().minus(within);
        for (Mark mark : marks) {
            if (mark.at.isAfter(then)) {
                break;
            }
            due = mark;
        }
        return due == null || due.isReachedBy(follower) ? null : due;
    }

    /** How far the leader was at a moment. */
    record Mark(Instant at, long epoch, long counter, String zxid) {

        /**
         * A leader that has proposed nothing yet stands at counter 0 of its epoch, while its followers rightly still
         * show the last transaction of the epoch before.
         */
        boolean isReachedBy(NodeStatus follower) {
            return counter == 0
                    || follower.epoch() != null
                            && (follower.epoch() > epoch || follower.epoch() == epoch && follower.counter() >= counter);
        }
    }
}
