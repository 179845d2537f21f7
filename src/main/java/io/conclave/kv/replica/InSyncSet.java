package io.conclave.kv.replica;

import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.GroupZnodes;
import io.conclave.kv.znodes.Written;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A primary's in-sync set: what it is in ZooKeeper, what it is to become, and whose word is needed meanwhile. For the
 * log thread.
 *
 * <p>The rule that all rests on: the members whose word is needed are never fewer than those that are in the set in
 * ZooKeeper. So a member joins in this order: its word is needed; all that is committed is on its disk; it is written
 * into the set. And it leaves in this order: it is written out of the set; its word is no longer needed. While it is
 * not known whether a change was done, both the set before and the set after are needed. Nobody else writes the set
 * within the primary's epoch: the master writes it together with the next epoch, and each change of ours checks the
 * epoch.
 */
final class InSyncSet {

    private static final Logger LOG = LoggerFactory.getLogger(InSyncSet.class);

    /** What the set has to do with the rest of the term. */
    interface Term {
        /** Has something done on the log thread, where the term still lasts. */
        void later(LogThread.Work work);

        /** The set has changed, and with it whose word is needed. */
        void inSyncChanged();

        /** The group is in another epoch. */
        void over(String detail);
    }

    private final GroupZnodes znodes;
    private final int self;
    private final CommitTracker tracker;
    private final Term term;
    private final Set<Integer> joining = new HashSet<>();
    private final Set<Integer> leaving = new HashSet<>();
    private GroupState state;
    /** The set that is being written, or that may have been; null where there is none. */
    private Set<Integer> writing;

    private boolean inDoubt;

    /** The set at the start of a term. */
    InSyncSet(GroupZnodes znodes, GroupState state, int self, CommitTracker tracker, Term term) {
        this.znodes = znodes;
        this.state = state;
        this.self = self;
        this.tracker = tracker;
        this.term = term;
    }

    /** The members that are in the set in ZooKeeper, as far as is known. */
    List<Integer> members() {
        return state.inSync();
    }

    boolean has(int member) {
        return state.inSync().contains(member);
    }

    boolean isLeaving(int member) {
        return leaving.contains(member);
    }

    /** Wants a member in that has all but the last moment's batches. */
    void join(int member) {
        leaving.remove(member);
        if (!has(member) && joining.add(member)) {
            need();
        }
    }

    /** Wants a member out. */
    void leave(int member) {
        if (joining.remove(member)) {
            need();
        }
        if (has(member) || (writing != null && writing.contains(member))) {
            leaving.add(member);
        }
    }

    /** Begins the next change, where there is one to be made and none is under way. */
    void settle() {
        if (writing != null) {
            if (inDoubt) {
                inDoubt = false;
                readBack();
            }
            return;
        }
        TreeSet<Integer> next = new TreeSet<>(state.inSync());
        next.removeAll(leaving);
        next.add(self);
        long committed = tracker.committed();
        joining.stream()
                .filter(member -> tracker.durableAt(member) >= committed)
                .forEach(next::add);
        if (next.equals(new TreeSet<>(state.inSync()))) {
            leaving.clear();
            return;
        }
        LOG.info("the in-sync set of group {} is to be {} instead of {}", state.group(), next, state.inSync());
        writing = next;
        need();
        outcome(znodes.changeInSync(state, List.copyOf(next)));
    }

    private void outcome(Future<Written<GroupState>> change) {
        change.onComplete(done -> term.later(() -> {
            if (done.succeeded() && done.result() instanceof Written.Done<GroupState> written) {
                stands(written.now());
            } else {
                LOG.info("the in-sync set of group {} is read anew: {}", state.group(), done);
                readBack();
            }
        }));
    }

    private void readBack() {
        znodes.readInSync()
                .onComplete(read -> term.later(() -> {
                    if (read.succeeded()) {
                        stands(read.result());
                    } else {
                        inDoubt = true;
                    }
                }));
    }

    private void stands(GroupState now) {
        if (now.epoch() != state.epoch()) {
            term.over("the group is in epoch " + now.epoch());
            return;
        }
        state = now;
        writing = null;
        joining.removeAll(now.inSync());
        leaving.retainAll(now.inSync());
        need();
        term.inSyncChanged();
    }

    private void need() {
        Set<Integer> needed = new HashSet<>(state.inSync());
        needed.addAll(joining);
        needed.add(self);
        if (writing != null) {
            needed.addAll(writing);
        }
        tracker.need(needed);
    }
}
